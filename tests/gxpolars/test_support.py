"""What runs on polars is told, and told truly; nothing is imported before it is needed."""

import subprocess
import sys
from pathlib import Path

import great_expectations.expectations as gxe

from toolkit.gxpolars.page import page
from toolkit.gxpolars.support import is_supported, refusal, supported_types


def test_the_page_is_current(root: Path) -> None:
    told = (root / "docs" / "gxpolars.md").read_text(encoding="utf-8")
    assert told == page(), "python -m toolkit.gxpolars.page > docs/gxpolars.md"


def test_every_expectation_of_the_core_runs_or_has_a_reason_not_to() -> None:
    assert "| no: |" not in page()
    assert "no:  |" not in page()


def test_support_is_told_of_classes_and_of_expectations() -> None:
    assert is_supported(gxe.ExpectColumnMaxToBeBetween)
    assert is_supported(gxe.ExpectColumnValuesToBeUnique(column="a"))
    assert not is_supported(gxe.ExpectColumnValuesToBeOfType)
    assert "expect_column_values_to_be_unique" in supported_types()


def test_a_metric_that_nobody_knows_is_refused_too() -> None:
    assert str(refusal("column.shape")) == "The metric 'column.shape' has nothing on polars."


def test_great_expectations_comes_when_it_is_needed(root: Path) -> None:
    code = (
        "import sys, toolkit; assert 'toolkit.gxpolars' not in sys.modules\n"
        "from toolkit import gxpolars; gxpolars.MapCondition, gxpolars.RowMasks\n"
        "assert not {'great_expectations', 'pandas'} & sys.modules.keys()\n"
        "gxpolars.PolarsDatasource\n"
        "import great_expectations as gx\n"
        "assert gx.get_context(mode='ephemeral').data_sources.add_polars('frames')\n"
        "assert 'pyarrow' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=root, check=True)
