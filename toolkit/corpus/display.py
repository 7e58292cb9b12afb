"""One report to look at: its tables as printed, in a notebook and in a terminal."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from toolkit.codebook import TABLES, Codebook
from toolkit.corpus.naming import find_cell
from toolkit.corpus.printed import Key, Printed, printed_table
from toolkit.errors import SourceError, UnknownName, near_matches
from toolkit.labels import label
from toolkit.notebook import style

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from toolkit.evidence import Evidence

_MARKED = ("blank", "unreadable", "missing")
_FACTS = ("agency", "year", "level", "kind", "place", "template", "published", "signed", "requests_state", "source")
_LABELLED = {"level": "levels", "kind": "kinds", "requests_state": "request_states"}
_TERMINAL_STYLES = {"blank": "dim", "unreadable": "yellow", "missing": "magenta"}


LookUp = Callable[["ReportView", Key, Path | None], "Evidence"]
"""Shows where a cell of a report stands in its document; the path, if any, is where that lies now."""


class Shown(NamedTuple):
    """What a printed cell shows: the text as printed and its state."""

    raw: str | None
    state: str


@dataclass(frozen=True, eq=False)
class ReportView:
    """One report; shown by itself at the end of a notebook cell.

    Attributes:
        facts: its row of `reports`.
        cells: its rows of `cells`.
        sections: its rows of `sections`.
        leftovers: its rows of `leftovers`.
        codebook: the official forms.
        highlight: messages by (table, row, column) of cells to be lit.
        document: its row of `documents`.
        look_up: shows the place of a cell; None where the corpus does not know how.
    """

    facts: Mapping[str, Any]
    cells: pl.DataFrame
    sections: pl.DataFrame
    leftovers: pl.DataFrame
    codebook: Codebook
    highlight: Mapping[Key, str] = field(default_factory=dict)
    document: Mapping[str, Any] = field(default_factory=dict)
    look_up: LookUp | None = None

    def lit(self, highlight: Mapping[Key, str]) -> "ReportView":
        """Returns the same report with the cells (table, row, column) of `highlight` lit, each with its message."""
        return replace(self, highlight=highlight)

    def evidence(self, table: str, row: str, column: str, *, source: str | Path | None = None) -> "Evidence":
        """Returns where a number stands in its document, to look at: the page, the lines or the table around it.

        Args:
            table: `disclosure`, `requests` or `review`.
            row: its code, or its official label.
            column: its code, or its official label.
            source: where the document lies now, or the folder its path starts from, if that is not the current one.

        Raises:
            UnknownName: the report's form has no such cell; with near matches.
            SourceError: the corpus was not made from documents.
        """
        key = find_cell(self.codebook, self._shown, table, row, column)
        if self.look_up is None:
            raise SourceError(
                "This corpus was made from frames: open its store with toolkit.open_corpus to see places."
            )
        return self.look_up(self, key, None if source is None else Path(source))

    @cached_property
    def _shown(self) -> dict[Key, Shown]:
        columns = self.cells.select("table", "row", "column", "raw", "state")
        return {(table, row, column): Shown(raw, state) for table, row, column, raw, state in columns.iter_rows()}

    def form(self, table: str) -> str | None:
        """Returns the form (`2019`, `2021`) of a table, None where the report does not have it.

        Raises:
            UnknownName: there is no such table.
        """
        if table not in TABLES:
            raise UnknownName(f"There is no table {table!r}: {', '.join(TABLES)}.{near_matches(table, TABLES)}")
        form: str | None
        if table == "review":
            there = any(key[0] == "review" for key in self._shown)
            form = next(iter(self.codebook.templates)) if there else None
        else:
            form = self.facts[f"template_{table}"]
        return form

    def table(self, table: str) -> pl.DataFrame:
        """Returns a table laid out for reading: official Chinese labels, texts as printed, null where missing.

        Table 2 has one row per number (its blocks have different columns), tables 3 and 4 one per row or channel.

        Raises:
            UnknownName: there is no such table.
        """
        form = self.form(table)
        if table == "disclosure":
            return self._disclosure(form)
        labels = self.codebook.labels
        requests = table == "requests"
        rows = self.codebook.request_rows if requests else self.codebook.review_rows
        columns = self.codebook.request_columns if requests else self.codebook.review_columns
        kept = [row for row in rows if form in row.templates]
        heads = {label("form", "group"): [row.group or None for row in kept]} if requests else {}
        heads[label("form", "measure" if requests else "channel")] = [labels[table, row.code] for row in kept]
        values = {name.label: [self._raw((table, row.code, name.code)) for row in kept] for name in columns}
        everything = heads | values
        return pl.DataFrame(everything, schema=dict.fromkeys(everything, pl.String))

    def _disclosure(self, form: str | None) -> pl.DataFrame:
        rows = [
            (block.label, row.label, column.label, self._raw(("disclosure", row.code, column.code)))
            for block in self.codebook.blocks
            for row in block.rows
            if form in row.templates
            for column in block.columns[str(form)]
        ]
        names = [label("form", name) for name in ("article", "item", "measure", "value")]
        return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")

    def _raw(self, key: Key) -> str | None:
        shown = self._shown.get(key)
        return shown.raw if shown else None

    def __repr__(self) -> str:
        name = self.facts["agency"] or self.facts["source"]
        return f"<Report {self.facts['report_id']}: {name}, {self.facts['year'] or 'year not read'}>"

    # ------------------------------------------------------------------ in a notebook

    def _repr_html_(self) -> str:
        return self.html()

    def html(self, tables: Sequence[str] = TABLES) -> str:
        """Returns the report as HTML: what is known of it, and its tables as printed.

        Args:
            tables: which of them.
        """
        title = self.facts["title"] or self.facts["agency"] or self.facts["report_id"]
        facts = " · ".join(f"{escape(label('columns', name))} {escape(value)}" for name, value in self._told())
        parts = [f"<h3>{escape(title)}</h3><p>{facts}</p>", self._legend()]
        for table in tables:
            parts.append(f"<h4>{escape(label('tables', table))}</h4>{self._table_html(table)}")
        if self.leftovers.height:
            rows = "".join(f"<li>{escape(raw or '')}</li>" for raw in self.leftovers["raw"])
            parts.append(f"<h4>{escape(label('form', 'leftovers'))}</h4><ul>{rows}</ul>")
        return f'{style()}<div class="ogi ogi-report" lang="zh">{"".join(parts)}</div>'

    def _told(self, lang: str = "zh") -> list[tuple[str, str]]:
        """What is known of the report, in words: name of the fact and its value; in English the code goes first."""
        told = []
        for name in _FACTS:
            if name == "place":
                known = [self.facts[part] for part in ("province", "city", "county", "region_code")]
                value = " ".join(str(part) for part in known if part) or None
            else:
                value = self.facts[name]
            if value is not None:
                shown = label(_LABELLED[name], str(value)) if name in _LABELLED else str(value)
                told.append((name, f"{value} {shown}" if lang == "en" and name in _LABELLED else shown))
        return told

    def _sections(self) -> list[tuple[str, str]]:
        return [(heading or "", text or "") for heading, text in self.sections.select("heading", "text").iter_rows()]

    def _legend(self) -> str:
        kinds = [(state, label("cell_states", state), label("cell_marks", state)) for state in _MARKED]
        if self.highlight:
            kinds.append(("highlighted", label("form", "highlighted"), ""))
        cells = "".join(
            f'<td class="{kind}"><small>{escape(mark)}</small></td><th>{escape(text)}</th>'
            for kind, text, mark in kinds
        )
        return f'<table class="printed"><tr><th>{escape(label("form", "legend"))}</th>{cells}</tr></table>'

    def _table_html(self, table: str) -> str:
        form = self.form(table)
        if form is None:
            return f'<p class="missing">{escape(label("form", "no_table"))}</p>'
        lines = printed_table(self.codebook, table, form)
        rows = "".join(f"<tr>{''.join(map(self._cell_html, line))}</tr>" for line in lines)
        return f'<table class="printed" aria-label="{escape(label("tables", table))}">{rows}</table>'

    def _cell_html(self, cell: Printed) -> str:
        spans = "".join(
            f' {name}="{count}"' for name, count in (("colspan", cell.columns), ("rowspan", cell.rows)) if count > 1
        )
        if cell.key is None:
            return f"<th{spans}>{escape(cell.text)}</th>"
        shown = self._shown.get(cell.key, Shown(None, "missing"))
        classes = [shown.state] if shown.state in _MARKED else []
        titles = [label("cell_states", shown.state)] if classes else []
        if (message := self.highlight.get(cell.key)) is not None:
            classes.append("highlighted")
            titles.append(message)
        attributes = f' class="{" ".join(classes)}" title="{escape("; ".join(titles))}"' if classes else ""
        mark = f"<small>{escape(label('cell_marks', shown.state))}</small>" if shown.state in _MARKED else ""
        return f"<td{spans}{attributes}>{escape(shown.raw or '')}{mark}</td>"

    # ------------------------------------------------------------------ in a terminal

    def render(self, console: "Console", *, lang: str = "zh") -> None:
        """Prints the report's facts and its three tables; what is no number carries its sign (空, ？, 缺).

        Args:
            console: where to.
            lang: `zh` for the official labels alone, `en` for the frames' names beside them.
        """
        from rich.text import Text

        def named(group: str, code: str) -> str:
            return f"{code.replace('_', ' ')} {label(group, code)}" if lang == "en" else label(group, code)

        console.print(Text(plain(str(self.facts["title"] or self.facts["report_id"])), style="bold"))
        for name, value in self._told(lang):
            console.print(Text(f"{named('columns', name)}  {plain(value)}"))
        headings = "  ".join(f"{heading}（{len(text)}）" for heading, text in self._sections())
        if headings:
            console.print(Text(f"{named('columns', 'sections')}  {plain(headings)}"))
        for table in TABLES:
            console.print()
            console.print(self._terminal_table(table, named("tables", table)))
        if self.leftovers.height:
            console.print(Text(label("form", "leftovers"), style="bold"))
            for raw in self.leftovers["raw"]:
                console.print(Text(plain(raw or "")))
        for key, message in self.highlight.items():
            labels = self.codebook.labels
            names = (labels.get((key[0], code), code) for code in key[1:])
            console.print(Text(f"{' / '.join(names)}  {plain(message)}", style="red"))

    def _terminal_table(self, table: str, title: str) -> "Table | Text":
        from rich import box
        from rich.table import Table
        from rich.text import Text

        form = self.form(table)
        if form is None:
            return Text(f"{title}  {label('form', 'no_table')}", style="magenta")
        # Headings from `table`, so that both ways to look at a report use the same words.
        frame = self.table(table)
        drawn = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
        keys = [[cell.key for cell in line if cell.key] for line in printed_table(self.codebook, table, form)]
        flat = [key for line in keys for key in line]
        numbers = len(flat) // max(frame.height, 1)
        for index, name in enumerate(frame.columns):
            is_number = index >= frame.width - numbers
            drawn.add_column(Text(name), justify="right" if is_number else "left", overflow="fold")
        before = None
        for number, row in enumerate(frame.iter_rows()):
            heads = [Text(plain(text or "")) for text in row[: frame.width - numbers]]
            if len(heads) > 1 and row[0] == before:
                heads[0] = Text()  # a group's heading stands once, as in print
            before = row[0]
            values = [self._terminal_cell(key) for key in flat[number * numbers : (number + 1) * numbers]]
            drawn.add_row(*heads, *values)
        return drawn

    def _terminal_cell(self, key: Key) -> "Text":
        from rich.text import Text

        shown = self._shown.get(key, Shown(None, "missing"))
        text = Text(plain(shown.raw or ""), style=_TERMINAL_STYLES.get(shown.state, ""))
        if shown.state in _MARKED:
            text.append(label("cell_marks", shown.state))
        if key in self.highlight:
            text.stylize("bold reverse red")
        return text


def plain(text: str) -> str:
    """Returns text from a report without control characters: a terminal would obey them."""
    return "".join(" " if unicodedata.category(character) in ("Cc", "Cf") else character for character in text)
