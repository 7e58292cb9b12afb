"""Pages whose merged cells are right, say 99, or were cut by the system that shows them."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from tests.blind.printed_files import NEW, shape
from tests.blind.printed_pages import Dress, any_dress, bare, in_font, in_paragraph, in_spans, marked, on_site
from tests.blind.printed_prose import sheet_of
from tests.blind.printed_tables import RESULTS, Box, Table, draw
from toolkit.demo.model import TrueReport


@shape("official")
def spans_right_and_bare(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Merged cells right, nothing around the texts, rows with or without a tbody."""
    sheet, tables = sheet_of(report, rng), draw(report)
    dress = Dress(bare, heads=False, body=rng.random() < 0.5)
    return on_site(report, rng, sheet, tables, [marked(table, dress) for table in tables.all])


@shape("official")
def spans_right_with_heads(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Merged cells right, head rows of th in a thead, a paragraph or spans in every cell."""
    sheet, tables = sheet_of(report, rng), draw(report)
    dress = Dress(rng.choice((in_paragraph, in_spans)), heads=True, attributes=' class="tb" style="width:100%"')
    return on_site(report, rng, sheet, tables, [marked(table, dress) for table in tables.all])


def _reaching(table: Table, text: str, tall: int) -> Table:
    return tuple(replace(box, tall=tall) if box.text == text else box for box in table)


@shape("own")
def results_claim_99(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """The cell 三、本年度办理结果 claims 99 rows, in a table that has 25 rows of numbers or fewer."""
    sheet, tables = sheet_of(report, rng), draw(report)
    dress = any_dress(rng)
    three = (tables.disclosure, _reaching(tables.requests, RESULTS, 99), tables.review)
    return on_site(report, rng, sheet, tables, [marked(table, dress) for table in three])


@shape("own", forms=("2021", "2021"), years=NEW)
def fifteen_claim_99(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """三、本年度办理结果 says 99 where it reaches over 15 rows: an empty cell (or the words again) has the others."""
    sheet, tables = sheet_of(report, rng), draw(report)
    (results,) = (box for box in tables.requests if box.text == RESULTS)
    rest = Box(rng.choice(("", RESULTS)), results.top + 15, 0, results.tall - 15)
    requests = sorted((*_reaching(tables.requests, RESULTS, 99), rest), key=lambda box: (box.top, box.left))
    dress = replace(any_dress(rng), inner=rng.choice((bare, in_font, in_spans)))
    three = (tables.disclosure, tuple(requests), tables.review)
    return on_site(report, rng, sheet, tables, [marked(table, dress) for table in three])


def _halves(table: Table, cut: int, again: str | None) -> tuple[Table, Table]:
    """Cuts table 3 above a row.

    Args:
        table: table 3.
        cut: the first row of the second half.
        again: what stands in the cells that reach over the cut, in the second half: `words`, `nothing`, or None for
            no cell at all.
    """
    upper = tuple(replace(box, tall=min(box.tall, cut - box.top)) for box in table if box.top < cut)
    lower = [replace(box, top=box.top - cut) for box in table if box.top >= cut]
    for box in table:
        reach = box.top + box.tall - cut
        if box.top < cut and reach > 0 and again:
            lower.append(replace(box, text=box.text if again == "words" else "", top=0, tall=reach))
    return upper, tuple(sorted(lower, key=lambda box: (box.top, box.left)))


def _cut_page(
    report: TrueReport, rng: Random, cut: int, again: str | None, between: Sequence[str]
) -> tuple[str, TrueReport]:
    sheet, tables = sheet_of(report, rng), draw(report)
    dress = any_dress(rng)
    upper, lower = _halves(tables.requests, cut, again)
    two = marked(upper, dress) + rng.choice(between) + marked(lower, replace(dress, heads=False))
    made = [marked(tables.disclosure, dress), two, marked(tables.review, dress)]
    return on_site(report, rng, sheet, tables, made)


@shape("own")
def second_half_with_its_cells(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Table 3 cut inside its results; in the second half the cut cells go on, empty or with their words again."""
    between = ("", "<p>&nbsp;</p>", "<br/>\n<br/>", '<div style="height:12px"></div>')
    return _cut_page(report, rng, rng.randrange(7, 22), rng.choice(("words", "nothing")), between)


@shape("own")
def second_half_without_cells(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Table 3 cut inside its results; the second half has neither head nor the cells that reached over the cut."""
    return _cut_page(report, rng, rng.randrange(7, 22), None, ("", "<p></p>", '<p align="center"><span></span></p>'))


@shape("own", forms=("2021", "2021"), years=NEW)
def first_half_claims_99(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Table 3 cut behind 15 rows of results, which claim 99; the second half goes on with an empty cell or none."""
    sheet, tables = sheet_of(report, rng), draw(report)
    dress = any_dress(rng)
    upper, lower = _halves(tables.requests, 5 + 15, rng.choice(("nothing", None)))
    two = marked(_reaching(upper, RESULTS, 99), dress) + marked(lower, replace(dress, heads=False))
    made = [marked(tables.disclosure, dress), two, marked(tables.review, dress)]
    return on_site(report, rng, sheet, tables, made)
