"""What shows where a number stands, in a notebook and in a terminal."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.corpus.display import plain
from toolkit.errors import ToolkitError
from toolkit.evidence.excerpts import Excerpt, Fragment, FragmentCell, FragmentRow, Lines, Note, Picture, ShownLine
from toolkit.labels import label
from toolkit.messages import message
from toolkit.notebook import style

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

_GAP = "⋮"
_BLANK = "␣"
"""Stands where a blank is marked in a line of text: there are no characters of its own."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """Where a number stands in its document; shown by itself at the end of a notebook cell.

    Attributes:
        cell: its row of `cells`: what was read, and its place.
        labels: what the official form calls its table, row and column.
        source: the document, as it was named when it was read.
        title: the report's.
        excerpt: the part of the document around it; None where there is nothing to show.
        marked: whether the number itself is marked in `excerpt`.
        notes: what must be said of it.
        finding: what the rules say of the cell, where the report was lit.
    """

    cell: Mapping[str, Any]
    labels: tuple[str, str, str]
    source: str
    title: str
    excerpt: Excerpt | None
    marked: bool
    notes: tuple[Note, ...] = ()
    finding: str | None = None

    @property
    def png(self) -> bytes | None:
        """The crop of the page, as PNG; None where the document has no pages."""
        return self.excerpt.png if isinstance(self.excerpt, Picture) else None

    def said(self, lang: str = "en") -> list[str]:
        """Returns what must be said of the evidence, in sentences: that the document changed, that a cell is missing.

        Args:
            lang: `en` or `zh`.
        """
        return [message(f"evidence.{note.name}", lang, **dict(note.values)) for note in self.notes]

    def told(self, lang: str = "zh") -> list[tuple[str, str]]:
        """Returns what is known of the number and its place: the name of a fact and its value.

        Args:
            lang: language of the names.
        """
        cell = self.cell
        value = f"{cell['value']:.15g}" if cell["value"] is not None else None
        facts = {
            "source": self.source,
            "page": cell["page"],
            "block": None if cell["page"] is not None or cell["line"] is not None else cell["block"],
            "line": cell["line"],
            "table": self.labels[0],
            "cell": f"{self.labels[1]} › {self.labels[2]}",
            "raw": None if cell["raw"] is None else f"“{cell['raw']}”",
            "state": f"{label('cell_states', cell['state'])}" + (f" {cell['state']}" if lang == "en" else ""),
            "value": value and f"{value} {cell['unit'] or ''}".strip(),
            "score": None if cell["score"] is None else f"{cell['score']:.2f}",
            "message": self.finding,
        }
        return [(label("columns", name, lang), str(fact)) for name, fact in facts.items() if fact is not None]

    def as_dict(self) -> dict[str, Any]:
        """Returns the evidence as plain data, without the bytes of a picture."""
        excerpt = self.excerpt._asdict() if self.excerpt is not None else None
        if excerpt is not None:
            excerpt.pop("png", None)
            excerpt |= {"kind": type(self.excerpt).__name__.lower()}
        return {
            "cell": dict(self.cell), "labels": list(self.labels), "source": self.source, "title": self.title,
            "marked": self.marked, "notes": [note.name for note in self.notes], "said": self.said(),
            "finding": self.finding, "excerpt": excerpt,
        }  # fmt: skip

    def save(self, path: str | Path) -> Path:
        """Writes the evidence into a file and returns its path.

        Args:
            path: ends with `.html` for a page that holds everything, with `.png` for the crop alone.

        Raises:
            ToolkitError: another ending, no crop to be written as PNG, or a folder that is not there.
        """
        path = Path(path)
        ending = path.suffix.lower()
        if ending not in (".html", ".png"):
            raise ToolkitError(f"An evidence is written as .html or .png, not as {path.name!r}.")
        if ending == ".png" and self.png is None:
            why = " ".join(self.said()) or "The document has no pages to be drawn."
            raise ToolkitError(f"There is no picture to write to {str(path)!r}. {why} Write it as .html.")
        page = f'<!DOCTYPE html>\n<html lang="zh">\n<head><meta charset="utf-8"><title>{escape(self.title)}</title>'
        page += '<meta name="color-scheme" content="light dark"></head>\n'
        page += f"<body>{self._repr_html_()}</body>\n</html>\n"
        try:
            path.write_bytes(self.png if ending == ".png" and self.png else page.encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise ToolkitError(f"{str(path)!r} could not be written: {error.strerror or error}.") from error
        return path

    def __repr__(self) -> str:
        kind = type(self.excerpt).__name__.lower() if self.excerpt is not None else "nothing to show"
        cell = self.cell
        return f"<Evidence {cell['table']} {cell['row']} {cell['column']}: {cell['raw']!r} ({cell['state']}), {kind}>"

    def __str__(self) -> str:
        import io

        from rich.console import Console

        text = io.StringIO()
        self.render(Console(file=text, width=120, color_system=None, highlight=False))
        return text.getvalue().rstrip("\n")

    # ------------------------------------------------------------------ in a notebook

    def _repr_png_(self) -> bytes | None:
        return self.png

    def _repr_html_(self) -> str:
        facts = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in self.told())
        notes = "".join(
            f'<p class="note">{escape(chinese)}<br><small lang="en">{escape(english)}</small></p>'
            for chinese, english in zip(self.said("zh"), self.said("en"), strict=True)
        )
        shown = _excerpt_html(self.excerpt)
        told = f"<b>{escape(self.title)}</b><dl>{facts}</dl>{notes}{shown}"
        return f'{style()}<div class="ogi ogi-evidence" lang="zh">{told}</div>'

    # ------------------------------------------------------------------ in a terminal

    def render(self, console: "Console", *, lang: str = "zh") -> None:
        """Prints the number, its place and what stands around it; of a picture where it is.

        Args:
            console: where to.
            lang: `zh` or `en`: language of what is not taken from the document.
        """
        from rich.text import Text

        console.print(Text(plain(self.title), style="bold"))
        for name, value in self.told(lang):
            console.print(Text(f"{name}  {plain(value)}"))
        for sentence in self.said(lang):
            console.print(Text(plain(sentence), style="yellow"))
        if self.excerpt is not None:
            console.print()
        if isinstance(self.excerpt, Lines):
            for line in _terminal_lines(self.excerpt):
                console.print(line)
        elif isinstance(self.excerpt, Fragment):
            console.print(_terminal_fragment(self.excerpt))
        elif isinstance(self.excerpt, Picture):
            box = self.cell["box"]
            where = ", ".join(f"{side:g}" for side in box) if box else "–"
            console.print(message("evidence.picture", lang, page=self.excerpt.page, box=where))


def _excerpt_html(excerpt: Excerpt | None) -> str:
    if isinstance(excerpt, Picture):
        data = base64.b64encode(excerpt.png).decode("ascii")
        width, height = excerpt.size
        return f'<img width="{width * 2 // 3}" alt="{width} × {height}" src="data:image/png;base64,{data}">'
    if isinstance(excerpt, Lines):
        return f"<pre>{''.join(_lines_html(excerpt))}</pre>"
    if isinstance(excerpt, Fragment):
        width = max((sum(cell.columns for cell in row.cells) for part in excerpt.parts for row in part), default=1)
        gap = f'<tr><th>{_GAP}</th><td colspan="{width}">{_GAP}</td></tr>'
        parts = ["".join(map(_row_html, part)) for part in excerpt.parts]
        return f'<table class="shown">{gap.join(parts)}</table>'
    return ""


def _row_html(row: FragmentRow) -> str:
    return f"<tr><th>{row.number}</th>{''.join(map(_cell_html, row.cells))}</tr>"


def _cell_html(cell: FragmentCell) -> str:
    spans = "".join(
        f' {name}="{count}"' for name, count in (("colspan", cell.columns), ("rowspan", cell.rows)) if count > 1
    )
    lit = ' class="lit"' if cell.lit else ""
    return f"<td{spans}{lit}>{escape(cell.text)}</td>"


def _lines_html(excerpt: Lines) -> list[str]:
    found = []
    before = None
    for line in excerpt.lines:
        if before is not None and line.number != before + 1:
            found.append(f"<i>{_GAP}</i>\n")
        before = line.number
        left, own, right = _parted(line)
        text = f"{escape(left)}<mark>{escape(own)}</mark>{escape(right)}" if own is not None else escape(left)
        found.append(f"<i>{line.number:>5}  </i>{text}\n")
    return found


def _parted(line: ShownLine) -> tuple[str, str | None, str]:
    """A line before, in and behind its mark."""
    if line.start is None or line.end is None:
        return line.text, None, ""
    own = line.text[line.start : line.end] or _BLANK
    return line.text[: line.start], own, line.text[line.end :]


def _terminal_lines(excerpt: Lines) -> "list[Text]":
    from rich.text import Text

    found = []
    before = None
    for line in excerpt.lines:
        if before is not None and line.number != before + 1:
            found.append(Text(f"  {_GAP}", style="dim"))
        before = line.number
        left, own, right = _parted(line)
        text = Text(f"{line.number:>5}  ", style="dim")
        text.append(plain(left), style="not dim")
        if own is not None:
            text.append("[", style="not dim bold red")
            text.append(plain(own), style="not dim bold reverse red")
            text.append("]", style="not dim bold red")
        text.append(plain(right), style="not dim")
        found.append(text)
    return found


def _terminal_fragment(excerpt: Fragment) -> "Table":
    """Rows as lists of their own cells; a cell that reaches over several columns or rows stands in its first."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    grids = [list(_laid_out(part)) for part in excerpt.parts]
    width = max((len(cells) for grid in grids for _, cells in grid), default=0)
    drawn = Table(box=box.MINIMAL, show_header=False, show_edge=False, pad_edge=False)
    for _ in range(width + 1):
        drawn.add_column(overflow="fold")
    for at, grid in enumerate(grids):
        if at:
            drawn.add_row(Text(_GAP, style="dim"))
        for number, cells in grid:
            texts = [Text(plain(cell.text)) if cell else Text() for cell in cells]
            for text, cell in zip(texts, cells, strict=True):
                if cell and cell.lit:
                    text.plain = f"[{text.plain}]"
                    text.stylize("bold reverse red")
            drawn.add_row(Text(str(number), style="dim"), *texts)
    return drawn


def _laid_out(part: tuple[FragmentRow, ...]) -> "list[tuple[int, list[FragmentCell | None]]]":
    """The rows of a part with one entry a column; None where a cell from the left or above covers it."""
    covered: dict[int, int] = {}
    found = []
    for row in part:
        line: list[FragmentCell | None] = []
        waiting = iter(row.cells)
        over = covered
        covered = {column: rows - 1 for column, rows in over.items() if rows > 1}
        while True:
            if len(line) in over:
                line.append(None)
                continue
            cell = next(waiting, None)
            if cell is None:
                break
            start = len(line)
            line += [cell, *[None] * (cell.columns - 1)]
            if cell.rows > 1:
                covered.update(dict.fromkeys(range(start, len(line)), cell.rows - 1))
        found.append((row.number, line))
    return found
