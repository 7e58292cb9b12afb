"""The sums that rules over several years ask about are those of the suite `identities`, tolerance included."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

import toolkit as tk
from tests.corpus.small_reports import Key, frames, read, report
from toolkit.codebook import shipped_codebook
from toolkit.corpus import Corpus
from toolkit.corpus.across_years import broken_columns, broken_rows
from toolkit.rules.balance import TOLERANCE

BOOK = shipped_codebook()
RULES = ("requests.balance", "requests.parts", "requests.total")


def broken(corpus: Corpus) -> set[tuple[str, str | None, str | None]]:
    """Report, row and column of each sum that is broken, by the frames' own account."""
    rows = broken_rows(corpus.requests_by_row, BOOK.applicants)
    found: set[tuple[str, str | None, str | None]] = {
        (report_id, row, None) for report_id, row in rows.select("report_id", "row").iter_rows()
    }
    for some, _ in broken_columns(corpus.requests_by_column, BOOK):
        found |= {(report_id, None, column) for report_id, column in some.select("report_id", "column").iter_rows()}
    return found


def told(corpus: Corpus) -> set[tuple[str, str | None, str | None]]:
    """The same by the suite."""
    findings = tk.check(corpus, "identities").frame
    return set(findings.filter(findings["rule"].is_in(RULES)).select("report_id", "row", "column").iter_rows())


cells = [("requests", row, column) for row, column in BOOK.cells("requests", "2021")]
numbers = st.sampled_from([0, 1, 2, 3, "", "若干", 1 + TOLERANCE / 2, 1 + TOLERANCE * 2])


def near(off: float) -> dict[Key, float | str]:
    return {("requests", "new", "natural_person"): 1 + off, ("requests", "new", "total"): 1}


@example(near(TOLERANCE / 2), "2021")
@example(near(TOLERANCE * 2), "2021")
@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(cells), numbers, max_size=6), st.sampled_from(["2019", "2021"]))
def test_the_same_sums_are_broken(printed: dict[Key, float | str], form: str) -> None:
    kept = {key: number for key, number in printed.items() if key[1:] in BOOK.cells("requests", form)}
    year = 2020 if form == "2019" else 2023
    corpus = Corpus.of_frames(frames(read("a", report(year=year, printed=dict(kept), disclosure=form, requests=form))))
    assert broken(corpus) == told(corpus)
