"""What a reader made of the files beside their truth: one line a cell, one line a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import polars as pl

from toolkit.codebook import shipped_codebook
from toolkit.demo.model import Printed

KEYS = ("table", "row", "column")
FACTS = ("agency", "year", "form", "level", "kind", "region_code", "published", "signed")


class Corpus(Protocol):
    """The frames of a loaded corpus that the score needs."""

    @property
    def cells(self) -> pl.DataFrame: ...
    @property
    def documents(self) -> pl.DataFrame: ...
    @property
    def reports(self) -> pl.DataFrame: ...


@dataclass(frozen=True, slots=True)
class Score:
    """A reader's result, compared.

    Attributes:
        cells: shape, file, table, row, column, wanted and wanted_state beside value, state and raw; `right`, and
            `wrong`: a number told that is not the one printed.
        reports: shape, file, status, and for each of `FACTS` the value wanted (`NAME_wanted`), the value told, and
            `NAME_right`.
    """

    cells: pl.DataFrame
    reports: pl.DataFrame

    def share(self, fact: str) -> float:
        """Returns the share of reports whose fact is right, 0 to 1; of cells for `cells`."""
        frame, column = (self.cells, "right") if fact == "cells" else (self.reports, f"{fact}_right")
        mean = frame.get_column(column).mean()
        return float(mean) if isinstance(mean, int | float) else 0.0

    def table(self) -> str:
        """Returns the printed table per shape: files, files read, cells right and wrong, facts right in per cent."""
        cells = self.cells.group_by("shape").agg(
            (pl.col("right").mean() * 100).round(2).alias("cells %"), pl.col("wrong").sum()
        )
        facts = self.reports.group_by("shape").agg(
            pl.len().alias("files"),
            (pl.col("status") == "read").sum().alias("read"),
            *((pl.col(f"{fact}_right").mean() * 100).round(0).cast(pl.Int32).alias(fact) for fact in FACTS),
        )
        both = facts.join(cells, on="shape").sort("wrong", "cells %", "shape", descending=[True, False, False])
        return shown(both.select("shape", "files", "read", "cells %", "wrong", *FACTS))

    def worst(self, fault: pl.Expr) -> str:
        """Returns the worst shapes by that fault of cells, and examples of it."""
        faulty = self.cells.filter(fault)
        by_shape = faulty.group_by("shape").len("cells").sort("cells", "shape", descending=[True, False]).head(8)
        columns = ("file", *KEYS, "raw", "value", "state", "wanted", "wanted_state")
        examples = faulty.group_by("shape", maintain_order=True).head(4).select(columns).head(24)
        return f"\n{shown(by_shape)}\n{shown(examples)}"

    def wrong_facts(self, fact: str, fault: pl.Expr | None = None) -> str:
        """Returns the files whose fact is not right (or as `fault` says), told and wanted."""
        faulty = self.reports.filter(~pl.col(f"{fact}_right") if fault is None else fault)
        return f"\n{fact}\n{shown(faulty.select('file', 'status', fact, f'{fact}_wanted').head(20))}"


def shown(frame: pl.DataFrame) -> str:
    """Returns the frame as a table, nothing cut."""
    with pl.Config(
        tbl_rows=-1,
        tbl_cols=-1,
        tbl_width_chars=240,
        fmt_str_lengths=60,
        tbl_hide_dataframe_shape=True,
        tbl_hide_column_data_types=True,
    ):
        return str(frame)


def write_specimens(files: Sequence[Printed], folder: Path) -> dict[str, Printed]:
    """Writes each file as `SHAPE/NN-NAME` and returns them by that path.

    Args:
        files: what to write.
        folder: an empty folder.
    """
    written: dict[str, Printed] = {}
    for number, file in enumerate(files):
        path = folder / file.shape / f"{number:04d}-{file.name}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
        written[f"{file.shape}/{path.name}"] = file
    return written


def wanted_cells(file: Printed) -> list[tuple[str, str, str, float | None, str]]:
    """Returns table, row, column, value and state of every cell that the file's forms ask for."""
    truth = file.truth
    form = {"disclosure": truth.template_disclosure, "requests": truth.template_requests, "review": "2021"}
    wanted: list[tuple[str, str, str, float | None, str]] = []
    for table, template in form.items():
        for row, column in shipped_codebook().cells(table, template):
            value = truth.numbers.get((table, row, column))
            if (table, row, column) not in truth.numbers:
                wanted.append((table, row, column, None, "missing"))
            elif isinstance(value, int | float):
                wanted.append((table, row, column, float(value), "number"))
            else:
                wanted.append((table, row, column, None, "blank" if value is None else "unreadable"))
    return wanted


def score(written: dict[str, Printed], corpus: Corpus) -> Score:
    """Returns what the corpus holds beside what the files print.

    Args:
        written: the files by the last two parts of their path, as `write_specimens` gives them.
        corpus: what was loaded from their folder. A file without exactly one report counts as all not right.
    """
    documents = {"/".join(row["source"].split("/")[-2:]): row for row in corpus.documents.iter_rows(named=True)}
    found = {row["report_id"]: row for row in corpus.reports.iter_rows(named=True)}
    lines, cells = [], []
    for path, file in written.items():
        document = documents.get(path, {"status": "no entry", "report_ids": []})
        ids = list(document["report_ids"] or [])
        one = ids[0] if len(ids) == 1 else None
        lines.append(_facts(path, file, document["status"], found.get(one or "")))
        cells += [(file.shape, path, one, *cell) for cell in wanted_cells(file)]
    named = ["shape", "file", "report_id", *KEYS, "wanted", "wanted_state"]
    types = [pl.String] * 6 + [pl.Float64, pl.String]
    wanted = pl.DataFrame(cells, schema=dict(zip(named, types, strict=True)), orient="row")
    return Score(_compared(wanted, corpus.cells), pl.DataFrame(lines, infer_schema_length=None))


def _compared(wanted: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    keys = ["report_id", *KEYS]
    told = told.select(*(pl.col(key).cast(pl.String) for key in keys), "raw", "value", pl.col("state").cast(pl.String))
    owners = wanted.select("shape", "file", "report_id").unique().drop_nulls()
    # A cell that the form does not ask for is an invention.
    invented = told.join(owners, on="report_id").join(wanted, on=keys, how="anti")
    both = pl.concat([wanted.join(told, on=keys, how="left"), invented], how="diagonal")
    same = (pl.col("value") - pl.col("wanted")).abs() < 1e-6
    right = (pl.col("state") == pl.col("wanted_state")) & (
        pl.when(pl.col("wanted_state") == "number").then(same).otherwise(pl.col("value").is_null())
    )
    right = right.fill_null(value=False)
    return both.with_columns(
        right.alias("right"), ((pl.col("state") == "number") & ~right).fill_null(value=False).alias("wrong")
    ).sort("shape", "file", *KEYS)


def _facts(path: str, file: Printed, status: str, told: dict[str, object] | None) -> dict[str, object]:
    truth, agency = file.truth, file.truth.agency
    wanted: dict[str, object] = {
        "agency": agency.name,
        "year": truth.year,
        "form": f"{truth.template_disclosure}/{truth.template_requests}",
        "level": agency.level,
        "kind": agency.kind,
        "region_code": agency.region_code,
        "published": truth.published,
        "signed": truth.signed,
    }
    got = dict.fromkeys(FACTS, None) | {fact: (told or {}).get(fact) for fact in FACTS if fact != "form"}
    if told:
        got["form"] = f"{told.get('template_disclosure')}/{told.get('template_requests')}"
    line: dict[str, object] = {"shape": file.shape, "file": path, "status": status}
    for fact in FACTS:
        line |= {
            f"{fact}_wanted": wanted[fact],
            fact: got[fact],
            f"{fact}_right": told is not None and got[fact] == wanted[fact],
        }
    return line
