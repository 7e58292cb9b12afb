"""Texts whose rows are lines: tabs lost, doubled or trailing, blank lines, rows and headings out of place."""

from random import Random

from tests.blind.printed_files import NEW, copied_text, shape
from tests.blind.printed_prose import sheet_of
from tests.blind.printed_tables import SIXTH, Table, as_copied, draw
from toolkit.demo.model import TrueReport

HALVES = ["持", "正", "果", "结", "计"]


def _with_ghost(lines: list[list[str]], rng: Random) -> list[list[str]]:
    """Adds the second halves of upright headers between the head of table 4 and its numbers."""
    ghost = rng.choice(([""] * 5 + HALVES * 2, HALVES * 2, HALVES * 3))
    return [*lines[:-1], ghost, lines[-1]]


def _sixth_late(lines: list[list[str]]) -> list[list[str]]:
    """Moves the heading of the sixth result from the first of its rows to the second."""
    first = next(number for number, line in enumerate(lines) if SIXTH in line)
    place = lines[first].index(SIXTH)
    moved = [list(line) for line in lines]
    moved[first][place] = ""
    if moved[first + 1][place] == "":
        moved[first + 1][place] = SIXTH
    else:
        moved[first + 1].insert(place, SIXTH)
    return moved


def _spaced(line: list[str], mark: str) -> str:
    return mark.join(text for text in line if text)


@shape("text")
def single_spaces(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Each tab has become one space."""
    sheet, tables = sheet_of(report, rng), draw(report)
    lines = [[_spaced(line, " ") for line in as_copied(table)] for table in tables.all]
    return copied_text(report, rng, sheet, tables, lines, rng.choice(("", "\n")))


@shape("text")
def padded_columns(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Tabs have become runs of spaces, the rows are indented and now and then parted by a blank line."""
    sheet, tables = sheet_of(report, rng), draw(report)

    def padded(line: list[str]) -> str:
        return " " * rng.choice((0, 2, 4)) + "".join(text + " " * rng.randrange(2, 7) for text in line if text)

    lines = [
        [padded(line) + "\n" * (rng.random() < 0.1) for line in as_copied(table, empty=False)] for table in tables.all
    ]
    return copied_text(report, rng, sheet, tables, lines)


@shape("text", forms=("2021", "2021"), years=NEW)
def ghost_in_spaces(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Single spaces for tabs, a ghost row under the head of table 4, the sixth heading on its second row."""
    sheet, tables = sheet_of(report, rng), draw(report)
    disclosure, requests, review = (as_copied(table) for table in tables.all)
    found = (disclosure, _sixth_late(requests), _with_ghost(review, rng))
    return copied_text(report, rng, sheet, tables, [[_spaced(line, " ") for line in table] for table in found])


@shape("text")
def every_tab_twice(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Two tabs where one was, at the start of a line and at its end as well."""
    sheet, tables = sheet_of(report, rng), draw(report)
    tail = rng.choice(("", "\t\t"))
    lines = [["\t\t".join(line) + tail for line in as_copied(table)] for table in tables.all]
    return copied_text(report, rng, sheet, tables, lines, rng.choice(("", "\n")))


@shape("text")
def some_tabs_twice(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Tabs doubled behind some cells only, trailing tabs behind some numbers, a ghost row in table 4."""
    sheet, tables = sheet_of(report, rng), draw(report)
    found = [as_copied(table) for table in tables.all]
    found[2] = _with_ghost(found[2], rng)

    def uneven(line: list[str]) -> str:
        return (
            "".join(text + "\t" * rng.choice((1, 1, 1, 2)) for text in line[:-1]) + line[-1] + "\t" * rng.randrange(3)
        )

    return copied_text(report, rng, sheet, tables, [[uneven(line) for line in table] for table in found])


@shape("text", forms=("2021", "2021"), years=NEW)
def table_three_in_pieces(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Blank lines cut table 3, one of them before the sixth result, whose heading stands on its second row."""
    sheet, tables = sheet_of(report, rng), draw(report)
    disclosure, requests, review = (as_copied(table) for table in tables.all)
    cuts = {24 - 1, *rng.sample(range(4, 27), rng.choice((1, 2, 3)))}
    cut = [
        "\n" * (number in cuts) + "\t".join(line) + rng.choice(("", "\t")) * (number > 2)
        for number, line in enumerate(_sixth_late(requests))
    ]
    rest = [["\t".join(line) for line in table] for table in (disclosure, review)]
    return copied_text(report, rng, sheet, tables, [rest[0], cut, rest[1]])


@shape("text")
def blank_lines_and_lost_lead(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """A blank line, or two, behind every group of table 3; the leading tabs are gone behind it."""
    sheet, tables = sheet_of(report, rng), draw(report)

    def pieces(table: Table) -> list[str]:
        lines: list[str] = []
        for line in as_copied(table):
            starts_group = any(text.startswith(("（", "四、", "二、")) for text in line[:2])
            if starts_group and len(lines) > 3:
                lines += [""] * rng.choice((1, 1, 2))
            lines.append("\t".join(line).lstrip("\t") + "\t")
        return lines

    plain = [["\t".join(line) for line in as_copied(table)] for table in (tables.disclosure, tables.review)]
    return copied_text(report, rng, sheet, tables, [plain[0], pieces(tables.requests), plain[1]])


@shape("text")
def trailing_tabs(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Tabs in order, one to three more behind the last number of every row; a ghost row in table 4."""
    sheet, tables = sheet_of(report, rng), draw(report)
    found = [as_copied(table) for table in tables.all]
    found[2] = _with_ghost(found[2], rng)
    more = rng.choice((1, 1, 3))
    lines = [["\t".join(line) + "\t" * more * line[-1].isascii() for line in table] for table in found]
    return copied_text(report, rng, sheet, tables, lines)
