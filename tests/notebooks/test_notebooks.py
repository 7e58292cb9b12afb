"""The notebooks, run as a reader runs them: a fresh kernel in their own folder, from top to bottom."""

import codecs
import json
import os
import shutil
import time
from pathlib import Path
from typing import Any

import nbformat
import papermill
import polars as pl
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook, new_output
from traitlets.config import Config

import toolkit as tk
from notebooks.offline import without_network
from tests.dashboard.unpacking import Elements
from toolkit.demo import write_demo

_NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
_LOAD = _NOTEBOOKS / "01_load_reports.ipynb"
_PLOTLY = "application/vnd.plotly.v1+json"
_STATES = ["有申请 requests", "零申请 zero", "空白 blank", "无法识别 unreadable", "缺报告 missing"]
SECONDS = 60  # of one notebook, on a machine with other work to do

Outputs = dict[str, list[Any]]
"""What each code cell put out, by the cell's id."""


@pytest.fixture(autouse=True)
def _clean_kernel(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel that finds the toolkit, reads no settings of this user and leaves its files with the test."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("PYTHONPATH", str(root), prepend=os.pathsep)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.delenv("PLOTLY_RENDERER", raising=False)


def run(path: Path, **parameters: object) -> Outputs:
    """Runs a notebook with its one cell of parameters changed, and returns what its cells put out."""
    return outputs_of(executed(path, **parameters))


def executed(path: Path, **parameters: object) -> Any:
    """Runs a notebook with its one cell of parameters changed; raises what a cell raises."""
    notebook = nbformat.read(path, as_version=4)
    cell = next(cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ()))
    cell.source += "".join(f"\n{name} = {value!r}" for name, value in parameters.items())
    resources = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, kernel_name="python3", timeout=SECONDS, resources=resources).execute()
    return notebook


def outputs_of(notebook: Any) -> Outputs:
    return {cell.id: cell.outputs for cell in notebook.cells if cell.cell_type == "code"}


def text(outputs: list[Any]) -> str:
    """What a cell shows, as one text: printed words and HTML."""
    parts = [output.get("text", "") + "".join(output.get("data", {}).get("text/html", "")) for output in outputs]
    return "\n".join(parts)


def figure(outputs: list[Any]) -> Any:
    (output,) = outputs
    return output["data"][_PLOTLY]


def assert_clean(outputs: Outputs) -> None:
    """No cell failed, warned or wrote to standard error."""
    for name, some in outputs.items():
        assert [output for output in some if output["output_type"] == "error"] == [], name
        assert [output for output in some if output.get("name") == "stderr"] == [], name
        assert "Warning" not in text(some), name


def assert_figures(outputs: Outputs) -> None:
    """Both figures are there, with all five states, and without plotly's button that sends a figure to its makers."""
    for name in ("states-figure", "tiles-figure"):
        drawn = figure(outputs[name])
        assert [trace["name"].split(":")[0] for trace in drawn["data"]] == _STATES
        assert len({trace["marker"]["color"] for trace in drawn["data"]}) == 5
        assert drawn["layout"]["title"]["subtitle"]["text"]
        assert drawn["config"]["showSendToCloud"] is False


# ------------------------------------------------------------------------------------------------------ as committed
@pytest.mark.parametrize("path", sorted(_NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs_with_its_kernel_and_one_cell_of_parameters(path: Path) -> None:
    notebook = json.loads(path.read_text("utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["id"] for cell in code if cell["outputs"] or cell["execution_count"] is not None] == []
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert [cell["metadata"].get("tags") for cell in code] == [["parameters"]] + [None] * (len(code) - 1)


# --------------------------------------------------------------------------------------- 01: from a folder to frames
@pytest.mark.slow
def test_load_reports_answers_its_questions_on_a_small_demo(tmp_path: Path) -> None:
    reports = write_demo(tmp_path / "demo", agencies=6, years=(2021, 2023)) / "reports"
    corpus = tk.load(reports, progress=False)
    outputs = run(_LOAD, REPORTS=str(reports), EXPORT=str(tmp_path / "export"))
    assert_clean(outputs)
    assert_figures(outputs)

    statuses = text(outputs["documents-by-status"])
    for code in ("read", "not_a_report", "interpretation", "unreadable", "empty", "binary", "unsupported_format"):
        assert code in statuses
    assert "解读" in text(outputs["unread"])
    assert f"of {corpus.reports.height} reports are in no row" in text(outputs["left-out"])
    assert '<div class="ogi ogi-report"' in text(outputs["report"])
    assert "收到和处理政府信息公开申请情况" in text(outputs["report"])
    assert "grid_column" in text(outputs["place"])
    for name in ("reports-by-year", "doubts", "states", "states-examples", "convention", "leftovers", "panel"):
        assert "<table" in text(outputs[name]), name
    for name in ("as read", "with metadata", "2024-01-31", "user"):
        assert name in text(outputs["metadata"])

    # What is shown as proof is marked where it stands.
    proof = text(outputs["proof"])
    assert '<div class="ogi ogi-evidence"' in proof
    assert ('<td class="lit">' in proof) != ("<mark>" in proof)

    assert_figure_counts(figure(outputs["states-figure"]), corpus)
    assert_exported(tmp_path / "export", corpus)


def assert_figure_counts(drawn: Any, corpus: tk.Corpus) -> None:
    """The bars add up to the agency-years of each state."""
    counted = dict(corpus.agency_years.group_by("state").len().iter_rows())
    bars = {trace["name"].split()[1].rstrip(":"): sum(trace["y"]) for trace in drawn["data"]}
    assert bars == {state: counted.get(state, 0) for state in bars}


def assert_exported(folder: Path, corpus: tk.Corpus) -> None:
    """What was exported is the panel; Excel sees by the mark at its start that the CSV is UTF-8."""
    assert pl.read_parquet(folder / "panel.parquet").equals(corpus.panel)
    assert pl.read_parquet(folder / "cells.parquet").equals(corpus.cells)
    content = (folder / "panel.csv").read_bytes()
    assert content.startswith(codecs.BOM_UTF8)
    assert content.decode("utf-8-sig").count("\n") == corpus.panel.height + 1


@pytest.mark.slow
def test_load_reports_without_a_demo_writes_one_and_says_so(tmp_path: Path) -> None:
    alone = tmp_path / "elsewhere" / "notebooks"
    alone.mkdir(parents=True)
    began = time.monotonic()
    outputs = run(Path(shutil.copy(_LOAD, alone)))
    assert time.monotonic() - began < SECONDS
    assert_clean(outputs)
    assert_figures(outputs)
    assert "../demo/reports is not there: a demo corpus was written to" in text(outputs["setup"])
    assert list(tmp_path.glob("tmp/ogi-demo-*/reports"))
    assert [path.name for path in alone.parent.iterdir()] == ["notebooks"]


@pytest.mark.slow
def test_load_reports_on_real_reports_by_papermill(tmp_path: Path, real_reports: Path) -> None:
    done = papermill.execute_notebook(
        _LOAD, tmp_path / "done.ipynb", parameters={"REPORTS": str(real_reports)}, cwd=_NOTEBOOKS, progress_bar=False
    )
    outputs = outputs_of(done)
    assert_clean(outputs)
    assert_figures(outputs)
    assert "忻州市生态环境局神池分局" in text(outputs["report"])
    assert "of 2 agency-years" in figure(outputs["states-figure"])["layout"]["title"]["text"]


@pytest.mark.slow
def test_load_reports_makes_no_demo_of_a_mistyped_folder(tmp_path: Path) -> None:
    with pytest.raises(CellExecutionError, match="SourceError"):
        run(_LOAD, REPORTS=str(tmp_path / "reprots"))
    assert list((tmp_path / "tmp").glob("ogi-*")) == []


@pytest.mark.slow
def test_load_reports_stops_where_nothing_was_read(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "empty.txt").touch()
    with pytest.raises(CellExecutionError, match="None of these files was read as a report"):
        run(_LOAD, REPORTS=str(tmp_path / "reports"))


# ------------------------------------------------------------------------------------ 02: from frames to findings
_CHECK = _NOTEBOOKS / "02_check_the_rules.ipynb"


@pytest.mark.slow
def test_check_the_rules_answers_its_questions_on_a_small_demo(tmp_path: Path) -> None:
    reports = write_demo(tmp_path / "demo", agencies=20, years=(2021, 2023)) / "reports"
    corpus = tk.load(reports, progress=False)
    findings = tk.check(corpus)
    outputs = run(_CHECK, REPORTS=str(reports), DOCS=str(tmp_path / "docs"))
    assert_clean(outputs)
    for name in ("rules-figure", "counts-figure"):
        assert figure(outputs[name])["config"]["showSendToCloud"] is False
        assert figure(outputs[name])["data"]
    assert f"{findings.frame.height:,} findings" in text(outputs["check"])
    for rule in findings.summary()["rule"]:
        assert rule in text(outputs["verdicts"])
    worst = findings.frame.filter(suite="identities", severity="critical").group_by("report_id").len()
    most = worst.sort("len", "report_id", descending=[True, False]).row(0)
    assert text(outputs["report"]).count('class="highlighted') or "highlighted" in text(outputs["report"])
    evidence = text(outputs["evidence"])
    # In a table, in lines, or in a picture of the page: by the format of the report that it happens to be.
    assert sum(sign in evidence for sign in ('class="lit"', "<mark>", "<img ")) == 1
    messages = findings.frame.filter(report_id=most[0])
    for message in messages["message_zh"]:
        assert message[:40] in text(outputs["messages"])
    assert "reports without a request" in text(outputs["zero"])
    assert (tmp_path / "docs" / "index.html").is_file()
    assert "expectations met" in text(outputs["docs"])


@pytest.mark.slow
def test_check_the_rules_on_real_reports_that_keep_them(tmp_path: Path, real_reports: Path) -> None:
    outputs = run(_CHECK, REPORTS=str(real_reports), DOCS=str(tmp_path / "docs"))
    assert_clean(outputs)
    assert "忻州市生态环境局神池分局" in text(outputs["report"])
    assert "gaps.zero_requests" in text(outputs["messages"])


# ------------------------------------------------------------------------ 03 to 07: questions to the whole corpus
_QUESTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "03_write_your_own_rule": {
        "figures": ("figure",),
        "tables": ("frame", "first", "first-found", "report", "unknown", "together"),
    },
    "04_zero_request_agencies": {
        "figures": ("states-figure", "shares-figure", "level-figure", "kind-figure", "map-figure", "streaks-figure"),
        "tables": ("states", "streaks", "rules", "all-zero", "disputes", "report"),
    },
    "05_inconsistent_counts": {
        "figures": ("flow-figure", "outcomes-figure", "years-figure", "counts-figure", "claims-figure"),
        "tables": ("check", "sizes", "crossing", "report", "messages", "claims", "unknown"),
    },
    "06_years_and_regions": {
        "figures": (
            "coverage-map",
            "chains-figure",
            "findings-figure",
            "regions-map",
            "cities-figure",
            "zero-figure",
            "reuse-figure",
            "dates-figure",
        ),
        "tables": ("coverage", "holes", "steps", "per-report", "regions"),
    },
    "07_dashboard": {
        "figures": ("rules-figure", "counts-figure", "states-figure", "zero-figure", "years-figure"),
        "tables": ("explore", "gravest", "report", "province", "part"),
    },
}


def assert_answers(name: str, outputs: Outputs) -> None:
    """Every figure is drawn, without a button that leads out of this machine, and every table is there."""
    assert_clean(outputs)
    for cell in _QUESTIONS[name]["figures"]:
        drawn = figure(outputs[cell])
        assert drawn["layout"]["title"]["text"], cell
        assert drawn["config"]["showSendToCloud"] is False, cell
    for cell in _QUESTIONS[name]["tables"]:
        assert "<table" in text(outputs[cell]), cell


@pytest.fixture(scope="module")
def small_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demo(tmp_path_factory.mktemp("questions"), agencies=16, years=(2021, 2023)) / "reports"


@pytest.mark.slow
@pytest.mark.parametrize("name", _QUESTIONS)
def test_a_question_is_answered_on_a_small_demo(name: str, small_demo: Path) -> None:
    outputs = run(_NOTEBOOKS / f"{name}.ipynb", REPORTS=str(small_demo))
    assert_answers(name, outputs)
    # Nobody copies in the demo: that is said without squares.
    drawn = [cell for cell in _QUESTIONS[name]["figures"] if cell != "reuse-figure"]
    assert all(figure(outputs[cell])["data"] for cell in drawn)


@pytest.mark.slow
@pytest.mark.parametrize("name", _QUESTIONS)
def test_a_question_is_answered_on_real_reports(name: str, real_reports: Path) -> None:
    outputs = run(_NOTEBOOKS / f"{name}.ipynb", REPORTS=str(real_reports))
    assert_answers(name, outputs)


@pytest.mark.slow
def test_a_rule_of_ones_own_is_saved_and_run_from_the_command_too(small_demo: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    outputs = run(_NOTEBOOKS / "03_write_your_own_rule.ipynb", REPORTS=str(small_demo), SUITE=str(path))
    told = tk.check(tk.load(small_demo, progress=False), path)
    assert told.summary()["rule"].to_list() == ["mine.asked_elsewhere", "mine.sued_after_review"]
    assert told.frame.height > 0
    assert f"{told.frame.height} findings, {told.unknown.height} rows not judged" in text(outputs["command"])
    assert "highlighted" in text(outputs["report"])


@pytest.mark.slow
def test_the_dashboard_is_written_of_the_province_asked_for_and_the_explorer_kept_as_a_summary(
    small_demo: Path, tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLOTLY_RENDERER", "notebook")
    page = tmp_path / "page.html"
    path = _NOTEBOOKS / "07_dashboard.ipynb"
    notebook = executed(path, REPORTS=str(small_demo), PROVINCE="山西省", PAGE=str(page))
    outputs = outputs_of(notebook)
    own = tk.load(small_demo, progress=False).filter(regions="山西省").reports.height
    assert own > 0
    assert f"{own} of " in text(outputs["page"])
    held = Elements(page.read_text("utf-8"))
    told = json.dumps([held.held(name) for name in ("data", "tables")], ensure_ascii=False)
    assert "山西省" in told
    assert "江苏省" not in told
    summary, widget = outputs["explore"]
    assert '<div class="ogi ogi-explorer' in summary["data"]["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in widget["data"]

    # As anybody renders it: the summary is there, whatever a network brings.
    plain, _ = HTMLExporter().from_notebook_node(notebook)  # type: ignore[no-untyped-call]
    assert '<div class="ogi ogi-explorer' in plain

    # As `make notebooks` renders it: without the widget, whose script a page would ask a network for.
    config = Config({"ClearMetadataPreprocessor": {"enabled": True}})
    rendered, _ = HTMLExporter(config=config).from_notebook_node(notebook)  # type: ignore[no-untyped-call]
    assert '<div class="ogi ogi-explorer' in rendered
    offline = without_network(rendered)
    assert 'src="http' in rendered
    assert 'src="http' not in offline
    assert "unpkg.com" not in rendered
    assert "--ClearMetadataPreprocessor.enabled=True" in (root / "Makefile").read_text("utf-8")


def test_a_progress_bar_that_is_gone_leaves_nothing_on_a_rendered_page() -> None:
    widget = new_output("display_data", {"text/plain": "Output()"})
    told = new_output("execute_result", {"text/plain": "Output() stays here"}, execution_count=1)
    notebook = new_notebook(cells=[new_code_cell("load()", outputs=[widget, told], execution_count=1)])
    rendered, _ = HTMLExporter().from_notebook_node(notebook)  # type: ignore[no-untyped-call]
    assert "<pre>Output()</pre>" in rendered
    offline = without_network(rendered)
    assert "<pre>Output()</pre>" not in offline
    assert "Output() stays here" in offline
    assert offline.count("<div") == offline.count("</div>")
