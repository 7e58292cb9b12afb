"""The official forms as data: tables, rows, columns, sums and wordings, from `codebook.toml`."""

from toolkit.codebook.loader import load_codebook, shipped_codebook
from toolkit.codebook.model import TABLES, Block, Codebook, Name, SectionName, Template

__all__ = ["TABLES", "Block", "Codebook", "Name", "SectionName", "Template", "load_codebook", "shipped_codebook"]
