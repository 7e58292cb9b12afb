"""The columns of every frame, in the order of the contract, and the keys each is sorted by.

Codes are plain text, not categories: a frame must read the same in every tool it is handed on to.
"""

from collections.abc import Mapping

import polars as pl

SCHEMA_VERSION = 4
"""Raised whenever a stored frame changes; a store of another version is not read."""

STORED = ("documents", "reports", "cells", "leftovers", "sections", "claims", "statements", "second_readings")
"""The frames a store holds, in the order they are written."""

_IDENTITY: dict[str, pl.DataType] = {
    "level": pl.String(),
    "kind": pl.String(),
    "province": pl.String(),
    "city": pl.String(),
    "county": pl.String(),
    "region_code": pl.String(),
    "region_source": pl.String(),
}
IDENTITY_COLUMNS = tuple(_IDENTITY)
"""What is derived from an agency's name: level, kind and region."""

_PLACE: dict[str, pl.DataType] = {
    "page": pl.Int32(),
    "block": pl.Int32(),
    "line": pl.Int32(),
    "grid_row": pl.Int32(),
    "grid_column": pl.Int32(),
    "box": pl.List(pl.Float64()),
}
PLACE_COLUMNS = tuple(_PLACE)

_HEAD: dict[str, pl.DataType] = {
    "report_id": pl.String(),
    "document_id": pl.String(),
    "source": pl.String(),
    "agency": pl.String(),
    "year": pl.Int32(),
    "title": pl.String(),
    "template": pl.String(),
    "template_disclosure": pl.String(),
    "template_requests": pl.String(),
}
_TAIL: dict[str, pl.DataType] = {
    "published": pl.Date(),
    "published_source": pl.String(),
    "signed": pl.Date(),
    "format": pl.String(),
    "blank_convention": pl.String(),
    "requests_state": pl.String(),
    "site_id": pl.String(),
}

_LAST: dict[str, pl.DataType] = {"preamble": pl.String()}

SCHEMAS: Mapping[str, pl.Schema] = {
    "documents": pl.Schema(
        {
            "document_id": pl.String(),
            "source": pl.String(),
            "format": pl.String(),
            "bytes": pl.Int64(),
            "sha256": pl.String(),
            "status": pl.String(),
            "reason": pl.String(),
            "detail": pl.String(),
            "report_ids": pl.List(pl.String()),
        }
    ),
    "reports": pl.Schema({**_HEAD, **_IDENTITY, **_TAIL, **_LAST}),
    "cells": pl.Schema(
        {
            "report_id": pl.String(),
            "table": pl.String(),
            "row": pl.String(),
            "column": pl.String(),
            "value": pl.Float64(),
            "unit": pl.String(),
            "raw": pl.String(),
            "state": pl.String(),
            "source": pl.String(),
            "score": pl.Float64(),
            **_PLACE,
        }
    ),
    "leftovers": pl.Schema({"report_id": pl.String(), "table": pl.String(), "raw": pl.String(), **_PLACE}),
    "sections": pl.Schema(
        {
            "report_id": pl.String(),
            "number": pl.Int32(),
            "code": pl.String(),
            "heading": pl.String(),
            "text": pl.String(),
            "page": pl.Int32(),
            "block": pl.Int32(),
            "line": pl.Int32(),
        }
    ),
    "claims": pl.Schema(
        {
            "report_id": pl.String(),
            "section": pl.String(),
            "sentence": pl.String(),
            "start": pl.Int32(),
            "end": pl.Int32(),
            "table": pl.String(),
            "row": pl.String(),
            "column": pl.String(),
            "value": pl.Float64(),
            "exact": pl.Boolean(),
            "strength": pl.String(),
            "scope": pl.String(),
            "kind": pl.String(),
            "sentence_start": pl.Int32(),
        }
    ),
    "statements": pl.Schema(
        {
            "report_id": pl.String(),
            "section": pl.String(),
            "sentence": pl.String(),
            "start": pl.Int32(),
            "end": pl.Int32(),
            "kind": pl.String(),
            "table": pl.String(),
            "row": pl.String(),
            "column": pl.String(),
            "scope": pl.String(),
            "value": pl.Float64(),
            "parts": pl.List(pl.Float64()),
            "complete": pl.Boolean(),
            "rate": pl.Float64(),
            "step": pl.Float64(),
            "sentence_start": pl.Int32(),
        }
    ),
    "second_readings": pl.Schema(
        {
            "report_id": pl.String(),
            "table": pl.String(),
            "row": pl.String(),
            "column": pl.String(),
            "value": pl.Float64(),
            "raw": pl.String(),
            "state": pl.String(),
            "score": pl.Float64(),
            "agrees": pl.Boolean(),
        }
    ),
    "agency_years": pl.Schema(
        {
            "agency": pl.String(),
            "region_code": pl.String(),
            "year": pl.Int32(),
            "state": pl.String(),
            "report_id": pl.String(),
        }
    ),
}
"""Columns and types by frame. Frames as wide as the codebook (`panel`, the derived ones) are made by `derived`."""

RAW_REPORTS = pl.Schema({**_HEAD, **_TAIL, **_LAST, "region_hint": pl.String(), "told_region": pl.String()})
"""`reports` before the agencies' names are resolved to levels, kinds and regions."""

SORT_KEYS: Mapping[str, tuple[str, ...]] = {
    "documents": ("document_id",),
    "reports": ("report_id",),
    "cells": ("report_id", "table", "row", "column"),
    "leftovers": ("report_id", "table", "page", "block", "line", "grid_row", "grid_column", "raw"),
    "sections": ("report_id", "number", "block", "line"),
    "claims": ("report_id", "section", "start", "end", "table", "row", "column"),
    "statements": ("report_id", "section", "start", "end", "kind", "table", "row", "column"),
    "second_readings": ("report_id", "table", "row", "column"),
    "agency_years": ("agency", "region_code", "year"),
    "agency_year_facts": ("agency", "region_code", "year"),
    "agency_names": ("agency", "region_code", "name", "name_region_code"),
    "agency_chains": ("agency", "region_code", "run"),
    "agency_links": ("agency", "region_code", "later_agency", "later_region_code"),
    "repeated_reports": ("report_id",),
    "report_identities": ("report_id",),
    "roll_ups": ("report_id", "subordinate_report_id", "row"),
    "panel": ("agency", "region_code", "year"),
    "requests_by_column": ("report_id", "column"),
    "requests_by_row": ("report_id", "row"),
    "review_by_channel": ("report_id", "row"),
    "disclosure_by_report": ("report_id",),
    "report_pairs": ("report_id",),
    "form_facts": ("report_id",),
    "pairs_by_column": ("report_id", "column"),
    "pairs_by_row": ("report_id", "row"),
    "pairs_by_total": ("report_id", "table", "row"),
    "report_history": ("report_id",),
    "fee_amounts": ("report_id",),
    "regulation_cells": ("report_id", "column"),
    "reuse": ("report_id", "section"),
    "suspect_digits": ("report_id", "kind", "table", "row", "column"),
}
