"""What cases are made of: agencies nobody else has, coherent years of theirs, and reports about these."""

import random
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

from toolkit.demo.agencies import all_agencies
from toolkit.demo.faults import deadline
from toolkit.demo.histories import histories
from toolkit.demo.model import Key, TrueAgency, TrueReport
from toolkit.demo.prose import own_problems, sections
from toolkit.demo.quantities import Numbers, Value, numbers_of, units

_TRIES = 400
Fits = Callable[[TrueAgency], bool]
Wish = Callable[[Sequence[Numbers]], bool]


class Sign(NamedTuple):
    """What a rule must say of a case: by which report of the case (None: of an agency's year), and where.

    Attributes:
        rule: as the catalogue names it.
        at: position of the report among those of the case; None where no report is named.
        table: code of the table, None where the rule names none.
        row: code of the row, None where the rule names none.
        column: code of the column, None where the rule names none.
        agency: whose year it is, where no report is named.
        year: see `agency`.
    """

    rule: str
    at: int | None = 0
    table: str | None = None
    row: str | None = None
    column: str | None = None
    agency: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A few reports of agencies that no other case has, with faults of one rule or with traps for it.

    Attributes:
        rule: the rule it is about.
        name: of the fault or trap.
        reports: as they say.
        wanted: what must be found: by the rule itself, and by others that cannot but see it too.
        unjudged: rules of which nothing is claimed here.
        roster: agencies of which reports were expected (name, region code, year), where the rule asks for a roster.
        subordinates: agency and superior, where the rule asks who stands below whom.
        shapes: names of the shapes it may be printed in, where others tell more than it says; all if empty.
        correct: what the changed cells of its first report should say, where that is known.
    """

    rule: str
    name: str
    reports: tuple[TrueReport, ...]
    wanted: tuple[Sign, ...] = ()
    unjudged: frozenset[str] = frozenset()
    roster: tuple[tuple[str, str | None, int], ...] = ()
    subordinates: tuple[tuple[str, str], ...] = ()
    shapes: tuple[str, ...] = ()
    correct: Mapping[Key, Value] = field(default_factory=dict)

    @property
    def faulty(self) -> bool:
        """Whether it holds a fault of its rule."""
        return any(sign.rule == self.rule for sign in self.wanted)


class Pool:
    """Agencies by what they are, each given out once."""

    def __init__(self, rng: random.Random, without: Container[str] = ()) -> None:
        self._left = [agency for agency in all_agencies() if agency.name not in without]
        rng.shuffle(self._left)

    def take(self, fits: Fits) -> TrueAgency:
        """Returns the next agency that fits.

        Raises:
            LookupError: none is left.
        """
        for at, agency in enumerate(self._left):
            if fits(agency):
                # The last one takes its place: taking from the middle of a long list moves all behind it.
                self._left[at] = self._left[-1]
                self._left.pop()
                return agency
        raise LookupError("No agency is left that fits.")


@dataclass(slots=True)
class Desk:
    """Where one case is made: its own source of chance, and the pool all cases share."""

    rng: random.Random
    pool: Pool
    forms: tuple[str, str] = field(default=("2021", "2021"))

    def agency(self, fits: Fits | None = None) -> TrueAgency:
        """Returns an agency nobody else has; a department or office below the province if not told."""
        return self.pool.take(fits or ordinary)

    def numbers(
        self, agency: TrueAgency, years: int = 1, wish: Wish | None = None, forms: tuple[str, str] | None = None
    ) -> list[Numbers]:
        """Returns coherent numbers of consecutive years that are as wished; with requests, if not told.

        Raises:
            LookupError: chance does not give any.
        """
        wanted = wish or busy
        for _ in range(_TRIES):
            facts = list(histories(self.rng, agency, years))
            if wish is quiet:  # chance gives such years to some kinds of agencies only
                facts = [one._replace(requests={}, review={}) for one in facts]
            found = [numbers_of(one, *(forms or self.forms)) for one in facts]
            if wanted(found):
                return found
        raise LookupError(f"No numbers of {agency.name} are as wished.")

    def report(
        self,
        agency: TrueAgency,
        year: int,
        numbers: Numbers,
        *,
        forms: tuple[str, str] | None = None,
        absent: Iterable[Key] = (),
        told: Numbers | None = None,
    ) -> TrueReport:
        """Returns a report whose prose tells what its tables say.

        Args:
            agency: who reports.
            year: the year reported about.
            numbers: as printed.
            forms: of table 2 and table 3; the desk's if not told.
            absent: cells that are not printed.
            told: the numbers the prose tells, if they are others.
        """
        form = forms or self.forms
        gone = set(absent)
        shown: Mapping[Key, Value] = {k: v for k, v in numbers.items() if k not in gone} if gone else numbers
        published, signed = self._days(agency, year)
        prose = sections(self.rng, agency, year, told or numbers)
        report = TrueReport(
            agency=agency, year=year, template_disclosure=form[0], template_requests=form[1],
            published=published, signed=signed,
            sections=prose, numbers=shown, units=units(*form, self.rng.choice(("元", "万元"))), faults=(),
        )  # fmt: skip
        # Among ten thousand reports two would be alike by chance: of ten sentences, each one of some.
        opened, _, rest = prose[4][1].partition("\n")
        return with_section(report, 5, f"{opened}{own_problems(self.rng, 2)}\n{rest}")

    def _days(self, agency: TrueAgency, year: int) -> tuple[date, date | None]:
        last = deadline(agency.level, agency.kind, year)
        published = date(year + 1, 1, 5) + timedelta(days=self.rng.randint(0, (last - date(year + 1, 1, 5)).days))
        signed = published - timedelta(days=self.rng.randint(0, 4))
        return published, signed if self.rng.random() < 0.6 else None


def ordinary(agency: TrueAgency) -> bool:
    """Whether an agency is one of those that most reports come from. Governments are few: cases ask for them."""
    return agency.level in ("city", "county") and agency.kind in ("department", "office")


def of(level: str | None = None, kind: str | None = None) -> Fits:
    """Returns what asks for a level and a kind of agency."""
    return lambda agency: level in (None, agency.level) and kind in (None, agency.kind)


def number(numbers: Mapping[Key, Value], table: str, row: str, column: str = "total") -> float:
    """Returns a number, 0 where there is none."""
    value = numbers.get((table, row, column), 0)
    return value if isinstance(value, int | float) else 0


def busy(years: Sequence[Numbers]) -> bool:
    """Whether every year has requests that are new, and some that are answered."""
    return all(number(one, "requests", row) for one in years for row in ("new", "processed"))


def quiet(years: Sequence[Numbers]) -> bool:
    """Whether no year has a request or a review."""
    rows = [("requests", row) for row in ("new", "carried_in")] + [("review", "review")]
    return not any(number(one, *row) for one in years for row in rows)


def with_section(report: TrueReport, number_: int, text: str) -> TrueReport:
    """Returns the report with other prose in a section."""
    prose = tuple((head, text if at == number_ else old) for at, (head, old) in enumerate(report.sections, 1))
    return replace(report, sections=prose)
