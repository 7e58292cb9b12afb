"""A corpus handed on: every format tells the same, keeps why a number is not there, and runs no formula."""

import hashlib
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

import toolkit as tk
from toolkit.corpus import Corpus
from toolkit.errors import MissingExtra, ToolkitError, UnknownName
from toolkit.exports import FORMATS
from toolkit.exports.names import LONGEST, short_name
from toolkit.exports.statistics import SPSS_MISSING
from toolkit.rules import Findings

FORMULA = '=HYPERLINK("http://127.0.0.1","x")'
ROWS = ("new", "carried_in", "processed", "carried_out")
NEW, BLANK, SLASH, ABSENT = (f"requests__{row}__total" for row in ROWS)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    cells = [
        {"agency": agency, "year": 2023, "table": "requests", "row": row, "column": "total", "raw": raw}
        for agency, raws in ((FORMULA, ("3505", "", "无", None)), ("神池县水利局", ("0", "0", "0", "0")))
        for row, raw in zip(ROWS, raws, strict=True)
        if raw is not None
    ]
    return tk.load(pl.DataFrame(cells), progress=False)


@pytest.fixture(scope="module")
def findings(corpus: Corpus) -> Findings:
    return tk.check(corpus, "identities")


def written(corpus: Corpus, findings: Findings, folder: Path, name: str) -> Path:
    ending = {"xlsx": ".xlsx", "duckdb": ".duckdb"}.get(name, "")
    return tk.export(corpus, folder / f"out{ending}", to=name, findings=findings)


def read(path: Path, name: str, table: str) -> pl.DataFrame:
    """A table of an export, as the program it is for reads it."""
    match name:
        case "csv":
            return pl.read_csv(path / f"{table}.csv", infer_schema=False)
        case "parquet":
            return pl.read_parquet(path / f"{table}.parquet")
        case "duckdb":
            import duckdb

            with duckdb.connect(str(path), read_only=True) as base:
                rows = base.execute(f'SELECT * FROM "{table}"')
                return pl.DataFrame(rows.fetchall(), schema=[one[0] for one in rows.description or ()], orient="row")
        case "xlsx":
            sheet = openpyxl.load_workbook(path)[table]
            names, _, *rows = sheet.iter_rows(values_only=True)
            return pl.DataFrame(rows, schema=[str(one) for one in names], orient="row")
        case _:
            import pyreadstat

            reader, ending = (pyreadstat.read_dta, "dta") if name == "stata" else (pyreadstat.read_sav, "sav")
            frame: pl.DataFrame = reader(path / f"{table}.{ending}", output_format="polars")[0]
            return frame


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_tells_the_same_numbers(corpus: Corpus, findings: Findings, tmp_path: Path, name: str) -> None:
    panel = read(written(corpus, findings, tmp_path, name), name, "panel")
    column = short_name(NEW) if name in ("stata", "spss") else NEW
    assert [float(value) for value in panel[column]] == corpus.panel[NEW].to_list() == [3505.0, 0.0]


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_no_number_says_why(corpus: Corpus, findings: Findings, tmp_path: Path, name: str) -> None:
    states = read(written(corpus, findings, tmp_path, name), name, "panel_states")
    short = name in ("stata", "spss")
    [row] = states.filter(pl.col("agency").str.contains("HYPERLINK")).rows(named=True)
    told = [row[short_name(column) if short else column] or None for column in (NEW, BLANK, SLASH, ABSENT)]
    assert told == [None, "blank", "unreadable", "missing"]


def test_stata_and_spss_have_codes_for_what_is_no_number(corpus: Corpus, findings: Findings, tmp_path: Path) -> None:
    import pyreadstat

    meta: Any
    stata, _ = pyreadstat.read_dta(
        written(corpus, findings, tmp_path / "a", "stata") / "panel.dta", user_missing=True, output_format="polars"
    )
    spss, meta = pyreadstat.read_sav(
        written(corpus, findings, tmp_path / "b", "spss") / "panel.sav", user_missing=True, output_format="polars"
    )
    short = short_name(SLASH)
    assert "b" in stata[short].to_list()
    assert SPSS_MISSING["unreadable"] in spss[short].to_list()
    assert {one["lo"] for one in meta.missing_ranges[short]} == set(SPSS_MISSING.values())
    assert meta.column_names_to_labels[short].endswith("（七）总计 · 总计")


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_a_spreadsheet_runs_no_formula(corpus: Corpus, findings: Findings, tmp_path: Path, name: str) -> None:
    path = written(corpus, findings, tmp_path, name)
    if name == "csv":
        texts = [line.split(",")[0].strip('"') for line in (path / "panel.csv").read_text("utf-8-sig").splitlines()]
        assert any("HYPERLINK" in text for text in texts)
        assert not [text for text in texts if text.startswith(("=", "+", "-", "@"))]
        return
    cells: list[Any] = [cell for row in openpyxl.load_workbook(path)["panel"].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if FORMULA in str(cell.value)] == ["s"]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]


def test_a_csv_opens_in_excel_as_utf_8(corpus: Corpus, findings: Findings, tmp_path: Path) -> None:
    path = written(corpus, findings, tmp_path, "csv") / "findings.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_workbook_has_labels_a_frozen_head_and_filters(corpus: Corpus, findings: Findings, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(corpus, findings, tmp_path, "xlsx"))["panel"]
    head = {sheet.cell(1, column).value: sheet.cell(2, column).value for column in range(1, sheet.max_column + 1)}
    assert head[NEW] == "收到和处理政府信息公开申请情况 · 一、本年新收政府信息公开申请数量 · 总计"
    assert head["agency"] == "机关"
    assert sheet.freeze_panes == "C3"
    assert sheet.auto_filter.ref.startswith("A2:")


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "duckdb"])
def test_equal_corpora_give_equal_bytes(
    corpus: Corpus, findings: Findings, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = digest(written(corpus, findings, tmp_path / "1", name))
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Shanghai")
        assert digest(written(corpus, findings, tmp_path / "2", name)) == first


def digest(path: Path) -> list[tuple[str, str]]:
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return [(file.name, hashlib.sha256(file.read_bytes()).hexdigest()) for file in files]


def test_the_time_of_writing_stands_in_no_file(corpus: Corpus, findings: Findings, tmp_path: Path) -> None:
    dta = (written(corpus, findings, tmp_path / "a", "stata") / "panel.dta").read_bytes()
    sav = (written(corpus, findings, tmp_path / "b", "spss") / "panel.sav").read_bytes()
    assert b"<timestamp>\x1101 Jan 2000 00:00</timestamp>" in dta
    assert sav[92:109] == b"01 Jan 0000:00:00"


def test_the_codebook_says_what_every_column_is(corpus: Corpus, findings: Findings, tmp_path: Path) -> None:
    path = written(corpus, findings, tmp_path, "parquet")
    codebook = pl.read_parquet(path / "codebook.parquet")
    for table in ("panel", "panel_states", "agency_years", "findings"):
        assert codebook.filter(of_table=table)["column_name"].to_list() == read(path, "parquet", table).columns
    [told] = codebook.filter(of_table="panel", column_name="disclosure__fees__amount").rows(named=True)
    assert (told["unit"], told["forms"], told["short_name"]) == ("万元", "2021", "d_fees_amount")


def test_short_names_are_short_and_differ() -> None:
    from toolkit.codebook import TABLES, shipped_codebook
    from toolkit.corpus.derived import form_cells

    names = [f"{table}__{row}__{column}" for table in TABLES for row, column in form_cells(shipped_codebook(), table)]
    short = [short_name(name) for name in names]
    assert len(set(short)) == len(names) > 200
    assert max(map(len, short)) <= LONGEST


def test_what_was_exported_before_is_replaced(corpus: Corpus, findings: Findings, tmp_path: Path) -> None:
    for _ in range(2):
        path = written(corpus, findings, tmp_path, "csv")
    (path / "old.csv").write_text("")
    written(corpus, findings, tmp_path, "csv")
    assert not (path / "old.csv").exists()
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


def test_what_is_foreign_is_not_replaced(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ToolkitError, match="holds something else"):
        tk.export(corpus, tmp_path, to="csv")
    with pytest.raises(ToolkitError, match="is a file"):
        tk.export(corpus, tmp_path / "mine.txt", to="csv")
    (tmp_path / "x.xlsx").mkdir()
    with pytest.raises(ToolkitError, match="is a folder"):
        tk.export(corpus, tmp_path / "x.xlsx")
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_format_that_is_not_there(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="Did you mean 'xlsx'"):
        tk.export(corpus, tmp_path / "x", to="xls")
    with pytest.raises(UnknownName, match="does not tell the format"):
        tk.export(corpus, tmp_path / "x.ods")
    with pytest.raises(ToolkitError, match=r"ends in \.xlsx"):
        tk.export(corpus, tmp_path / "x.ods", to="xlsx")


@pytest.mark.parametrize(("name", "package"), [("duckdb", "duckdb"), ("stata", "pyreadstat"), ("spss", "pyreadstat")])
def test_what_is_not_installed_is_named(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, package: str
) -> None:
    monkeypatch.setitem(__import__("sys").modules, package, None)
    path = tmp_path / ("x.duckdb" if name == "duckdb" else "x")
    with pytest.raises(MissingExtra, match="pip install"):
        tk.export(corpus, path, to=name)
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_a_sheet_holds(corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.exports.workbook.MOST_ROWS", 100)
    with pytest.raises(ToolkitError, match="a sheet of Excel holds 100"):
        tk.export(corpus, tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_corpus_is_exported(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("no report")
    empty = tk.load(tmp_path / "a.txt", progress=False)
    for name in FORMATS:
        path = tmp_path / name / ("x.xlsx" if name == "xlsx" else "x.duckdb" if name == "duckdb" else "x")
        tk.export(empty, path, to=name, findings=tk.check(empty, "identities"))
        assert path.exists()
