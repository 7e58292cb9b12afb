"""Pages that a browser prints, and documents that an office program opens as pages."""

from collections.abc import Callable
from html import escape

from tests.blind_layouts.articles import Article, Part
from toolkit.demo.grid import spread
from toolkit.demo.layout import Field, Sheet

Table = Callable[[Sheet, str], str]
"""Writes a table, given its code."""
FONTS = "font-family:'Noto Sans CJK SC','WenQuanYi Zen Hei',sans-serif"


def rows(sheet: Sheet, cell: Callable[[Field, int], str] | None = None, heads: int = 0) -> str:
    """Returns the rows of a table.

    Args:
        sheet: the table.
        cell: writes a cell, given its row.
        heads: so many rows stand in a thead.
    """
    write = cell or plain_cell
    lines = [f"<tr>{''.join(write(field, at) for field in row)}</tr>\n" for at, row in enumerate(sheet)]
    head = f"<thead>{''.join(lines[:heads])}</thead>" if heads else ""
    return f"{head}<tbody>{''.join(lines[heads:])}</tbody>"


def plain_cell(field: Field, row: int) -> str:
    """A cell with its spans."""
    spans = f' colspan="{field.columns}"' * (field.columns > 1) + f' rowspan="{field.rows}"' * (field.rows > 1)
    return f"<td{spans}>{escape(field.text) or '&nbsp;'}</td>"


def classed_cell(field: Field, row: int) -> str:
    """A cell that says what it is: th for heads, class `n` for numbers."""
    spans = f' colspan="{field.columns}"' * (field.columns > 1) + f' rowspan="{field.rows}"' * (field.rows > 1)
    tag, kind = ("th", "") if field.role == "head" else ("td", ' class="n"' * (field.role == "value"))
    return f"<{tag}{spans}{kind}>{escape(field.text)}</{tag}>"


def head_rows(sheet: Sheet) -> int:
    """Returns how many rows are heads only, at the top."""
    return next((at for at, row in enumerate(sheet) if all(field.role != "head" for field in row)), 0)


def grid_of_divs(sheet: Sheet, name: str) -> str:
    """Returns a table as a grid of boxes, none of them a table's cell."""
    inside, grid = [], spread(sheet)
    for row, spots in enumerate(grid, 1):
        for column, spot in enumerate(spots, 1):
            field = spot.field
            if not spot.down and not spot.right:
                place = f"grid-row:{row}/span {field.rows};grid-column:{column}/span {field.columns}"
                inside.append(f'<div class="{field.role}" style="{place}"><span>{escape(field.text)}</span></div>')
    return f'<div class="grid {name}">{"".join(inside)}</div>'


def rows_of_flex(sheet: Sheet, name: str) -> str:
    """Returns a table without tall cells as rows of flexible boxes."""
    lines = []
    for row in sheet:
        boxes = (
            f'<div class="{field.role}" style="flex:{field.columns} 0 0"><span>{escape(field.text)}</span></div>'
            for field in row
        )
        lines.append(f'<div class="row">{"".join(boxes)}</div>')
    return f'<div class="flex {name}">{"".join(lines)}</div>'


def body(article: Article, table: Table, prose: str = "p") -> str:
    """Returns the parts of an article one below the other; prose between tables stands in boxes of class `prose`."""
    return "\n".join(_part(part, table, prose) for part in article.parts)


def _part(part: Part, table: Table, prose: str) -> str:
    text = escape(part.text)
    return {
        "table": lambda: table(part.sheet, part.table),
        "title": lambda: f"<h1>{text}</h1>",
        "heading": lambda: f"<h3>{text}</h3>",
        "byline": lambda: f'<div class="byline">{text}</div>',
        "signature": lambda: f'<p class="signature">{text}</p>',
        "text": lambda: f"<{prose}>　　{text}</{prose}>",
    }[part.kind]()


def page(inner: str, style: str, title: str, around: tuple[str, str] = ("", "")) -> bytes:
    """Returns a page.

    Args:
        inner: the article.
        style: its CSS.
        title: of the window.
        around: what stands above and below the article.
    """
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>body{{{FONTS}}}\n{style}</style>'
    whole = f"{around[0]}{inner}{around[1]}"
    return f'<!DOCTYPE html><html lang="zh-CN"><head>{head}</head><body>{whole}</body></html>'.encode()
