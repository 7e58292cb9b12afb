"""What all tests share."""

from pathlib import Path

import pytest
from hypothesis import settings

_ROOT = Path(__file__).resolve().parent.parent

# The same examples in every run, and a slow machine is no failure.
settings.register_profile("project", derandomize=True, deadline=None)
settings.load_profile("project")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    # Doctests are for toolkit/: without this, `--doctest-modules` imports what tests share as if it were tests.
    return True if collection_path.suffix == ".py" and not collection_path.name.startswith("test_") else None


@pytest.fixture(scope="session")
def root() -> Path:
    """Returns the project's own folder."""
    return _ROOT


@pytest.fixture(scope="session")
def real_reports() -> Path:
    """Returns the folder of real reports that may lie beside the project; skips the test where it does not."""
    folder = _ROOT.parent / "shared" / "reports"
    if not folder.is_dir():
        pytest.skip("no real reports beside the project")
    return folder
