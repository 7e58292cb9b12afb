"""requirements.lock: plain pins, and all that the project declares."""

import re
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@pytest.fixture(scope="module")
def pins(root: Path) -> list[str]:
    lines = (root / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_every_line_is_a_name_and_a_version_and_no_address(pins: list[str]) -> None:
    assert pins
    assert [line for line in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.+!]*", line)] == []


def test_nothing_is_pinned_twice(pins: list[str]) -> None:
    names = [canonicalize_name(line.split("==")[0]) for line in pins]
    assert sorted(set(names)) == sorted(names)


def test_the_lock_holds_all_that_the_project_needs_at_the_version_installed(pins: list[str]) -> None:
    locked = {str(canonicalize_name(name)): version for name, version in (line.split("==") for line in pins)}
    needed = _closure("ogi-toolkit", {"dev", "lab"})
    assert {"polars", "pytest", "jupyterlab"} <= needed.keys()
    assert {name: version for name, version in needed.items() if locked.get(name) != version} == {}


def _closure(project: str, extras: set[str]) -> dict[str, str]:
    """Returns name → installed version of everything that `project[extras]` needs here, itself left out."""
    found: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [(project, extra) for extra in ("", *sorted(extras))]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        found[name] = metadata.version(name)
        for text in metadata.requires(name) or []:
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
                needed = canonicalize_name(requirement.name)
                waiting += [(needed, wanted) for wanted in ("", *requirement.extras)]
    del found[project]
    return found
