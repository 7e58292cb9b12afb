"""The widget: filters above, below them figures on one tab, agencies and their reports on the other."""

from functools import partial
from html import escape, unescape
from typing import Any

import ipywidgets as w
import polars as pl

from toolkit.explorer import terms
from toolkit.explorer.choice import PLACES, Choice
from toolkit.explorer.details import Details
from toolkit.explorer.entries import page_of
from toolkit.explorer.explorer import Explorer
from toolkit.explorer.fields import listing, named, said
from toolkit.explorer.pictures import MIME, PICTURES, bundle
from toolkit.figures.style import one_line
from toolkit.messages import message
from toolkit.notebook import style

_SPAN = ("first", "last")
_ALL, _NOBODY = "", 0
"""Ask for everything, and for reports of no known agency: a list whose value is None has nothing selected."""

_HIDDEN = (
    '<style>:is(#main,[class*="vscode-"]) .ogi-explorer.{summary},'
    "#main .jp-OutputArea-child:has(> * > .ogi-explorer.{summary}){{display:none}}</style>"
)
"""Where the widget is drawn and a kernel answers it (JupyterLab and Notebook name their window `main`), the summary
shown before it is not needed. A rendered page that draws the widget too keeps it: there the widget answers nothing."""

_KEYS = """<img alt="" hidden src="data:," onerror="const own = (tries) => {
  const panel = this.closest('.ogi-panel');
  if (panel) panel.addEventListener('focusin', ({target}) => target.setAttribute('data-lm-suppress-shortcuts', ''));
  else if (tries) setTimeout(own, 100, tries - 1);
}; own(100)">"""
"""JupyterLab takes keys from lists inside a cell's output: an arrow would leave the cell, a letter change it. What
keeps it from doing so is an attribute of the field itself, which no widget can set; a picture that is none does."""


class Panel:
    """The widget of an explorer. What is not seen is not made: a figure waits until its tab is open."""

    def __init__(self, explorer: Explorer) -> None:
        self.explorer, self.lang = explorer, explorer.lang
        self._silent = False
        self._page = 0
        self._stale = {"figure", "list"}
        self.filters = self._filters()
        self.told = w.HTML()
        self.picture = w.ToggleButtons(
            options=[(terms.picture(name, self.lang), name) for name in PICTURES],
            style={"button_width": "auto"},
        )
        self.caption, self.drawing = w.HTML(), w.Output()
        self.agencies = listing(terms.word("agencies", self.lang))
        self.pager = w.HTML()
        self.before, self.after = (
            # Named by a word: an icon alone is nothing to who does not see it.
            w.Button(icon=icon, description=message(f"explorer.{name}", self.lang), layout={"width": "auto"})
            for icon, name in (("chevron-left", "before"), ("chevron-right", "after"))
        )
        self.details = Details(explorer)
        self.tabs = w.Tab(
            children=[self._figures(), self._reports()],
            titles=[terms.word("figures", self.lang), terms.word("reports", self.lang)],
        )
        self.styled = w.HTML(layout={"display": "none"})
        self.box = w.VBox([self.styled, self._filter_rows(), self.told, self.tabs], layout={"width": "100%"})
        self.box.add_class("ogi-panel")
        self.styled.value = style() + _HIDDEN.format(summary=self.summary) + _KEYS
        self._listen()
        self.follow()

    @property
    def summary(self) -> str:
        """What names the summary that this widget stands for."""
        return f"of-{self.box.model_id}"

    def view(self) -> dict[str, Any]:
        """Returns what a front end that has widgets shows."""
        bundle_: Any = self.box._repr_mimebundle_()
        return {name: content for name, content in bundle_.items() if name.startswith("application/")}

    # ------------------------------------------------------------------ how it is laid out

    def _filters(self) -> dict[str, Any]:
        offer = self.explorer.offer
        made: dict[str, Any] = {}
        if len(offer.years) > 1:
            # Not a slider: its handles have no names, and are read out by their places, not their years.
            made |= {name: w.Dropdown(options=offer.years) for name in _SPAN}
        for name in (*PLACES, "severity", "rule"):
            options = [(message("explorer.all", self.lang), _ALL)]
            options += [(self._called(name, code), code) for code in offer.values[name]]
            made[name] = w.Dropdown(options=options)
        # At the end of typing, not at each letter: every change draws anew.
        made["agency"] = w.Text(continuous_update=False, placeholder=message("explorer.hint", self.lang))
        for name, field in made.items():
            called = terms.word(f"{name}_year", self.lang) if name in _SPAN else terms.heading(name, self.lang)
            named(field, called)
        return made

    def _called(self, name: str, code: str) -> str:
        if name != "rule":
            return terms.value(name, code, self.lang)
        return f"{self.explorer.titles.get(code, code)} ({code})"

    def _filter_rows(self) -> w.Widget:
        """Each filter below its name, as many beside each other as there is room for."""
        self.reset = w.Button(description=message("explorer.reset", self.lang), icon="undo", layout={"width": "100%"})
        columns = "repeat(auto-fill, minmax(190px, 1fr))"
        return w.GridBox(
            [*self.filters.values(), self.reset],
            layout={"grid_template_columns": columns, "grid_gap": "2px 12px", "align_items": "flex-end"},
        )

    def _figures(self) -> w.Widget:
        return w.VBox([self.picture, self.caption, self.drawing])

    def _reports(self) -> w.Widget:
        turn = w.HBox([self.before, self.after, self.pager], layout={"align_items": "center"})
        list_ = w.VBox([self.agencies, turn], layout={"flex": "3 1 300px"})
        top = w.HBox([list_, self.details.lists], layout={"flex_flow": "row wrap", "grid_gap": "0 12px"})
        return w.VBox([top, self.details.report])

    # ------------------------------------------------------------------ what it does

    def _listen(self) -> None:
        for name, field in self.filters.items():
            field.observe(partial(self._filtered, name), "value")
        self.reset.on_click(lambda _: self._reset())
        self.picture.observe(lambda _: self._turn("figure"), "value")
        self.tabs.observe(lambda _: self._show(), "selected_index")
        self.agencies.observe(lambda _: self._picked(), "value")
        self.before.on_click(lambda _: self._leaf(-1))
        self.after.on_click(lambda _: self._leaf(1))

    def _filtered(self, name: str, _: Any) -> None:
        if not self._silent:
            self._order(name)
            values = {name: None if field.value == _ALL else field.value for name, field in self.filters.items()}
            first, last = (values.pop(name, None) for name in _SPAN)
            # Reports of no known year are left out only where years are asked for.
            years = None if first is None or (first, last) == self._whole else (first, last)
            self.explorer.turn_to(Choice(**values | {"years": years, "agency": values["agency"] or ""}))
            self._changed()

    def _order(self, changed: str) -> None:
        """Draws the other end of the years along, where one was set beyond it."""
        if changed in _SPAN and self.filters["first"].value > self.filters["last"].value:
            self._silent = True
            other = _SPAN[changed == "first"]
            self.filters[other].value = self.filters[changed].value
            self._silent = False

    @property
    def _whole(self) -> tuple[int, int] | None:
        years = self.explorer.offer.years
        return (years[0], years[-1]) if years else None

    def _reset(self) -> None:
        self.explorer.turn_to(Choice())
        self.follow()

    def follow(self) -> None:
        """Shows what the explorer has chosen."""
        choice = self.explorer.choice
        span = dict(zip(_SPAN, choice.years or self._whole or (), strict=False))
        self._silent = True
        for name, field in self.filters.items():
            value = span[name] if name in span else getattr(choice, name)
            field.value = _ALL if value is None else value
        self._silent = False
        self._changed()

    def _changed(self) -> None:
        self._page, self._stale = 0, {"figure", "list"}
        told = [f"<b>{escape(terms.chosen(self.explorer.chosen, self.lang))}</b>"]
        told += [escape(note) for note in self.explorer.notes]
        if self.explorer.chosen.entries.is_empty():
            told = [escape(message("explorer.nothing", self.lang))]
        self.told.value = said("<br>".join(told), self.lang)
        self._show()

    def _turn(self, part: str) -> None:
        self._stale.add(part)
        self._show()

    def _show(self) -> None:
        """Makes what is seen and stale."""
        if self.tabs.selected_index == 0 and "figure" in self._stale:
            self._draw()
        if self.tabs.selected_index == 1 and "list" in self._stale:
            self._list()

    def _draw(self) -> None:
        self._stale.discard("figure")
        figure = self.explorer.figure(self.picture.value)
        title = figure.layout.title
        heading, told = (_safe(one_line(text or "")) for text in (title.text, title.subtitle.text))
        self.caption.value = said(f"<h3>{heading}</h3><p>{told}</p>", self.lang)
        data = bundle(figure)
        self.drawing.layout.height = f"{data[MIME]['layout']['height']:.0f}px"
        self.drawing.outputs = ({"output_type": "display_data", "data": data, "metadata": {}},)

    def _list(self) -> None:
        self._stale.discard("list")
        agencies = self.explorer.chosen.agencies
        shown, self._page, pages = page_of(agencies, self._page)
        shared = set(agencies.filter(pl.col("agency").is_duplicated())["agency"])
        options = [
            (terms.agency_line(row, self.lang, shared=row["agency"] in shared), row["unit"])
            for row in shown.iter_rows(named=True)
        ]
        if self._page == pages - 1 and self.explorer.chosen.entries["unit"].null_count():
            options.append((message("explorer.unnamed", self.lang), _NOBODY))
        self._silent = True
        self.agencies.options = options
        self.agencies.index = 0 if options else None
        self._silent = False
        first = self._page * len(shown) if self._page < pages - 1 else agencies.height - shown.height
        self.pager.value = escape(
            message(
                "explorer.page", self.lang, first=f"{min(first + 1, agencies.height):,}",
                last=f"{first + shown.height:,}", count=f"{agencies.height:,}",
            )
        )  # fmt: skip
        self.before.disabled, self.after.disabled = self._page == 0, self._page == pages - 1
        self._picked()

    def _leaf(self, by: int) -> None:
        self._page += by
        self._list()

    def _picked(self) -> None:
        if not self._silent:
            there = self.agencies.index is not None
            self.details.show_agency(self.explorer.chosen.years_of(self.agencies.value or None) if there else None)


def _safe(text: str | None) -> str:
    """A text that plotly shows, as HTML: it is escaped in part already."""
    return escape(unescape(text or ""))
