"""What the demo says is true holds together, but where a fault is recorded."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.codebook import shipped_codebook
from toolkit.demo import true_reports
from toolkit.demo.faults import deadline
from toolkit.demo.model import Key, TrueReport
from toolkit.demo.truth import sown_reports
from toolkit.errors import SourceError

BOOK = shipped_codebook()
Side = list[Key]
Identity = tuple[Side, Side]


def changed_cells(report: TrueReport) -> set[tuple[str, str]]:
    """Cells (row, column) whose number a fault changed; a number told wrongly in the prose leaves its cell alone."""
    texts = [text.partition("@") for text in report.faults]
    cells = [cell for code, _, cells in texts if cells and code != "claims.table" for cell in cells.split(",")]
    return {(row, column) for row, _, column in (cell.partition("/") for cell in cells)}


def left_out(report: TrueReport) -> set[Key]:
    """Cells the form asks for and the report leaves out."""
    return set(report.units) - set(report.numbers)


def identities(report: TrueReport) -> Iterator[Identity]:
    """The identities within one report, as cells whose sums are equal."""
    results = BOOK.result_rows(report.template_requests)
    rows = [row.code for row in BOOK.request_rows if report.template_requests in row.templates]
    for column in (*BOOK.applicants, "total"):
        yield (
            [("requests", "new", column), ("requests", "carried_in", column)],
            [("requests", "processed", column), ("requests", "carried_out", column)],
        )
        yield [("requests", row, column) for row in results], [("requests", "processed", column)]
    for row in rows:
        yield [("requests", row, a) for a in BOOK.applicants], [("requests", row, "total")]
    for channel in BOOK.review_rows:
        parts = [("review", channel.code, c.code) for c in BOOK.review_columns if c.code != "total"]
        yield parts, [("review", channel.code, "total")]


def total(report: TrueReport, cells: Side) -> float:
    values = [report.numbers[cell] for cell in cells]
    return sum(value for value in values if isinstance(value, int | float))  # blank is zero at who leaves zeros blank


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_every_identity_holds_unless_a_fault_touches_it(seed: int) -> None:
    for report in true_reports(agencies=30, years=(2020, 2022), seed=seed):
        changed = changed_cells(report) | {cell[1:] for cell in left_out(report)}
        for left, right in identities(report):
            if not changed & {cell[1:] for cell in (*left, *right)}:
                assert total(report, left) == total(report, right), (report.agency.name, report.year, left, right)


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_what_is_carried_out_of_a_year_is_carried_into_the_next_unless_a_fault_says_so(seed: int) -> None:
    reports = true_reports(agencies=30, seed=seed)
    for before, after in pairwise(reports):
        if (before.agency.name, before.year + 1) != (after.agency.name, after.year):
            continue
        for column in (*BOOK.applicants, "total"):
            out, into = ("requests", "carried_out", column), ("requests", "carried_in", column)
            if out[1:] in changed_cells(before) or into[1:] in changed_cells(after):
                continue
            if out in left_out(before) or into in left_out(after):
                continue
            assert (before.numbers[out] or 0) == (after.numbers[into] or 0), (after.agency.name, after.year, column)


def test_stocks_of_documents_and_items_add_up_over_the_years() -> None:
    reports = true_reports(agencies=24)
    checked = 0
    for before, after in pairwise(reports):
        if (before.agency.name, before.year + 1) != (after.agency.name, after.year):
            continue
        old, new = (
            {key[1:]: value if isinstance(value, int | float) else 0 for key, value in report.numbers.items()}
            for report in (before, after)
        )
        if before.template_disclosure == after.template_disclosure == "2021":
            for row in ("regulations", "normative_documents"):
                assert new[row, "in_force"] == old[row, "in_force"] + new[row, "issued"] - new[row, "repealed"]
                checked += 1
        if before.template_disclosure == after.template_disclosure == "2019":
            for row in ("licensing", "other_services", "penalties", "coercion", "fees"):
                assert new[row, "prior_items"] == old[row, "prior_items"] + old[row, "change"]
                checked += 1
    assert checked > 100


def test_the_forms_follow_the_years_but_for_late_users_and_hybrids() -> None:
    reports = true_reports(agencies=48)
    forms = {(r.year >= 2021, r.template_disclosure, r.template_requests) for r in reports}
    assert forms == {
        (False, "2019", "2019"), (True, "2021", "2021"), (True, "2019", "2019"), (True, "2021", "2019"),
    }  # fmt: skip


def test_there_are_all_sizes_zero_streaks_gaps_and_blank_zeros() -> None:
    reports = true_reports(agencies=120)
    totals: dict[str, list[float]] = {}
    for report in reports:
        value = report.numbers.get(("requests", "new", "total"))
        totals.setdefault(report.agency.name, []).append(value if isinstance(value, int) else 0)
    assert sum(not any(values) for values in totals.values()) > 20
    assert sum(max(values) > 1000 for values in totals.values()) > 5
    short = {name for name, values in totals.items() if len(values) == 5}
    assert len(short - {"南通市海门区人民政府"}) == 120 // 10  # that one has its name since 2020 only
    blank = [r for r in reports if all(v != 0 for k, v in r.numbers.items() if k[0] != "disclosure")]
    assert len({r.agency.name for r in blank}) == 10


def test_an_agency_that_leaves_zeros_blank_prints_none_whatever_its_faults() -> None:
    reports = true_reports(agencies=240, fault_rate=1)
    blank = {r.agency.name for r in reports if sum(v is None for v in r.numbers.values()) > 60}
    assert len(blank) == 240 // 12
    for report in reports:
        zeros = [key for key, value in report.numbers.items() if key[0] != "disclosure" and value == 0]
        assert not (zeros and report.agency.name in blank), (report.agency.name, report.year, report.faults)


def test_faults_come_at_the_known_rate_and_of_every_sort() -> None:
    reports = true_reports(agencies=400)
    faulty = [report for report in reports if report.faults]
    assert 0.13 < len(faulty) / len(reports) < 0.20
    codes = {text.partition("@")[0] for report in faulty for text in report.faults}
    assert codes == {
        "requests.parts", "requests.total", "digits_swapped", "cells.blank", "cells.unreadable", "cells.total_omitted",
        "carry_over.requests", "review.total", "fees.unit", "fees.statement", "claims.table", "narrative.year",
        "timeliness.deadline", "requests.balance", "disclosure.stock", "cells.count", "cells.missing",
        "structure.tables",
    }  # fmt: skip


def test_no_faults_when_none_are_wanted() -> None:
    reports = true_reports(agencies=60, fault_rate=0)
    codes = {text.partition("@")[0] for report in reports for text in report.faults}
    assert codes <= {"cells.total_omitted"}  # a habit of some agencies, no slip
    assert not any(left_out(report) for report in reports)


@pytest.mark.parametrize("seed", range(1, 6))
def test_every_sort_of_slip_has_its_turn_in_a_small_demo(seed: int) -> None:
    reports = true_reports(agencies=60, seed=seed)
    codes = [text.partition("@")[0] for report in reports for text in report.faults]
    assert {"requests.balance", "disclosure.stock", "cells.count", "cells.missing", "structure.tables"} <= set(codes)
    assert 0.13 < len(codes) / len(reports) < 0.20


def test_what_is_left_out_is_a_row_a_column_or_a_table() -> None:
    gone = [cells for report in true_reports(agencies=400) if (cells := left_out(report))]
    shapes = {
        (
            len({row for _, row, _ in cells}) == 1,
            len({column for _, _, column in cells}) == 1,
            len(cells) in (7, 23, 25),
        )
        for cells in gone
    }
    assert shapes == {(True, False, True), (False, True, True), (False, False, False)}
    tables = {key[0] for cells in gone if len(cells) not in (7, 23, 25) for key in cells}
    assert tables == {"disclosure", "requests", "review"}


def test_the_silent_report_zeros_and_zeros_only() -> None:
    silent = [r for r in true_reports(agencies=60, fault_rate=0) if all(v == 0 for v in r.numbers.values())]
    assert len({report.agency.name for report in silent}) >= 2
    assert all(re.search("未收到|没有收到", report.sections[0][1]) for report in silent)


def test_some_print_a_slash_for_regulations_they_did_not_make() -> None:
    slashing = [report for report in true_reports(agencies=60) if report.slashes]
    assert len({report.agency.name for report in slashing}) == 3
    for report in slashing:
        assert {key[1] for key in report.slashes} == {"regulations"}
        assert all(report.numbers[key] is None for key in report.slashes)


def test_some_issue_their_first_documents() -> None:
    stock = ("in_force", "issued", "repealed")
    known = [
        [r.numbers.get(("disclosure", "normative_documents", column)) for column in stock] for r in true_reports(60)
    ]
    assert any(row[0] == row[1] != 0 and row[2] == 0 for row in known if None not in row)


def test_a_fault_changes_the_cells_it_names_and_their_correct_values_are_kept() -> None:
    for report, correct in sown_reports(agencies=100):
        if "structure.tables" in report.faults:  # names no cell: all of one table are gone
            assert set(correct) == left_out(report)
            assert {key[0] for key in report.units} - {key[0] for key in report.numbers} == {key[0] for key in correct}
            continue
        assert {key[1:] for key in correct} == changed_cells(report), report.faults
        gone = any(text.startswith("cells.missing@") for text in report.faults)
        assert left_out(report) == (set(correct) if gone else set())
        for key, value in correct.items():
            assert report.numbers.get(key, "left out") != value, (report.faults, key)


def test_dates_are_in_order_and_in_time_unless_a_fault_says_so() -> None:
    for report in true_reports(agencies=100):
        if report.published is not None and "timeliness.deadline" not in report.faults:
            assert report.published <= deadline(report.agency.level, report.agency.kind, report.year)
        if report.published is not None and report.signed is not None:
            assert report.year < report.signed.year <= report.published.year
            assert report.signed <= report.published


def test_only_organs_that_may_make_them_have_regulations() -> None:
    for report in true_reports(agencies=300, years=(2021, 2021)):
        if report.numbers.get(("disclosure", "regulations", "in_force"), 0):
            assert report.agency.level in ("national", "province", "city")
            assert report.agency.kind == "government" or report.agency.level == "national"
            assert "行政公署" not in report.agency.name


@pytest.mark.parametrize("years", [(2022, 2021), (1990, 2000), (2020, 10_000)])
def test_years_that_are_none_are_refused(years: tuple[int, int]) -> None:
    with pytest.raises(SourceError, match="first, last"):
        true_reports(agencies=1, years=years)


def test_equal_arguments_give_equal_reports_in_any_process() -> None:
    code = (
        "import hashlib; from toolkit.demo import true_reports; r = true_reports(60, (2020, 2022), seed=5);"
        "t = repr([(x.agency, x.year, x.sections, tuple(x.numbers.items()), x.faults, x.published) for x in r]);"
        "print(hashlib.sha256(t.encode()).hexdigest())"
    )
    digests = set()
    for salt in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": salt, "PYTHONPATH": os.pathsep.join(sys.path)}
        run = subprocess.run([sys.executable, "-c", code], env=env, check=True, capture_output=True, text=True)
        digests.add(run.stdout)
    assert len(digests) == 1
    assert true_reports(10, seed=5) != true_reports(10, seed=6)
