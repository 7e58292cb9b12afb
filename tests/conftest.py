"""What all tests share."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from toolkit.documents.conversion import find_libreoffice

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


@pytest.fixture(scope="session")
def libreoffice() -> str:
    """Returns LibreOffice's program; skips the test where there is none, except where all tests must run."""
    found = find_libreoffice()
    if found is None and os.environ.get("CI") != "true":
        pytest.skip("no LibreOffice here: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui")
    assert found is not None, "with CI=true LibreOffice must be installed"
    return found
