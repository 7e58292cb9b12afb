"""Reports as text: copied from Word, scraped from pages, saved by hand."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from toolkit.codebook import TABLES, shipped_codebook
from toolkit.demo.grid import Spot, spread
from toolkit.demo.layout import Field, Layout, Sheet, Style
from toolkit.demo.shape import Shape

TableLines = Callable[[Sheet, str, random.Random], list[str]]
_MARKS = ("/", "—", "-")
_MARKED = Style(blank=_MARKS)  # where columns get lost a blank cell must leave a mark, or nobody could tell it


def _document(tables: TableLines, *, encoding: str = "utf-8") -> Callable[[Layout, random.Random], bytes]:
    def render(layout: Layout, rng: random.Random) -> bytes:
        lines = ["", *layout.title, ""]
        if layout.byline is not None:
            lines += [layout.byline, ""]
        lines += [layout.preamble, ""]
        indent = rng.choice(("", "　　"))
        for number, (heading, prose) in enumerate(layout.truth.sections, 1):
            lines += [heading, ""]
            for paragraph in prose.split("\n") if prose else ():
                lines += [indent + paragraph, ""]
            if 2 <= number <= 4:
                table = TABLES[number - 2]
                lines += [*tables(layout.sheets[table], table, rng), ""] if layout.sheets[table] else []
        for line in layout.signature:
            lines += [line, ""]
        return rng.choice(("\n", "\r\n")).join(lines).encode(encoding)

    return render


def _texts(row: list[Spot]) -> list[str]:
    """Returns the fields Word's clipboard gives for a row: merged heads leave empty fields, a wide label is one."""
    return [
        spot.field.text if not spot.down and not spot.right else ""
        for spot in row
        if not spot.right or spot.field.role == "head"
    ]


def _own(row: list[Spot]) -> list[str]:
    return [spot.field.text for spot in row if not spot.down and not spot.right]


def _tabs(sheet: Sheet, table: str, rng: random.Random) -> list[str]:
    lines = ["\t".join(_texts(row)) for row in spread(sheet)]
    # A tab after the last number changes nothing, unless the last cell is blank.
    return [line + "\t" if line[-1:].isdigit() and rng.random() < 0.15 else line for line in lines]


def _doubled(sheet: Sheet, table: str, rng: random.Random) -> list[str]:
    lines = []
    for row in spread(sheet):
        line = ""
        for spot, text in zip((s for s in row if not s.right or s.field.role == "head"), _texts(row), strict=True):
            line += text + rng.choice(("\t", "\t\t") if spot.field.role == "value" else ("\t\t", "\t"))
        lines.append(line)
    return lines


def _spaces(sheet: Sheet, table: str, rng: random.Random) -> list[str]:
    return [" ".join(_own(row)) for row in spread(sheet)]


def _one_a_line(sheet: Sheet, table: str, rng: random.Random) -> list[str]:
    return [text for row in spread(sheet) for text in _own(row)]


def _pipes(sheet: Sheet, table: str, rng: random.Random) -> list[str]:
    grid = [[s.field.text if not s.down and not s.right else "" for s in row] for row in spread(sheet)]
    lines = [f"| {' | '.join(row)} |" for row in grid]
    return [lines[0], "|" + " --- |" * len(grid[0]), *lines[1:]]


def _pipe_lines(sheet: Sheet, table: str, rng: random.Random) -> list[str]:
    lines = []
    for row in spread(sheet):
        for text in _texts(row):
            lines += ["|", text]
        lines.append("|")
    return lines


def _cut(sheet: Sheet, table: str, rng: random.Random) -> list[str]:
    lines = _tabs(sheet, table, rng)
    if table != "requests":
        return lines
    after = sorted(rng.sample(range(4, len(lines) - 1), 3))
    found: list[str] = []
    for i, line in enumerate(lines):
        # After a page break the leading tabs of the merged cells get lost for some rows.
        lost = any(cut < i <= cut + 2 for cut in after) and rng.random() < 0.5
        found += [line.lstrip("\t") if lost else line, *([""] if i in after else ())]
    return found


def _ghost_row(sheet: Sheet, table: str, rng: random.Random) -> list[str]:
    lines = _tabs(sheet, table, rng)
    if table == "review":
        # The second half of vertical headers, as scrapers give it.
        halves = [column.label[-1] for column in shipped_codebook().review_columns]
        lines.insert(len(lines) - 1, "\t" * 5 + "\t".join(halves * 2))
    return lines


def _first_letters_lost(render: Callable[[Layout, random.Random], bytes]) -> Callable[[Layout, random.Random], bytes]:
    def lose(layout: Layout, rng: random.Random) -> bytes:
        def field(printed: Field) -> Field:
            losable = printed.role != "value" and len(printed.text) > 3 and printed.text[0] not in "（第"
            return printed._replace(text=printed.text[1:]) if losable and rng.random() < 0.12 else printed

        sheets = {
            table: sheet if table == "review" else [list(map(field, row)) for row in sheet]
            for table, sheet in layout.sheets.items()
        }
        return render(replace(layout, sheets=sheets), rng)

    return lose


_SHAPES = (
    Shape("text_tabs", "txt", _document(_tabs)),
    Shape("text_tabs_doubled", "txt", _document(_doubled), _MARKED),
    Shape("text_spaces", "txt", _document(_spaces), _MARKED),
    Shape("text_one_a_line", "txt", _document(_one_a_line), _MARKED),
    Shape("text_pipes", "md", _document(_pipes)),
    Shape("text_pipe_lines", "txt", _document(_pipe_lines)),
    Shape("text_blank_lines", "txt", _document(_cut)),
    Shape("text_ghost_row", "txt", _document(_ghost_row)),
    Shape("text_lost_characters", "txt", _first_letters_lost(_document(_tabs))),
    Shape("text_fullwidth", "txt", _document(_tabs), Style(fullwidth=True)),
    Shape("text_suffixed", "txt", _document(_tabs), Style(suffixed=True, thousands=True)),
    Shape("text_bom", "txt", _document(_tabs, encoding="utf-8-sig"), Style(thousands=True)),
    Shape("text_gbk", "txt", _document(_tabs, encoding="gb18030")),
)
TEXT_SHAPES: Mapping[str, Shape] = MappingProxyType({shape.name: shape for shape in _SHAPES})
