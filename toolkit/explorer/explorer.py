"""`explore`: a corpus and its findings, to be looked at from all sides."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import plotly.graph_objects as go
import polars as pl

from toolkit.corpus import Corpus, ReportView
from toolkit.errors import ToolkitError, UnknownName, near_matches
from toolkit.explorer import terms
from toolkit.explorer.choice import Choice, Offer, offer
from toolkit.explorer.entries import Selection, gathered, placed, select
from toolkit.explorer.pictures import PICTURES, Drawn
from toolkit.explorer.summary import summary_html
from toolkit.messages import LANGUAGES, counted, message

if TYPE_CHECKING:
    from toolkit.explorer.panel import Panel


class Checked(Protocol):
    """What the explorer needs of the findings."""

    @property
    def frame(self) -> pl.DataFrame: ...
    @property
    def unknown(self) -> pl.DataFrame: ...
    def summary(self) -> pl.DataFrame: ...
    def highlight(self, report_id: str, *, lang: str = "zh") -> Mapping[tuple[str, str, str], str]: ...


def explore(
    corpus: Corpus,
    findings: Checked,
    *,
    years: "int | str | Iterable[int | str] | None" = None,
    province: str | None = None,
    level: str | None = None,
    kind: str | None = None,
    rule: str | None = None,
    severity: str | None = None,
    agency: str = "",
    lang: str = "en",
) -> "Explorer":
    """Returns an explorer: at the end of a notebook cell it shows filters, figures that follow them, agencies and
    their reports with the failing cells lit, and where a number stands in its document.

    Where no widget can run (a rendered notebook, no ipywidgets) it shows a summary of what is chosen. A notebook run
    by a program keeps the widget's state, and `nbconvert` then asks a network for the script that draws it:
    `--ClearMetadataPreprocessor.enabled=True` renders the summary instead.

    The other arguments are where the filters stand first; a rule or severity leaves the agency-years with such a
    finding, all others choose agencies and years whatever was found.

    Args:
        corpus: as loaded.
        findings: as `check` returns them.
        years: 2023, "2021-2023", a range, or several; the filter reaches from the first to the last of them.
        province: its full name, or `unknown`.
        level: `national`, `province`, `city`, `county`, `township`, or `unknown`.
        kind: `government`, `department`, … or `unknown`.
        rule: a rule that found something, by its code (`requests.balance`).
        severity: `critical`, `warning` or `info`.
        agency: words that stand in the agency's name.
        lang: `en`, with the official Chinese terms beside, or `zh`.

    Raises:
        UnknownName: a value that the corpus or its findings do not have, with near matches.
        ToolkitError: the arguments are no corpus and findings.
    """
    if not isinstance(corpus, Corpus):
        raise ToolkitError(f"explore(corpus, findings): the first is a {type(corpus).__name__}, not a corpus.")
    if not all(hasattr(findings, name) for name in ("frame", "summary", "highlight")):
        raise ToolkitError(
            f"explore(corpus, findings): the second is a {type(findings).__name__}, not what toolkit.check returns."
        )
    if lang not in LANGUAGES:
        raise UnknownName(f"There is no language {lang!r}: {', '.join(LANGUAGES)}.")
    made = Explorer(corpus, findings, lang)
    made.choose(years=years, province=province, level=level, kind=kind, rule=rule, severity=severity, agency=agency)
    return made


class Explorer:
    """A corpus and its findings, and what of them is chosen. Use `explore`.

    Attributes:
        whole: the corpus.
        checked: its findings.
        lang: `en` or `zh`.
    """

    def __init__(self, corpus: Corpus, findings: Checked, lang: str) -> None:
        """Use `explore`."""
        self.whole, self.checked, self.lang = corpus, findings, lang
        self.entries = gathered(corpus.reports, corpus.agency_years)
        self._placed = placed(findings.frame, self.entries)
        self.choice = Choice()
        self._panel: Panel | None = None

    # ------------------------------------------------------------------ what is chosen

    @cached_property
    def offer(self) -> Offer:
        """What there is to filter by."""
        return offer(self.entries, self._placed.drop_nulls("entry"))

    @cached_property
    def titles(self) -> dict[str, str]:
        """The titles of rules by their codes."""
        return terms.titles_of(self.checked.summary(), self.lang)

    def choose(self, **filters: Any) -> None:
        """Sets filters, those of `explore`; what is shown follows. Those not named stay as they are.

        Raises:
            UnknownName: no such filter, or no such value; with near matches.
        """
        known = tuple(Choice.__dataclass_fields__)
        for name in filters:
            if name not in known:
                raise UnknownName(
                    f"There is no filter {name!r}.{near_matches(name, known)} Filters: {', '.join(known)}."
                )
        checked = {name: self._value(name, value) for name, value in filters.items()}
        self.turn_to(replace(self.choice, **checked))
        if self._panel is not None:
            self._panel.follow()

    def turn_to(self, choice: Choice) -> None:
        """Takes a choice whose values are known to be there."""
        if choice != self.choice:
            self.choice = choice
            self.__dict__.pop("chosen", None)

    def _value(self, name: str, value: Any) -> Any:
        if name == "years":
            return None if value is None else self._years(value)
        if name == "agency":
            return str(value or "")
        return self.offer.check(name, value)

    def _years(self, value: Any) -> tuple[int, int]:
        try:
            # By the corpus's own filter: whoever asks for years is told the same everywhere.
            part = self.whole.filter(years=value)
        except TypeError:
            raise UnknownName(f"{value!r} is no year: write 2023, '2021-2023' or range(2021, 2024).") from None
        there = pl.concat([part.reports["year"], part.agency_years["year"]]).drop_nulls().to_list()
        if not there:
            raise UnknownName("The corpus has no report whose year is known.")
        return min(there), max(there)

    @cached_property
    def chosen(self) -> Selection:
        """What the filters leave."""
        return select(self.entries, self._placed, self.choice)

    @property
    def corpus(self) -> Corpus:
        """The corpus of the agencies and years that are chosen; all of it where nothing is filtered."""
        if self.choice == Choice():
            return self.whole
        entries = self.chosen.entries
        agencies = entries["agency"].drop_nulls().unique().sort().to_list()
        years = entries["year"].drop_nulls().unique().sort().to_list()
        part = self.whole.filter(agencies=agencies, years=years or None)
        return part.filter(regions=self.choice.province) if self.choice.province in self._provinces else part

    @cached_property
    def _provinces(self) -> frozenset[str]:
        return frozenset(self.entries["province"].drop_nulls())

    @property
    def findings(self) -> pl.DataFrame:
        """The findings that are chosen, columns as in `findings.frame`."""
        return self.chosen.findings.drop("entry")

    # ------------------------------------------------------------------ what is shown

    def figure(self, name: str) -> go.Figure:
        """Returns a figure of what is chosen.

        Args:
            name: `states`, `zero`, `levels`, `rules`, `years`, `counts` or `map`.

        Raises:
            UnknownName: there is no such figure.
        """
        if name not in PICTURES:
            near = near_matches(name, PICTURES)
            raise UnknownName(f"There is no figure {name!r}.{near} Figures: {', '.join(PICTURES)}.")
        titles = self._counted()
        of = Drawn(self.chosen, self.whole.agency_years, self.whole.reports, titles, self.lang)
        return PICTURES[name](of)

    def _counted(self) -> pl.DataFrame:
        """The rules with what holds for the selection: how many verdicts are unknown; what passes is not counted."""
        rules = self.checked.summary().select("suite", "rule", "title_zh", "title_en")
        rules = rules.unique(["suite", "rule"], keep="first", maintain_order=True)
        unknown = self._unknown.join(self.chosen.population, on="entry", how="semi")
        counts = unknown.group_by("suite", "rule").agg(pl.col("len").sum().alias("unknown"))
        return rules.join(counts, on=["suite", "rule"], how="left", maintain_order="left").with_columns(
            pl.col("unknown").fill_null(0), pl.lit(None, pl.Int64).alias("pass")
        )

    @cached_property
    def _unknown(self) -> pl.DataFrame:
        """How many verdicts are unknown, by entry and rule."""
        columns = ["report_id", "agency", "year", "suite", "rule"]
        found = self.checked.unknown.group_by(columns).len()
        return placed(found, self.entries).select("entry", "suite", "rule", "len")

    def report(self, report_id: str) -> ReportView:
        """Returns a report with the cells of its findings lit."""
        return self.whole.report(report_id).lit(self.checked.highlight(report_id, lang=self.lang))

    @property
    def notes(self) -> list[str]:
        """What must be said of the findings."""
        elsewhere = self._placed["entry"].null_count()
        if not elsewhere:
            return []
        return [message("explorer.elsewhere", self.lang, findings=counted(elsewhere, "finding", self.lang))]

    def __repr__(self) -> str:
        return f"<Explorer: {terms.chosen(self.chosen, 'en')}>"

    def _html(self, note: str, name: str = "") -> str:
        asked = terms.asked(self.choice, self.titles, self.lang)
        notes = [*self.notes, message(note, self.lang)]
        return summary_html(self.chosen, asked, notes, self.titles, self.lang, name=name)

    def _repr_html_(self) -> str:
        return self._html("explorer.static")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        panel = self._made()
        shown = {"text/plain": repr(self)}
        if panel is None:
            return shown | {"text/html": self._html("explorer.install")}
        return shown | {"text/html": self._html("explorer.static")} | panel.view()

    def _ipython_display_(self) -> None:
        """Shows the summary, then the widget, which hides it where it lives.

        One output of both would be the widget alone to whoever renders a notebook that keeps the widget's state:
        without a network nothing would be seen.
        """
        from IPython.display import publish_display_data

        publish: Any = publish_display_data  # IPython has no types here
        panel = self._made()
        note, name = ("explorer.install", "") if panel is None else ("explorer.static", panel.summary)
        publish({"text/plain": repr(self), "text/html": self._html(note, name)})
        if panel is not None:
            publish({"text/plain": ""} | panel.view())

    def _made(self) -> "Panel | None":
        """The widget, None where no widget can be made."""
        if self._panel is None:
            try:
                from toolkit.explorer.panel import Panel
            except ModuleNotFoundError as error:
                if error.name not in ("ipywidgets", "traitlets", "IPython"):
                    raise
                return None
            self._panel = Panel(self)
        return self._panel
