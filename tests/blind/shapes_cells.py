"""Texts with one cell a line, and texts with pipes."""

from dataclasses import replace
from random import Random

from tests.blind.printed_files import copied_text, shape
from tests.blind.printed_prose import Sheet, sheet_of
from tests.blind.printed_tables import Table, as_copied, draw, rows
from toolkit.demo.model import TrueReport

PIPED = (".md", ".txt")


@shape("text")
def cell_a_line(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Every cell on its own line, no blank line between."""
    sheet, tables = sheet_of(report, rng), draw(report)
    lines = [[text for line in as_copied(table, empty=False) for text in line] for table in tables.all]
    return copied_text(report, rng, sheet, tables, lines, rng.choice(("", "\n")))


@shape("text")
def cell_a_line_apart(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Every cell on its own line, a blank line or two between any two; some lines are indented."""
    sheet, tables = sheet_of(report, rng), draw(report)
    gap = "\n" * rng.choice((1, 1, 2))
    lead = rng.choice(("", "　　", "    "))
    lines = [[lead + text + gap for line in as_copied(table, empty=False) for text in line] for table in tables.all]
    return copied_text(report, rng, sheet, tables, lines, "\n" + gap)


@shape("text")
def cell_a_line_by_row(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Every cell on its own line, a blank line behind each row only; the ghost row of table 4 among them."""
    sheet, tables = sheet_of(report, rng), draw(report)
    found = [as_copied(table, empty=False) for table in tables.all]
    if rng.random() < 0.5:
        found[2].insert(3, list("持正果结计" * 2))
    lines = [[text for line in table for text in (*line, "")] for table in found]
    return copied_text(report, rng, sheet, tables, lines)


def _squares(table: Table, repeat: bool) -> list[list[str]]:
    """The table on its full paper: merged cells told once, or labels merged downwards told on each of their rows."""
    paper = [[""] * max(box.left + box.wide for box in table) for _ in rows(table)]
    for box in table:
        for top in range(box.top, box.top + box.tall if repeat else box.top + 1):
            paper[top][box.left] = box.text
    return paper


def _as_markdown(sheet: Sheet, rng: Random) -> Sheet:
    mark = rng.choice(("## ", "### ", ""))
    titled = replace(sheet, title=tuple(f"# {line}" for line in sheet.title)) if mark == "## " else sheet
    return titled.headed(lambda heading: mark + heading)


@shape("text", endings=PIPED)
def pipes_with_rule(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Markdown tables with a separator row; merged cells leave empty ones."""
    sheet, tables = _as_markdown(sheet_of(report, rng), rng), draw(report)
    rule = rng.choice((" --- ", ":---:", " :--- "))
    lines = []
    for table in tables.all:
        paper = _squares(table, rng.random() < 0.4)
        piped = ["| " + " | ".join(line) + " |" for line in paper]
        lines.append(["", piped[0], "|" + "|".join([rule] * len(paper[0])) + "|", *piped[1:], ""])
    return copied_text(report, rng, sheet, tables, lines)


@shape("text", endings=PIPED)
def pipes_without_rule(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Rows with pipes and no separator row; outer pipes or none, spaces beside them or none."""
    sheet, tables = _as_markdown(sheet_of(report, rng), rng), draw(report)
    bar, outer = rng.choice((" | ", "|")), rng.random() < 0.5
    lines = []
    for table in tables.all:
        inner = [bar.join(line) for line in as_copied(table, empty=False)]
        lines.append([f"|{line}|" if outer else line for line in inner])
    return copied_text(report, rng, sheet, tables, lines, rng.choice(("", "\n")))


@shape("text")
def pipe_then_cell(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """A pipe and a cell on alternating lines, a last pipe behind each row."""
    sheet, tables = sheet_of(report, rng), draw(report)
    lines = []
    for table in tables.all:
        found = as_copied(table, empty=False)
        lines.append([text for line in found for text in (*(part for cell in line for part in ("|", cell)), "|")])
    return copied_text(report, rng, sheet, tables, lines, rng.choice(("", "\n")))


@shape("text")
def cell_then_pipe(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """A cell, a line with a pipe, a cell; no pipe at the ends of a row, which are blank lines; some lines padded."""
    sheet, tables = sheet_of(report, rng), draw(report)
    bar = rng.choice(("|", " | ", "|  "))
    lines = []
    for table in tables.all:
        found = as_copied(table, empty=False)
        lines.append([text for line in found for text in (f"\n{bar}\n".join(line), "")])
    return copied_text(report, rng, sheet, tables, lines)
