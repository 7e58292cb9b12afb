"""The part of the widget about one agency: its years, a report with its failing cells lit, the place of a number."""

from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as w
import polars as pl

from toolkit.codebook import TABLES
from toolkit.corpus import ReportView
from toolkit.corpus.display import plain
from toolkit.errors import ToolkitError
from toolkit.explorer import terms
from toolkit.explorer.fields import listing, named, said
from toolkit.labels import label
from toolkit.messages import message

if TYPE_CHECKING:
    from toolkit.explorer.explorer import Explorer

Key = tuple[str, str, str]

_LIT = "▸ "
# A report's tables are wider than half a notebook: they get a bar to move them, not less room to be read in.
_BESIDE = "minmax(0, 3fr) minmax(0, 2fr)"


class Details:
    """An agency's years and findings (`lists`), and below them a report and its evidence (`report`)."""

    def __init__(self, explorer: "Explorer") -> None:
        self.explorer, self.lang = explorer, explorer.lang
        self._silent = False
        self._view: ReportView | None = None
        self._found: list[tuple[Key | None, tuple[str, ...]]] = []
        self._keys: list[Key] = []
        self._years = pl.DataFrame()
        self.years = listing(terms.word("own_reports", self.lang))
        self.findings = listing(terms.word("own_findings", self.lang))
        self.message = w.HTML(layout={"overflow": "auto"})
        self.table = w.ToggleButtons(
            options=[(_table_name(code, self.lang), code) for code in TABLES], style={"button_width": "auto"}
        )
        self.tables = w.HTML(layout={"overflow": "auto", "max_height": "1100px"})
        self.cell = named(w.Dropdown(options=[]), terms.word("evidence", self.lang)).add_class("ogi-list")
        self.evidence = w.HTML(layout={"overflow": "auto", "max_height": "1000px"})
        self.lists = w.HBox(
            [
                w.VBox([self.years], layout={"flex": "2 1 190px"}),
                w.VBox([self.findings], layout={"flex": "4 1 320px"}),
            ],
            layout={"flex": "6 1 520px", "flex_flow": "row wrap", "grid_gap": "0 12px"},
        )
        beside = w.VBox([self.cell, self.message, self.evidence])
        self.report = w.GridBox(
            [w.VBox([self.table, self.tables]), beside],
            layout={"grid_template_columns": _BESIDE, "grid_gap": "16px", "width": "100%"},
        )
        self.years.observe(lambda _: self._picked_year(), "index")
        self.findings.observe(lambda _: self._picked_finding(), "index")
        self.cell.observe(lambda _: self._picked_cell(), "value")
        self.table.observe(lambda _: self._show_table(), "value")

    def show_agency(self, years: pl.DataFrame | None) -> None:
        """Shows an agency, first its latest report with most findings.

        Args:
            years: as `Selection.years_of`; None for no agency.
        """
        self._years = pl.DataFrame() if years is None else years
        self._silent = True
        lines = [terms.report_line(row, self.lang) for row in self._years.iter_rows(named=True)]
        self.years.options = [(line, at) for at, line in enumerate(lines)]
        self.years.index = self._first()
        self._silent = False
        self._picked_year()

    def _first(self) -> int | None:
        if self._years.is_empty():
            return None
        places = self._years.with_row_index("at").sort(
            pl.col("report_id").is_null(), "critical", "findings", "at", descending=[False, True, True, True]
        )
        return int(places["at"][0])

    def _picked_year(self) -> None:
        if self._silent:
            return
        report_id = None if self.years.index is None else self._years["report_id"][self.years.index]
        self._view = None if report_id is None else self.explorer.report(report_id)
        self._keys = self._cells()
        self._list_findings(report_id)
        self._list_cells()
        self._picked_finding()

    def _show_table(self) -> None:
        if self._view is not None:
            self.tables.value = self._view.html([self.table.value])
        else:
            told = "" if self.years.index is None else message("explorer.no_report", self.lang)
            self.tables.value = said(f"<p>{escape(told)}</p>", self.lang)

    def _list_findings(self, report_id: str | None) -> None:
        own = self.explorer.checked.frame.filter(pl.col("report_id") == report_id) if report_id else None
        self._found, lines = [], []
        if own is not None:
            order = pl.col("severity").replace_strict({name: at for at, name in enumerate(terms.MARKS)}, default=9)
            messages = ("message_zh",) if self.lang == "zh" else ("message_en", "message_zh")
            columns = ("severity", "rule", "table", "row", "column", *messages)
            own = own.sort(order, maintain_order=True).select(columns)
            for severity, rule, table, row, column, *told in own.iter_rows():
                texts = tuple(text for text in told if text) or (rule,)
                text = texts[0]
                self._found.append((self._place(table, row, column), texts))
                lines.append(f"{terms.MARKS.get(severity, '·')} {label('severities', severity, self.lang)} {text}")
        self._silent = True
        self.findings.options = [(plain(line), at) for at, line in enumerate(lines)]
        self.findings.index = 0 if lines else None
        self._silent = False

    def _place(self, table: str | None, row: str | None, column: str | None) -> Key | None:
        """The cell that a finding is about, or the first of its row or column."""
        if table is None or self._view is None:
            return None
        rows = self.explorer.whole.codebook.sums.get(row, (row,)) if row is not None else None
        for key in self._keys:
            if key[0] == table and (rows is None or key[1] in rows) and (column is None or key[2] == column):
                return key
        return None

    def _cells(self) -> list[Key]:
        """The report's cells, those that are lit first."""
        if self._view is None:
            return []
        lit = self._view.highlight
        keys: list[Key] = list(self._view.cells.select("table", "row", "column").iter_rows())
        keys.sort(key=lambda key: (key not in lit, TABLES.index(key[0])))
        return keys

    def _list_cells(self) -> None:
        labels = self.explorer.whole.codebook.labels
        lit = self._view.highlight if self._view is not None else {}
        options = []
        for key in self._keys:
            names = [label("tables", key[0])] + [labels.get((key[0], code), code) for code in key[1:]]
            options.append(((_LIT if key in lit else "") + " › ".join(names), key))
        self._silent = True
        self.cell.options = options
        self.cell.index = 0 if options else None
        self._silent = False

    def _picked_finding(self) -> None:
        if self._silent:
            return
        if self.findings.index is None:
            key, texts = None, (message("explorer.none_found", self.lang),) if self._view is not None else ()
        else:
            key, texts = self._found[self.findings.index]
            if key is None:
                texts = (*texts, f"({terms.word('whole', self.lang)})")
        # In English the Chinese message stands below; what is said of the whole is in the language asked for.
        languages = ("en", "zh", "en") if self.lang == "en" else ("zh", "zh")
        self.message.value = "".join(
            f'<p lang="{lang}">{escape(plain(text))}</p>' for lang, text in zip(languages, texts, strict=False)
        )
        if key is not None and self.cell.value != key:
            self.cell.value = key  # and with it the evidence
        else:
            self._picked_cell()

    def _picked_cell(self) -> None:
        if self._silent:
            return
        key: Any = self.cell.value
        if key is not None and self.table.value != key[0]:
            self.table.value = key[0]
        else:
            self._show_table()
        if self._view is None or key is None:
            self.evidence.value = ""
            return
        try:
            self.evidence.value = self._view.evidence(*key)._repr_html_()
        except ToolkitError as error:
            self.evidence.value = f"<p>{escape(str(error))}</p>"


def _table_name(code: str, lang: str) -> str:
    return label("tables", code) if lang == "zh" else f"{label('tables', code, lang)} {label('tables', code)}"
