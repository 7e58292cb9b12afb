"""`Corpus`: the frames of the contract, each made when it is asked for."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

import polars as pl

from toolkit.codebook import Codebook, shipped_codebook
from toolkit.corpus.agency_frames import UserTables
from toolkit.corpus.derived_frames import DERIVED, DerivedFrames, in_runs
from toolkit.corpus.display import LookUp, ReportView
from toolkit.corpus.frames import Frames, Identifies
from toolkit.corpus.links import read_links
from toolkit.corpus.metadata import CLAIMED_SCHEMA, override, read_metadata
from toolkit.corpus.readings import Changes, Reading, settle
from toolkit.corpus.roster import read_roster
from toolkit.corpus.schema import SCHEMAS, STORED
from toolkit.corpus.selection import Names, Years, find_report, selected, years_of
from toolkit.corpus.store import Contents, MemoryContents, StoredContents, reading_errors
from toolkit.corpus.subordinates import read_subordinates
from toolkit.errors import UnknownName, near_matches
from toolkit.labels import label
from toolkit.messages import counted
from toolkit.notebook import style

FRAMES = (*STORED, *DERIVED)
"""The frames of a corpus by name."""

_SORTED_AT_ONCE = 2_000


def open_corpus(path: str | Path, *, codebook: Codebook | None = None) -> "Corpus":
    """Returns the corpus that a store holds; nothing but the manifest is read until it is asked for.

    Raises:
        StoreError: the folder is no store, or the store is damaged or of another version.
    """
    contents = StoredContents(Path(path))
    return Corpus.of(contents, codebook=codebook, metadata=contents.metadata(), links=contents.links())


class Corpus(DerivedFrames):
    """Reports as polars frames, in memory or in a store. A corpus is never changed: `filter` returns a new one."""

    def __init__(
        self,
        contents: Contents,
        read: Callable[[], Reading],
        codebook: Codebook,
        whole: "Corpus | None" = None,
        *,
        tables: UserTables | None = None,
        asked: pl.Expr | None = None,
        years: frozenset[int] | None = None,
    ) -> None:
        """Use `open_corpus`, `Corpus.of_frames` or `Corpus.of`.

        Args:
            contents: where the frames come from.
            read: makes the documents and reports when they are first needed.
            codebook: the official forms.
            whole: the corpus this one was filtered from.
            tables: what the user tells of agencies; that of `whole` where there is one.
            asked: the condition this one was filtered by.
            years: those it was filtered to, None for all.
        """
        self._contents = contents
        self._read = read
        self.codebook = codebook
        self._whole = whole or self
        self._tables = whole._tables if whole else tables or UserTables()
        self._asked = pl.lit(True) if asked is None else asked
        self._years = years
        self.changes: Changes = whole.changes if whole else Changes()
        """What of a store's sources changed since its last load; `load` tells it."""
        self.look_up: LookUp | None = whole.look_up if whole else None
        """Shows where a cell stands in its document; whoever can read documents sets it."""
        self._own_identifier: Identifies | None = None

    @classmethod
    def empty(cls) -> "Corpus":
        """Returns a corpus of nothing: its frames have all their columns, and no row.

        >>> Corpus.empty().frame("requests_by_column").height
        0
        """
        return cls.of_frames(Frames(**{name: pl.DataFrame(schema=SCHEMAS[name]) for name in STORED}))

    @classmethod
    def of_frames(
        cls,
        frames: Frames,
        *,
        codebook: Codebook | None = None,
        metadata: pl.DataFrame | None = None,
        identifier: Identifies | None = None,
        links: pl.DataFrame | None = None,
    ) -> "Corpus":
        """Returns a corpus of identified frames in memory; the arguments are those of `of`."""
        contents = MemoryContents(frames)
        return cls.of(contents, codebook=codebook, metadata=metadata, identifier=identifier, links=links)

    @classmethod
    def of(
        cls,
        contents: Contents,
        *,
        codebook: Codebook | None = None,
        metadata: pl.DataFrame | None = None,
        identifier: Identifies | None = None,
        links: pl.DataFrame | None = None,
    ) -> "Corpus":
        """Returns a corpus of any contents.

        Args:
            contents: memory or a store.
            codebook: the official forms, the shipped ones if None.
            metadata: what the user knows better, as `read_metadata` returns it.
            identifier: resolves agencies' names where the metadata changes them; a new one if None.
            links: which names are one agency's, as `read_links` returns them.
        """
        checked = None if metadata is None else read_metadata(metadata)

        def read() -> Reading:
            documents, reports = settle(contents.documents(), contents.reports())
            reading = Reading(documents, reports, pl.DataFrame(schema=CLAIMED_SCHEMA))
            if checked is None:
                return reading
            return override(reading, checked, identifier or _new_identifier())

        corpus = cls(contents, read, codebook or shipped_codebook(), tables=UserTables(links=links))
        corpus._own_identifier = identifier
        return corpus

    def with_links(self, links: str | Path | pl.DataFrame) -> "Corpus":
        """Returns the corpus with the user's word on which names are one agency's, in place of any told before.

        Args:
            links: a CSV file or frame with `agency`, `later_agency`, `accepted` (true, false or empty), and optionally
                `region_code`, `later_region_code`, `year` (the first under the later name): `agency_links` filled in.

        Raises:
            MetadataError: the table has a wrong column or value.
        """
        return self._with(links=read_links(links))

    def with_roster(self, roster: str | Path | pl.DataFrame) -> "Corpus":
        """Returns the corpus with a roster: its agencies' years enter `agency_years`, and `gaps.not_published` is told.

        Args:
            roster: a CSV file or frame with `agency`, and optionally `region_code` and `years` (`2019-2023`), `year`,
                or `first` and `last`; without years every year that the corpus has reports about.

        Raises:
            MetadataError: the table has a wrong column or value.
        """
        return self._with(roster=read_roster(roster))

    def with_subordinates(self, subordinates: str | Path | pl.DataFrame) -> "Corpus":
        """Returns the corpus with a table of who is below whom, which `panel.roll_up` needs.

        Args:
            subordinates: a CSV file or frame with `agency` and `superior`, and optionally `year`, `region_code` and
                `superior_region_code`.

        Raises:
            MetadataError: the table has a wrong column or value.
        """
        return self._with(subordinates=read_subordinates(subordinates))

    def _with(self, **tables: pl.DataFrame) -> "Corpus":
        whole = self._whole
        new = Corpus(self._contents, lambda: whole._reading, self.codebook, tables=replace(self._tables, **tables))
        new.changes, new.look_up, new._own_identifier = whole.changes, whole.look_up, whole._own_identifier
        if whole is self:
            return new
        return Corpus(self._contents, lambda: self._reading, self.codebook, new, asked=self._asked, years=self._years)

    @property
    def _identifier(self) -> Identifies:
        whole = self._whole
        whole._own_identifier = whole._own_identifier or _new_identifier()
        return whole._own_identifier

    # ------------------------------------------------------------------ what was read

    @cached_property
    def _reading(self) -> Reading:
        return self._read()

    @property
    def documents(self) -> pl.DataFrame:
        """One row per input file and what became of it."""
        return self._reading.documents

    @cached_property
    def reports(self) -> pl.DataFrame:
        """One row per report: agency, year, region, forms, dates."""
        return self._reading.reports.drop("part")

    @cached_property
    def cells(self) -> pl.DataFrame:
        """One row per number that a report's form asks for, with its state and its place."""
        return self._rows("cells")

    @cached_property
    def leftovers(self) -> pl.DataFrame:
        """One row per row of a table that matched nothing in the form."""
        return self._rows("leftovers")

    @cached_property
    def sections(self) -> pl.DataFrame:
        """One row per section, with its heading and prose."""
        return self._rows("sections")

    @cached_property
    def claims(self) -> pl.DataFrame:
        """One row per quantity told in the prose."""
        return self._rows("claims")

    @cached_property
    def statements(self) -> pl.DataFrame:
        """One row per statement of the prose about numbers: that all was answered, a sum with its parts, a rate."""
        return self._rows("statements")

    @cached_property
    def second_readings(self) -> pl.DataFrame:
        """One row per cell that was read a second time by other means; empty unless `load` was asked for it."""
        return self._rows("second_readings")

    @property
    def warnings(self) -> tuple[str, ...]:
        """What in parsed tables was read with doubt, and what the user told could not be used, one sentence each."""
        doubted = self.documents.filter(pl.col("detail").is_not_null(), status="read").sort("source")
        told = [f"{source}: {detail}" for source, detail in doubted.select("source", "detail").iter_rows()]
        return (*told, *self._reading.warnings, *self.warnings_of_tables)

    def frame(self, name: str) -> pl.DataFrame:
        """Returns one of the frames by its name.

        Raises:
            UnknownName: there is no such frame.
        """
        if name not in FRAMES:
            raise UnknownName(f"There is no frame {name!r}.{near_matches(name, FRAMES)} Frames: {', '.join(FRAMES)}.")
        frame: pl.DataFrame = getattr(self, name)
        return frame

    def cells_of(self, report_ids: pl.Series) -> Iterator[pl.DataFrame]:
        """Yields the cells of some reports, a run of whole reports at a time; each part of a store is read once."""
        rows = self._reading.reports
        for reports in in_runs(rows.filter(pl.col("report_id").is_in(report_ids.unique().implode()))):
            yield self._collect(self._scan("cells", reports))

    # ------------------------------------------------------------------ what one asks of it

    def filter(
        self,
        *,
        years: Years | None = None,
        regions: Names | None = None,
        agencies: Names | None = None,
        levels: Names | None = None,
    ) -> "Corpus":
        """Returns the part of the corpus that was asked for; of the documents, those its reports come from.

        Args:
            years: 2023, "2021-2023", a range, or several.
            regions: full names of provinces, cities or counties, or codes (`140000`, `1409`, 140927).
            agencies: full names.
            levels: `national`, `province`, `city`, `county`, `township`.

        Raises:
            UnknownName: a name that is nowhere in the corpus, with near matches.
        """
        condition = selected(self._whole._reading, years, regions, agencies, levels, lambda: self._whole._keys)
        kept_years = self._years
        if years is not None:
            kept_years = years_of(years) if kept_years is None else kept_years & years_of(years)

        def read() -> Reading:
            reports = self._reading.reports.filter(condition)
            claimed = self._reading.claimed.filter(condition)
            documents = self._reading.documents
            named = documents.select("document_id", report_id="report_ids").explode("report_id", empty_as_null=False)
            of_reports = named.join(reports, on="report_id", how="semi").select("document_id")
            kept = documents.join(pl.concat([of_reports, claimed.select("document_id")]), on="document_id", how="semi")
            return Reading(kept.sort("document_id"), reports, claimed, self._reading.warnings)

        asked = self._asked & condition
        return Corpus(self._contents, read, self.codebook, self._whole, asked=asked, years=kept_years)

    def report(self, name: str | tuple[str, int], year: int | None = None) -> ReportView:
        """Returns one report, to look at.

        Args:
            name: its id or the start of it, its source or the end of it, its agency, or (agency, year).
            year: of an agency's report; of several for that year the latest published.

        Raises:
            UnknownName: nothing has that name, or several reports have it.
        """
        if isinstance(name, tuple):
            name, year = name
        report_id = find_report(self._reading, name, year)
        rows = self._reading.reports.filter(report_id=report_id)
        facts = rows.drop("part").row(0, named=True)
        cells, sections, leftovers = (self._rows(frame, rows) for frame in ("cells", "sections", "leftovers"))
        document = self._reading.documents.filter(document_id=facts["document_id"]).row(0, named=True)
        return ReportView(
            facts, cells, sections, leftovers, self.codebook, document=document, look_up=self._whole.look_up
        )

    def summary(self) -> dict[str, Any]:
        """Returns counts: documents by status and reason, reports by year, level and state, cells by state."""
        reports = self.reports
        states = self._scan("cells").group_by("state").len()
        return {
            "documents": {"total": self.documents.height, "by_status": _counts(self.documents, "status")},
            "reasons": _counts(self.documents.filter(pl.col("reason").is_not_null()), "reason"),
            "reports": {
                "total": reports.height,
                "agencies": self._agencies,
                "by_year": _counts(reports, "year"),
                "by_level": _counts(reports, "level"),
                "by_template": _counts(reports, "template"),
                "by_requests_state": _counts(reports, "requests_state"),
            },
            "cells": dict(self._collect(states).sort("state").iter_rows()),
            "warnings": list(self.warnings),
        }

    def __repr__(self) -> str:
        reports = self.reports
        years = reports["year"].drop_nulls()
        span = f", {'–'.join(dict.fromkeys((str(years.min()), str(years.max()))))}" if len(years) else ""
        documents, of_reports = counted(self.documents.height, "document"), counted(reports.height, "report")
        count = f"{documents}, {of_reports} of {counted(self._agencies, 'agency')}"
        return f"<Corpus: {count}{span}>"

    @property
    def _agencies(self) -> int:
        """How many agencies report: those of one name in several places are several, one under several names is one."""
        return self._keyed["agency_key"].drop_nulls().n_unique()

    def _repr_html_(self) -> str:
        counts = [(label("statuses", status), count) for status, count in _counts(self.documents, "status").items()]
        years = list(_counts(self.reports, "year").items())
        rows = "".join(
            f"<tr><th>{escape(title)}</th>" + "".join(f"<td>{escape(k)}: {n:,}</td>" for k, n in pairs) + "</tr>"
            for title, pairs in ((label("columns", "status"), counts), (label("columns", "year"), years))
        )
        table = f'<table lang="zh">{rows}</table>'
        return f'{style()}<div class="ogi ogi-corpus"><p lang="en">{escape(repr(self))}</p>{table}</div>'

    # ------------------------------------------------------------------ how it is made

    def _scan(self, name: str, reports: pl.DataFrame | None = None) -> pl.LazyFrame:
        rows = self._reading.reports if reports is None else reports
        return self._contents.scan(name, rows.select("report_id", "part"))

    def _collect(self, frame: pl.LazyFrame) -> pl.DataFrame:
        with reading_errors():
            return frame.collect()

    def _rows(self, name: str, reports: pl.DataFrame | None = None) -> pl.DataFrame:
        # A report is in one part, and every part is sorted by the full keys: its id is all that is left to sort by.
        # Sorted a run of reports at a time: all at once takes three times the memory of the frame, and longer.
        rows = self._scan(name, reports)
        ids = (self._reading.reports if reports is None else reports)["report_id"]
        runs = [ids.slice(start, _SORTED_AT_ONCE) for start in range(0, len(ids), _SORTED_AT_ONCE)]
        between = [pl.col("report_id").is_between(pl.lit(run[0]), pl.lit(run[-1])) for run in runs]
        conditions = between if len(runs) > 1 else [pl.lit(True)]
        return pl.concat(
            [self._collect(rows.filter(condition).sort("report_id", maintain_order=True)) for condition in conditions]
        )


def _counts(frame: pl.DataFrame, column: str) -> dict[str, int]:
    """Counts by value, in the order of the values; what is not known is last, as `unknown`."""
    counted = frame.group_by(column).len().sort(column, nulls_last=True)
    return {"unknown" if key is None else str(key): count for key, count in counted.iter_rows()}


def _new_identifier() -> Identifies:
    # Imported here: the names of all regions are a dear table that most corpora never need.
    from toolkit.corpus.agencies import Identifier

    return Identifier()
