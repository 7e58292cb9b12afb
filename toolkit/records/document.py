"""One input file and what became of it."""

from typing import NamedTuple

from toolkit.records.parsed import ParsedReports
from toolkit.records.report import Report

DOCUMENT_STATUSES = ("read", "duplicate", "not_a_report", "unreadable")
NOT_READ_TWICE = "Not read a second time."
"""How the detail of a document begins whose second reading, asked for, failed."""


class Document(NamedTuple):
    """One input file and what became of it.

    Attributes:
        source: the path as given by the user, with `/` between its parts.
        format: `html`, `txt`, `md`, …, as found in the content, else by the name's ending.
        bytes: size; None when the file could not be looked at.
        sha256: hex digest of the content; None when it could not be read.
        status: `read`, `duplicate`, `not_a_report` or `unreadable`.
        reason: a short code (`empty`, `binary`, `too_large`, …), None when read.
        detail: one sentence for a person, None when read; of a parsed table what was read with doubt, and why a
            document was not read a second time.
        reports: the reports found in it.
        parsed: those of a parsed table, in place of `reports`.
    """

    source: str
    format: str | None
    bytes: int | None
    sha256: str | None
    status: str
    reason: str | None = None
    detail: str | None = None
    reports: tuple[Report, ...] = ()
    parsed: ParsedReports | None = None
