"""All blind layouts by name, and the files they make."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import NamedTuple
from unittest.mock import patch

from tests.blind_layouts.articles import Article, article
from tests.blind_layouts.drawn_layouts import DRAWN_LAYOUTS, POSTER
from tests.blind_layouts.excel_layouts import EXCEL_LAYOUTS
from tests.blind_layouts.layout import Draft, Layout
from tests.blind_layouts.office_layouts import OFFICE_LAYOUTS
from tests.blind_layouts.print_layouts import PRINT_LAYOUTS
from tests.blind_layouts.programs import finished, there
from tests.blind_layouts.scans import SCANS, Scan
from tests.blind_layouts.word_layouts import WORD_LAYOUTS
from toolkit.demo.model import Printed, TrueReport
from toolkit.demo.truth import true_reports

LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {**DRAWN_LAYOUTS, **PRINT_LAYOUTS, **OFFICE_LAYOUTS, **WORD_LAYOUTS, **EXCEL_LAYOUTS}
)
KINDS: Mapping[str, str] = MappingProxyType(
    {name: one.kind for name, one in LAYOUTS.items()} | {name: scan.kind for name, scan in SCANS.items()}
)
OF_EACH = 6
_SEEDS = (101, 211, 307, 401, 503, 601)
_MANY = 40


class Specimen(NamedTuple):
    """A file with its truth, and the article it was made of."""

    printed: Printed
    article: Article


@cache
def _reports(seed: int, long: bool) -> tuple[TrueReport, ...]:
    if long:
        return tuple(true_reports(24, (2019, 2024), seed))
    # Without the sentences that only one agency tells: the layouts were drawn and measured with prose of that length.
    with patch("toolkit.demo.prose._own", return_value=""):
        return tuple(true_reports(24, (2019, 2024), seed))


def reports_for(name: str, count: int, *, long: bool = False) -> list[TrueReport]:
    """Returns reports for a layout: of both forms in turn, all but the last with many numbers above zero.

    Args:
        name: of the layout.
        count: how many.
        long: whether their prose is as long as the demo's; their numbers are the same either way.
    """
    rng = Random(f"reports/{name}")
    everyone = _reports(rng.choice(_SEEDS), long)
    full = [report for report in everyone if sum(bool(value) for value in report.numbers.values()) >= _MANY]
    forms = [[report for report in full if report.template_requests == form] for form in ("2019", "2021")]
    chosen = [report for pair in zip(*(rng.sample(of, count) for of in forms), strict=True) for report in pair]
    return [*chosen[: count - 1], rng.choice([report for report in everyone if report not in chosen])]


def drafted(layout: Layout, count: int, *, long: bool | None = None) -> list[tuple[Article, Draft]]:
    """Returns articles of a layout with their drafts.

    Args:
        layout: the layout.
        count: how many.
        long: whether their prose is long; None where every other PDF has long prose, and no other file.
    """
    made = []
    short = reports_for(layout.name, count)
    for number, report in enumerate(short if long is False else reports_for(layout.name, count, long=True)):
        is_long = long if long is not None else layout.kind == "pdf" and number % 2 == 1
        rng = Random(f"{layout.name}/{number}")
        written = article(report if is_long else short[number], rng, layout.style, dated=rng.random() < layout.dated)
        made.append((written, layout.make(written, rng)))
    return made


def specimens(folder: Path, of_each: int = OF_EACH, names: Sequence[str] | None = None) -> list[Specimen]:
    """Returns the files of all layouts that can be made here, scans with them.

    Args:
        folder: an empty one, for what programs leave.
        of_each: files of each layout; scans have their own number.
        names: only layouts and scans of these names.
    """
    wanted = set(KINDS if names is None else names)
    able = {name: one for name, one in {**LAYOUTS, POSTER.name: POSTER}.items() if one.needs <= there()}
    scans = [scan for scan in SCANS.values() if scan.name in wanted and scan.base in able]
    drafts = [(name, "", *pair) for name, one in able.items() if name in wanted for pair in drafted(one, of_each)]
    for scan in scans:
        base = drafted(able[scan.base], OF_EACH, long=scan.long)
        drafts += [(scan.base, scan.name, *pair) for pair in base[: scan.files]]
    shown: list[Specimen] = []
    numbers: Counter[tuple[str, str]] = Counter()
    for (name, of, written, draft), data in zip(drafts, finished([each[3] for each in drafts], folder), strict=True):
        number = numbers[name, of]
        numbers[name, of] += 1
        made = Printed(f"{name}-{number}.{draft.ends_as or draft.ending}", data, written.truth, name)
        shown.append(_scanned(SCANS[of], number, Specimen(made, written)) if of else Specimen(made, written))
    return shown


def _scanned(scan: Scan, number: int, base: Specimen) -> Specimen:
    data = scan.make(base.printed.data, Random(f"{scan.name}/{number}"))
    file = Printed(f"{scan.name}-{number}.{scan.ending}", data, base.printed.truth, scan.name)
    return Specimen(file, base.article)
