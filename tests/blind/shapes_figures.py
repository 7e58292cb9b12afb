"""Pages whose numbers are printed in other ways: thousands, full-width digits, zeros left blank."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.blind.infrastructure import Key, Number, sections_of
from tests.blind.printed_files import shape
from tests.blind.printed_pages import Dress, any_dress, bare, marked, on_site
from tests.blind.printed_prose import sheet_of
from tests.blind.printed_tables import Box, Show, digits, draw
from toolkit.demo.model import TrueReport

WIDE = str.maketrans("0123456789.-", "０１２３４５６７８９．－")


def _page(report: TrueReport, rng: Random, show: Show, dress: Dress) -> tuple[str, TrueReport]:
    sheet, tables = sheet_of(report, rng), draw(report, show)
    return on_site(report, rng, sheet, tables, [marked(table, dress) for table in tables.all])


def _magnified(report: TrueReport, rng: Random) -> TrueReport:
    """Returns the report with larger counts: all identities of the form still hold, for every count grows alike."""
    by = rng.choice((117, 1_203, 12_011))
    numbers = {
        key: value * by if isinstance(value, int) and key[0] != "disclosure" else value
        for key, value in report.numbers.items()
    }
    for key in (("disclosure", "penalties", "decisions"), ("disclosure", "licensing", "decisions")):
        numbers[key] = rng.randrange(1_000, 2_400_000)
    changed = replace(report, numbers=numbers)
    return replace(changed, sections=sections_of(changed, rng))


def _in_thousands(mark: str, decimals: bool) -> Show:
    def show(key: Key, value: Number) -> tuple[str, Number]:
        if isinstance(value, int | float):
            amount = decimals and key[2] == "amount"
            return (f"{value:,.4f}" if amount else f"{value:,}").replace(",", mark), value
        return digits(key, value)

    return show


@shape("official")
def thousands_by_comma(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Thousands parted by a comma; amounts with four decimals in some."""
    return _page(_magnified(report, rng), rng, _in_thousands(",", rng.random() < 0.5), any_dress(rng))


@shape("official", code="gbk")
def thousands_in_gbk(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Thousands parted by a full-width comma or a plain one, in table 3 or everywhere; GBK that says so."""
    large = _magnified(report, rng)
    parted = _in_thousands(rng.choice((",", "，")), decimals=False)
    only = rng.choice(("requests", ""))

    def show(key: Key, value: Number) -> tuple[str, Number]:
        return parted(key, value) if only in ("", key[0]) else digits(key, value)

    sheet, tables, dress = sheet_of(large, rng), draw(large, show), any_dress(rng)
    return on_site(large, rng, sheet, tables, [marked(table, dress) for table in tables.all], "gbk")


@shape("official")
def wide_digits(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """All numbers in full-width digits."""
    return _page(report, rng, lambda key, value: (digits(key, value)[0].translate(WIDE), value), any_dress(rng))


@shape("official")
def wide_digits_here_and_there(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Some numbers in full-width digits, numerals of the labels as well; full-width spaces beside them."""

    def show(key: Key, value: Number) -> tuple[str, Number]:
        text, truth = digits(key, value)
        return (f"{text.translate(WIDE)}{rng.choice(('', '　'))}" if rng.random() < 0.4 else text), truth

    sheet, tables = (
        sheet_of(report, rng),
        draw(report, show).relabelled(lambda label: label.translate(WIDE), "requests"),
    )
    dress = any_dress(rng)
    return on_site(report, rng, sheet, tables, [marked(table, dress) for table in tables.all])


def _without_zeros(kept: Callable[[Key], bool]) -> Show:
    def show(key: Key, value: Number) -> tuple[str, Number]:
        return ("", None) if value == 0 and not kept(key) else digits(key, value)

    return show


@shape("official")
def zeros_as_empty_cells(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Zeros left out, their cells quite empty; in some reports the totals say 0 all the same."""
    totals = rng.random() < 0.4
    show = _without_zeros(lambda key: totals and "total" in key)
    return _page(report, rng, show, Dress(bare, heads=rng.random() < 0.5, body=rng.random() < 0.5))


@shape("official")
def zeros_as_nbsp(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Zeros left out in tables 3 and 4, or in all: a paragraph or span with &nbsp;, or with white space."""
    dress, everywhere = any_dress(rng), rng.random() < 0.5
    blank = rng.choice(("&nbsp;", "&nbsp;&nbsp;", "　", "\n    "))

    def inner(box: Box) -> str:
        return dress.inner(box) if box.text else dress.inner(replace(box, text="\uf8ff")).replace("\uf8ff", blank)

    show = _without_zeros(lambda key: key[0] == "disclosure" and not everywhere)
    return _page(report, rng, show, replace(dress, inner=inner))
