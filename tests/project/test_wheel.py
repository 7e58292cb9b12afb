"""The wheel, as a user without the checkout gets it."""

import subprocess
import sys
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZipFile]:
    folder = tmp_path_factory.mktemp("wheel")
    # Hatchling straight, as `build` would call it, but without a fresh environment and so without the network.
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("*.whl")
    with ZipFile(path) as archive:
        yield archive


def _metadata_file(wheel: ZipFile, name: str) -> str:
    (member,) = (member for member in wheel.namelist() if member.endswith(f".dist-info/{name}"))
    return wheel.read(member).decode("utf-8")


def test_every_file_of_the_package_travels(wheel: ZipFile, root: Path) -> None:
    here = {
        path.relative_to(root).as_posix()
        for path in (root / "toolkit").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert "toolkit/codebook/codebook.toml" in here
    assert here - set(wheel.namelist()) == set()


def test_the_suites_travel_inside_the_package(wheel: ZipFile, root: Path) -> None:
    suites = {
        f"toolkit/_expectations/{path.relative_to(root / 'expectations').as_posix()}"
        for path in (root / "expectations").rglob("*")
        if path.is_file()
    }
    assert "toolkit/_expectations/README.md" in suites
    assert {name for name in wheel.namelist() if name.startswith("toolkit/_expectations/")} == suites


def test_nothing_else_travels(wheel: ZipFile) -> None:
    assert {name.split("/")[0] for name in wheel.namelist() if ".dist-info/" not in name} == {"toolkit"}


def test_the_command_the_licence_and_the_python_are_told(wheel: ZipFile) -> None:
    facts = Parser().parsestr(_metadata_file(wheel, "METADATA"))
    assert facts["Name"] == "ogi-toolkit"
    assert facts["License-Expression"] == "MIT"
    assert facts["Requires-Python"] == ">=3.11"
    assert _metadata_file(wheel, "licenses/LICENSE").startswith("MIT License")
    assert "ogi = toolkit.cli:main" in _metadata_file(wheel, "entry_points.txt")
