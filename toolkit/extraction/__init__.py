"""Blocks → reports: titles, sections, the three tables, and what says that a document is no report."""

from toolkit.extraction.report import Extraction, extract_reports
from toolkit.extraction.second import with_second_readings

__all__ = ["Extraction", "extract_reports", "with_second_readings"]
