"""docs/parsed_input.md: every mapping it shows can be loaded, and it names all that may be told."""

import re
from pathlib import Path

import pytest

from toolkit.codebook import shipped_codebook
from toolkit.extraction import load_mapping
from toolkit.extraction.mapping import CELL, FACTS


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "parsed_input.md").read_text("utf-8")


def test_every_mapping_shown_can_be_loaded(page: str, tmp_path: Path) -> None:
    shown = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert len(shown) == 3
    for text in shown:
        (tmp_path / "mapping.toml").write_text(text, "utf-8")
        assert load_mapping(tmp_path / "mapping.toml", shipped_codebook()).columns


def test_every_column_that_is_read_is_told(page: str) -> None:
    told = set(re.findall(r"`(\w+)`", page))
    assert {*FACTS, *CELL} - told == {"template"}
