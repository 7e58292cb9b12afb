"""A second opinion on the rules of dates: the verdicts a true report deserves, worked out from its dates alone.

A township and a street office are not named by article 49: late is worth a look, in time is unknown. A verdict that is
not told is a pass.
"""

from collections.abc import Iterator
from datetime import date

from tests.rules.oracle import Expected
from toolkit.demo.model import TrueReport

_UNTIL_MARCH = ("government", "committee")


def date_verdicts(report: TrueReport) -> frozenset[Expected]:
    """Returns every verdict but the passes that the dates of a report deserve."""
    return frozenset((*_deadline(report), *_order(report)))


def _deadline(report: TrueReport) -> Iterator[Expected]:
    """`timeliness.deadline`: the day itself is in time."""
    unnamed = report.agency.level == "township" or report.agency.kind == "subdistrict"
    march = unnamed or report.agency.kind in _UNTIL_MARCH
    last = date(report.year + 1, 3, 31) if march else date(report.year + 1, 1, 31)
    severity = "info" if unnamed else "warning"
    if report.published is not None and report.published > last:
        yield Expected("timeliness.deadline", severity, "fail")
    elif unnamed or report.published is None:
        yield Expected("timeliness.deadline", severity, "unknown")


def _order(report: TrueReport) -> Iterator[Expected]:
    """`dates.order`: one finding a report, whatever is out of order; a date alone is judged by itself."""
    told = [day for day in (report.signed, report.published) if day is not None]
    if not told:
        yield Expected("dates.order", "warning", "unknown")
    elif told != sorted(told) or min(told) < date(report.year, 12, 31):
        yield Expected("dates.order", "warning", "fail")
