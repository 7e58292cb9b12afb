"""Blocks → a report, and a parsed table → its reports: title, sections, tables, numbers, each with its place."""

from toolkit.extraction.mapping import TableMapping, load_mapping
from toolkit.extraction.parsed import read_parsed
from toolkit.extraction.report import Extraction, extract_reports
from toolkit.extraction.second import with_second_readings

__all__ = [
    "Extraction",
    "TableMapping",
    "extract_reports",
    "load_mapping",
    "read_parsed",
    "with_second_readings",
]
