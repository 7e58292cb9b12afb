"""What README and docs/ tell a reader to do, and where they send him, is there."""

import re
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def pages(root: Path) -> dict[Path, str]:
    paths = [root / "README.md", root / "CHANGELOG.md", *sorted((root / "docs").glob("*.md"))]
    return {path: path.read_text(encoding="utf-8") for path in paths}


@pytest.fixture(scope="module")
def targets(root: Path) -> set[str]:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


def test_every_make_command_told_is_a_target(pages: dict[Path, str], targets: set[str]) -> None:
    told = {(path.name, name) for path, text in pages.items() for name in re.findall(r"^make ([a-z]+)", text, re.M)}
    told |= {(path.name, name) for path, text in pages.items() for name in re.findall(r"`make ([a-z]+)", text)}
    assert {("README.md", "demo"), ("README.md", "test")} <= told
    assert {(page, name) for page, name in told if name not in targets} == set()


def test_every_target_a_person_calls_explains_itself_in_make_help(root: Path, targets: set[str]) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    assert targets == set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))


def test_every_link_to_a_file_of_ours_leads_somewhere(pages: dict[Path, str]) -> None:
    links = [(path, link) for path, text in pages.items() for link in re.findall(r"\]\(([^)#\s]+)", text)]
    ours = [(path, link) for path, link in links if "://" not in link]
    assert ours
    assert [(path.name, link) for path, link in ours if not (path.parent / link).exists()] == []
