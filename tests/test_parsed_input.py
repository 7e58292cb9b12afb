"""Parsed tables through the whole flow: frames and files, among reports, in stores, by mappings, by the command."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

import toolkit as tk
from tests.extraction.parsed_tables import AGENCY, table
from toolkit import cli, reading
from toolkit.corpus import Corpus, Frames, StoreWriter
from toolkit.demo import write_demo
from toolkit.documents import SourceFile

FACTS = [
    "agency", "year", "title", "published", "published_source", "signed", "template", "template_disclosure",
    "template_requests", "blank_convention", "requests_state", "province", "city", "county", "region_code",
]  # fmt: skip
SAID = ["table", "row", "column", "value", "unit", "raw", "state"]
NEW, CARRIED = "requests.new.total", "requests.carried_in.total"
CELLS = table((NEW, 3), (CARRIED, 0))

MAPPING = """
[columns]
agency = "单位"
year = "年份"
table = "sheet"
row = "item"
column = "applicant"
value = "n"
"""
THEIRS = "单位,年份,sheet,item,applicant,n\n安吉县水利局,2023,requests,new,total,3\n"


def load(source: object, **options: object) -> Corpus:
    return tk.load(source, progress=False, **({"workers": 1} | options))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Six reports of an agency, read from documents."""
    return load(write_demo(tmp_path_factory.mktemp("demo") / "demo", agencies=1) / "reports")


@pytest.fixture(scope="module")
def exported(read: Corpus) -> pl.DataFrame:
    """Its cells as somebody hands them on, with the facts of the reports."""
    return read.cells.drop("box").join(read.reports.drop("document_id", "source"), on="report_id")


WRITERS: dict[str, Callable[[pl.DataFrame, Path], object]] = {
    "csv": lambda frame, path: frame.write_csv(path),
    "json": lambda frame, path: frame.write_json(path),
    "jsonl": lambda frame, path: frame.write_ndjson(path),
    "parquet": lambda frame, path: frame.write_parquet(path),
}


def write(frame: pl.DataFrame, path: Path) -> Path:
    WRITERS[path.suffix[1:]](frame, path)
    return path


def said(corpus: Corpus) -> pl.DataFrame:
    """What a corpus says, whatever its reports are called."""
    keys = ["agency", "year", "title"]
    return (
        corpus.cells.join(corpus.reports.select("report_id", *keys), on="report_id").select(*keys, *SAID).sort(pl.all())
    )


# ------------------------------------------------------------------------------------------------------ there and back
@pytest.mark.parametrize("ending", WRITERS)
def test_exported_cells_come_back_as_they_were(
    read: Corpus, exported: pl.DataFrame, tmp_path: Path, ending: str
) -> None:
    again = load(write(exported, tmp_path / f"cells.{ending}"))
    assert said(again).equals(said(read))
    assert again.reports.select(FACTS).sort(pl.all()).equals(read.reports.select(FACTS).sort(pl.all()))
    assert again.cells["source"].unique().to_list() == ["parsed"]
    assert again.documents.select("status", "reason", "detail").rows() == [("read", None, None)]
    assert set(again.reports["report_id"]) == set(load(exported).reports["report_id"])


def test_the_frame_of_cells_itself_comes_back_with_its_places(read: Corpus) -> None:
    again = load(read.cells)
    kept = ["page", "block", "line", "grid_row", "grid_column", *SAID]
    assert again.cells.select(kept).sort(pl.all()).equals(read.cells.select(kept).sort(pl.all()))


def test_boxes_come_back_from_every_file(tmp_path: Path) -> None:
    boxed = table((NEW, 3), (CARRIED, 0), page=[2, None]).with_columns(box=pl.Series([[1.0, 2.0, 3.5, 4.0], None]))
    wanted = [([1.0, 2.0, 3.5, 4.0], 2), (None, None)]
    for ending in ("json", "parquet"):
        cells = load(write(boxed, tmp_path / f"cells.{ending}")).cells.filter(column="total")
        assert (
            cells.filter(pl.col("row").is_in(["new", "carried_in"]))
            .sort("row", descending=True)
            .select("box", "page")
            .rows()
            == wanted
        )


def test_an_exported_panel_comes_back_without_a_mapping(read: Corpus, tmp_path: Path) -> None:
    again = load(write(read.panel, tmp_path / "panel.csv"))
    assert again.panel.drop("report_id").equals(read.panel.drop("report_id"))


def test_a_panel_makes_no_blanks_of_empty_fields() -> None:
    blank = load(table((NEW, None), (CARRIED, 0), raw=["", None]))
    assert set(blank.cells["state"]) == {"number", "blank", "missing"}
    again = load(blank.panel)
    assert set(again.cells["state"]) == {"number", "missing"}
    assert again.reports["requests_state"].to_list() == ["unreadable"]


# ------------------------------------------------------------------------------------------------------ frames
def test_frames_of_any_kind_say_the_same() -> None:
    lazy, pandas = CELLS.lazy(), pd.DataFrame(CELLS.to_dict(as_series=False))
    ids = {tuple(load(frame).reports["report_id"]) for frame in (CELLS, lazy, pandas)}
    assert len(ids) == 1


def test_what_pandas_misses_is_not_told() -> None:
    mixed = pd.DataFrame({**CELLS.to_dict(as_series=False), "value": [3.0, float("nan")], "raw": [None, "—"]})
    found = load(mixed).cells.filter(column="total").filter(pl.col("raw").is_not_null()).sort("row")
    assert found.select("row", "value", "state").rows() == [("carried_in", None, "blank"), ("new", 3.0, "number")]


def test_pandas_is_never_imported(root: Path) -> None:
    code = (
        "import toolkit, polars, sys\n"
        "toolkit.load(polars.DataFrame({0}), progress=False)\n"
        "print('pandas' in sys.modules)"
    )
    told = CELLS.to_dict(as_series=False)
    done = subprocess.run(
        [sys.executable, "-c", code.format(told)], cwd=root, check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "False"


def test_frames_have_their_lines_beside_files(tmp_path: Path) -> None:
    other = table((NEW, 4), year=2022)
    corpus = load([CELLS, write(table((NEW, 5), year=2021), tmp_path / "a.csv"), other])
    documents = corpus.documents.sort("source").select("source", "format", "status")
    assert documents.rows() == [
        (str(tmp_path / "a.csv"), "csv", "read"),
        ("frame", "frame", "read"),
        ("frame-2", "frame", "read"),
    ]
    assert corpus.reports.sort("year").select("year", "format").rows() == [
        (2021, "csv"),
        (2022, "frame"),
        (2023, "frame"),
    ]


def test_a_frame_that_cannot_be_used_is_an_error() -> None:
    with pytest.raises(tk.ParsedInputError, match=r"^frame-2: The table lacks the column 'row'"):
        load([CELLS, CELLS.drop("row")])


# ------------------------------------------------------------------------------------------------------ among reports
def test_tables_lie_among_reports_and_cost_nobody_else(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(write_demo(tmp_path / "demo", agencies=1) / "reports", tmp_path / "reports"))
    before = load(folder)
    write(CELLS, folder / "cells.parquet")
    write(CELLS.drop("column"), folder / "half.csv")
    (folder / "prices.csv").write_text("name,price\nx,1\n")
    (folder / "settings.json").write_text('{"name": "x", "list": [1, 2]}')
    (folder / "cut.json").write_text('{"name": ')
    corpus = load(folder)
    told = corpus.documents.filter(pl.col("format").is_in(["csv", "json", "parquet"])).sort("source")
    assert told.select(pl.col("source").str.split("/").list.last(), "status", "reason").rows() == [
        ("cells.parquet", "read", None),
        ("cut.json", "unreadable", "damaged"),
        ("half.csv", "unreadable", "bad_columns"),
        ("prices.csv", "not_a_report", "other_page"),
        ("settings.json", "not_a_report", "other_page"),
    ]
    assert corpus.reports.height == before.reports.height + 1


def test_what_was_doubted_stands_in_the_documents_line_and_the_warnings(tmp_path: Path) -> None:
    path = write(table((NEW, 3), (CARRIED, 0), ("requests.nwe.total", 1), raw=["4", None, None]), tmp_path / "a.csv")
    corpus = load(path)
    (detail,) = corpus.documents["detail"]
    assert "row 'nwe' is no row" in detail
    assert "value 3 beside raw '4'" in detail
    assert corpus.warnings == (f"{path}: {detail}",)
    assert corpus.leftovers["raw"].to_list() == ["requests | nwe | total | 1"]


def test_a_report_of_a_parsed_table_is_shown(read: Corpus) -> None:
    corpus = load(CELLS)
    view = corpus.report(AGENCY, 2023)
    assert view.facts["source"] == "frame"
    assert "新收" in view._repr_html_()
    assert load(read.panel).report(read.reports["agency"][0], 2023).cells.height


def test_rules_are_checked_on_parsed_tables(read: Corpus, exported: pl.DataFrame) -> None:
    found, again = tk.check(read, "identities"), tk.check(load(exported), "identities")
    shown = ["agency", "year", "rule", "row", "column", "expected", "actual"]
    assert again.frame.select(shown).sort(pl.all()).equals(found.frame.select(shown).sort(pl.all()))


# ------------------------------------------------------------------------------------------------------ metadata
def test_a_region_that_the_table_tells_goes_before_the_name() -> None:
    corpus = load(table((NEW, 3), agency="教育局", region_code=140927))
    place = ["province", "city", "county", "region_code", "region_source"]
    assert corpus.reports.select(place).rows() == [("山西省", "忻州市", "神池县", "140927", "user")]


def test_metadata_goes_before_what_the_table_tells() -> None:
    metadata = pl.DataFrame(
        {"source": ["frame"], "agency": ["神池县教育局"], "year": [2020], "published": ["2021-01-31"]}
    )
    corpus = load(CELLS, metadata=metadata)
    told = corpus.reports.select("agency", "year", "county", pl.col("published").cast(pl.String), "published_source")
    assert told.rows() == [("神池县教育局", 2020, "神池县", "2021-01-31", "user")]


# ------------------------------------------------------------------------------------------------------ stores
def test_the_same_report_from_two_files_counts_once(tmp_path: Path) -> None:
    both = [write(CELLS, tmp_path / "a.csv"), write(CELLS, tmp_path / "b.parquet")]
    for store in (None, tmp_path / "store"):
        corpus = load(both, store=store)
        assert corpus.reports["source"].to_list() == [str(tmp_path / "a.csv")]
        assert corpus.cells.height == corpus.cells.unique(["report_id", "table", "row", "column"]).height
        assert corpus.documents["status"].to_list() == ["read", "read"]
        assert corpus.documents["report_ids"].n_unique() == 1
    first = load(both[1], store=tmp_path / "one")
    then = load(both, store=tmp_path / "one")
    assert then.reports["report_id"].to_list() == first.reports["report_id"].to_list()
    assert then.cells.height == first.cells.height


def test_what_did_not_change_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, store = write(CELLS, tmp_path / "a.csv"), tmp_path / "store"
    load([path, CELLS], store=store)
    added: list[list[str]] = []
    add = StoreWriter.add

    def noted(writer: StoreWriter, part: Frames) -> None:
        added.append(part.documents["source"].to_list())
        add(writer, part)

    monkeypatch.setattr(StoreWriter, "add", noted)
    assert load([path, CELLS], store=store).changes == ((), ())
    assert added == []
    changed = load([path, table((NEW, 9))], store=store)
    assert (added, changed.changes.changed) == ([["frame"]], ("frame",))
    assert sorted(changed.panel["requests__new__total"]) in ([3.0], [9.0])


def test_a_doubt_is_still_told_when_a_store_is_opened(tmp_path: Path) -> None:
    load(table((NEW, 3), (CARRIED, 0), raw=["4", None]), store=tmp_path / "store")
    (warning,) = tk.open_corpus(tmp_path / "store").warnings
    assert "value 3 beside raw '4'" in warning


# ------------------------------------------------------------------------------------------------------ mappings
@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "mapping.toml"
    path.write_text(MAPPING, "utf-8")
    return path


def test_a_file_of_another_tool_by_its_mapping(tmp_path: Path, mapping: Path) -> None:
    (tmp_path / "theirs.csv").write_bytes(THEIRS.encode("gb18030"))
    assert load(tmp_path / "theirs.csv").documents["status"].to_list() == ["not_a_report"]
    corpus = load(tmp_path / "theirs.csv", mapping=mapping)
    assert corpus.panel.select("agency", "year", "requests__new__total").rows() == [(AGENCY, 2023, 3.0)]


def test_another_mapping_is_obeyed_though_the_store_knows_the_file(tmp_path: Path, mapping: Path) -> None:
    path, store = tmp_path / "theirs.csv", tmp_path / "store"
    path.write_text("单位,年份,sheet,item,applicant,n,m\n安吉县水利局,2023,requests,new,total,3,4\n", "utf-8")
    assert load(path, mapping=mapping, store=store).panel["requests__new__total"].to_list() == [3.0]
    mapping.write_text(MAPPING.replace('"n"', '"m"'), "utf-8")
    assert load(path, mapping=mapping, store=store).panel["requests__new__total"].to_list() == [4.0]


def test_a_named_file_that_its_mapping_does_not_fit_is_an_error(tmp_path: Path, mapping: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "theirs.csv").write_text(THEIRS.replace("item", "itme"), "utf-8")
    (folder / "fits.csv").write_text(THEIRS, "utf-8")
    with pytest.raises(tk.ParsedInputError, match=r"theirs.csv: .* names the column 'item', .* mean 'itme'\?"):
        load([folder, folder / "theirs.csv"], mapping=mapping)
    corpus = load(folder, mapping=mapping)
    assert corpus.documents.sort("source").select("status", "reason").rows() == [
        ("read", None),
        ("unreadable", "bad_columns"),
    ]


def test_nested_reports_of_our_own_form(tmp_path: Path) -> None:
    nested = [
        {"agency": AGENCY, "year": 2023, "tables": {"requests": {"new": {"total": 3, "research": ""}}}},
        {"agency": AGENCY, "year": 2022, "tables": {"requests": {"new": {"total": "—"}}}},
    ]
    (tmp_path / "nested.json").write_text(json.dumps(nested), "utf-8")
    cells = load(tmp_path / "nested.json").cells.filter(pl.col("raw").is_not_null())
    assert sorted(cells.select("column", "value", "raw", "state").rows(), key=str) == [
        ("research", None, "", "blank"),
        ("total", 3.0, "3", "number"),
        ("total", None, "—", "blank"),
    ]


def test_lists_of_cells_as_lie_beside_real_reports(real_reports: Path, tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(
        '[json]\ncells = "cells"\n[columns]\nsource = "file"\nagency = "agency"\nyear = "year"\n'
        'table = "cells.0"\nrow = "cells.1"\ncolumn = "cells.2"\nvalue = "cells.3"\n'
    )
    truth = {path: json.loads(path.read_text("utf-8")) for path in sorted((real_reports / "truth").glob("*.json"))}
    assert truth
    corpus = load(list(truth), mapping=tmp_path / "m.toml")
    assert corpus.reports.height == len(truth)
    for path, told in truth.items():
        report = corpus.report(str(path))
        cells = {tuple(key): value for *key, value in report.cells.select("table", "row", "column", "value").rows()}
        assert cells == {tuple(key): value for *key, value in told["cells"]}
        assert (report.facts["agency"], report.facts["year"]) == (told["agency"], told["year"])


# ------------------------------------------------------------------------------------------------------ command line
def ogi(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["ogi", *map(str, arguments)])
    with pytest.raises(SystemExit) as end:
        cli.main()
    return int(end.value.code or 0)


def test_the_command_loads_by_a_mapping_and_tells_what_does_not_fit(
    tmp_path: Path, mapping: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, store = tmp_path / "theirs.csv", tmp_path / "store"
    path.write_text(
        THEIRS + "安吉县水利局,2023,requests,nwe,total,4\n安吉县水利局,2023,requests,granted,total,4\n", "utf-8"
    )
    assert ogi(monkeypatch, "load", path, "--store", store, "--mapping", mapping, "--workers", 1) == 0
    out = capsys.readouterr().out
    assert "1 file → 1 report" in out
    assert "row 2: row 'nwe' is no row" in out
    path.write_text(THEIRS.replace("item", "itme"), "utf-8")
    assert ogi(monkeypatch, "load", path, "--store", store, "--mapping", mapping) == 2
    assert "names the column 'item', which the table does not have. Did you mean 'itme'?" in capsys.readouterr().err
    assert ogi(monkeypatch, "load", path, "--store", tmp_path / "new") == 2
    assert "other_page" in capsys.readouterr().out


def test_a_table_may_be_larger_than_a_document(tmp_path: Path) -> None:
    path = write(CELLS, tmp_path / "cells.csv")
    document = reading.read_document(reading.Job(SourceFile(str(path), path, 40 * 1024 * 1024, None), None, None))
    assert document.status == "read"
    document = reading.read_document(reading.Job(SourceFile(str(path), path, 400 * 1024 * 1024, None), None, None))
    assert (document.status, document.reason) == ("unreadable", "too_large")
