"""The shipped suites on rows written out by hand, as the frames of a corpus have them."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import polars as pl

from tests.rules.small_corpus import ONE_REPORT, SmallCorpus
from toolkit.codebook import shipped_codebook
from toolkit.corpus.derived import form_cells
from toolkit.corpus.schema import SCHEMAS
from toolkit.rules import Findings, Suite, check, load_suites

BOOK = shipped_codebook()
Row = Mapping[str, Any]

_TEXT, _NUMBER, _TRUTH = pl.String(), pl.Float64(), pl.Boolean()
_HEAD: dict[str, pl.DataType] = {"report_id": _TEXT, "agency": _TEXT, "year": pl.Int32(), "form": _TEXT}


def _numbers(names: Sequence[str]) -> dict[str, pl.DataType]:
    return dict.fromkeys(names, _NUMBER)


COLUMNS: Mapping[str, Mapping[str, pl.DataType]] = {
    "requests_by_column": {
        **_HEAD, "column": _TEXT, **_numbers([row.code for row in BOOK.request_rows]), "assumed_zero": _TRUTH
    },
    "requests_by_row": {
        **_HEAD, "row": _TEXT, **_numbers([column.code for column in BOOK.request_columns]), "assumed_zero": _TRUTH
    },
    "review_by_channel": {
        **_HEAD, "row": _TEXT, **_numbers([column.code for column in BOOK.review_columns]), "assumed_zero": _TRUTH
    },
    "disclosure_by_report": {
        **_HEAD, **_numbers([f"{row}__{column}" for row, column in form_cells(BOOK, "disclosure")])
    },
    "cell_facts": {
        **SCHEMAS["cells"], **_HEAD, "counted": _NUMBER, "assumed_zero": _TRUTH, "left_blank": _TRUTH,
        "omitted_in_row": _TRUTH, "omitted_in_column": _TRUTH,
    },
    "report_facts": {
        **_HEAD, "blank_means_zero": _TRUTH, "tables_absent": _TEXT, "cells_missing": pl.Int64(),
        "tables_complete": _TRUTH, "received": _TRUTH, "anything": _TRUTH,
    },
    "pairs_by_column": {
        **_HEAD, "previous_year": pl.Int32(), "column": _TEXT, "contradicts": _TRUTH, "assumed_zero": _TRUTH,
        **_numbers(["previous_carried_out", "carried_in"]),
    },
    "pairs_by_row": {
        **_HEAD, "previous_year": pl.Int32(), "row": _TEXT, "fewer": _TRUTH,
        **_numbers(["previous_in_force", "in_force", "issued", "repealed", "minus_repealed"]),
        **_numbers(["previous_prior_items", "previous_change", "prior_items"]),
    },
    "pairs_by_total": {
        **_HEAD, "previous_year": pl.Int32(), "table": _TEXT, "row": _TEXT, "jumped": _TRUTH,
        **_numbers(["previous_total", "total"]),
    },
    "report_history": {
        **_HEAD, "state": _TEXT, "review_total": _NUMBER, "zero_streak": _TRUTH, "litigated_only": _TRUTH
    },
    "fee_amounts": {**_HEAD, "amount": _NUMBER, "others": _TEXT, "off": _TRUTH},
    "regulation_cells": {**_HEAD, "column": _TEXT, "value": _NUMBER, "weight": _TEXT, "unfit": _TRUTH},
    "form_facts": {
        **_HEAD,
        **dict.fromkeys(
            ("sections_complete", "form_known", "form_fits", "title_complete", "unfilled", "wrong_year",
             "five_parts_due", "five_parts", "government", "accountable", "both_parts", "fees_due", "fees_said",
             "fees_excused", "fee_given", "fee_above"), _TRUTH,
        ),
        **dict.fromkeys(
            ("section_faults_zh", "section_faults_en", "form_disclosure", "form_requests", "form_expected", "title",
             "title_lacks_zh", "title_lacks_en", "unfilled_text", "years_told", "year_quote", "parts_lacking_zh",
             "parts_lacking_en", "results_lacking_zh", "results_lacking_en", "sides_lacking_zh", "sides_lacking_en",
             "fees_excuse_zh", "fees_excuse_en"), _TEXT,
        ),
        **_numbers(["fee_told", "fee_amount"]),
    },
    "suspect_digits": {
        **_HEAD, "kind": _TEXT, "table": _TEXT, "row": _TEXT, "column": _TEXT, "raw": _TEXT,
        **_numbers(["value", "neighbour", "total"]), "suspect": _TRUTH,
    },
    "agency_year_facts": {
        **_HEAD, "state": _TEXT, "year_before": pl.Int32(), "year_after": pl.Int32(), "missing_between": _TRUTH,
        "expected": _TRUTH, "published": _TRUTH, "near_zh": _TEXT, "near_en": _TEXT,
    },
    "repeated_reports": {
        **_HEAD, "preferred_report_id": _TEXT, "published": _TEXT, "preferred_published": _TEXT,
        "differences": pl.Int64(), "restated": _TRUTH, "duplicate": _TRUTH,
    },
    "report_identities": {**_HEAD, "identified": _TRUTH, "lacking_zh": _TEXT, "lacking_en": _TEXT},
    "roll_ups": {
        **_HEAD, "subordinate": _TEXT, "row": _TEXT, **_numbers(["total", "subordinate_total"]), "assumed_zero": _TRUTH
    },
    "reuse": {
        **_HEAD, "previous_year": pl.Int32(), "other_year": pl.Int32(),
        **dict.fromkeys(
            ["section_zh", "section_en", "previous_passage", "other_agency", "other_passage", "foreign_name", "trace"],
            _TEXT,
        ),
        **_numbers(["previous_similarity", "previous_share", "other_similarity", "other_share"]),
        "repeats_previous": _TRUTH, "repeats_other": _TRUTH,
    },
}  # fmt: skip
"""The columns of the frames that the suites run on."""

SOUND: Mapping[str, Row] = {
    "form_facts": {
        "sections_complete": True, "form_known": True, "form_fits": True, "title_complete": True, "unfilled": False,
        "wrong_year": False, "five_parts_due": True, "five_parts": True, "government": True, "accountable": True,
        "both_parts": True, "fees_due": True, "fees_said": True, "fees_excused": False, "fee_given": True,
        "fee_above": False,
    },
    "cell_facts": {
        "table": "requests", "row": "new", "column": "total", "value": 3.0, "raw": "3", "state": "number",
        "counted": 3.0, "assumed_zero": False, "left_blank": False,
    },
    "report_facts": {
        "blank_means_zero": False, "tables_absent": "", "cells_missing": 0, "tables_complete": True, "received": True,
        "anything": True,
    },
}  # fmt: skip
"""A row that passes, where all zeros would not say enough."""


def rows_of(name: str, rows: Sequence[Row]) -> pl.DataFrame:
    """Returns a frame of rows; what a row does not tell is of a sound one: 0, false, the report `r1`, form 2021."""
    columns = COLUMNS[name]
    zeros = {column: 0.0 for column, dtype in columns.items() if dtype == _NUMBER and name not in SOUND}
    head = {"report_id": "r1", "agency": "神池县水利局", "year": 2023, "form": "2021"}
    head |= {"previous_year": 2022} if "previous_year" in columns else {}
    sound = {**head, **zeros, **({"assumed_zero": False} if "assumed_zero" in columns else {}), **SOUND.get(name, {})}
    return pl.DataFrame([{**sound, **row} for row in rows], schema=dict(columns))


@cache
def shipped(name: str) -> Suite:
    """Returns a shipped suite, read once."""
    [suite] = load_suites(name)
    return suite


def checked_rows(suite: str | Suite, **frames: Sequence[Row]) -> Findings:
    """Returns what a suite finds in rows by frame; the frames not named have none."""
    made = {name: rows_of(name, frames.get(name, ())) for name in COLUMNS}
    ids = sorted({row for frame in made.values() for row in frame["report_id"].drop_nulls()})
    reports = pl.DataFrame(
        [{**ONE_REPORT, "report_id": report_id} for report_id in ids],
        schema={name: SCHEMAS["reports"][name] for name in ONE_REPORT},
    )
    return check(SmallCorpus(reports=reports, **made), [shipped(suite) if isinstance(suite, str) else suite])
