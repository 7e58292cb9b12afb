"""The oracle on cells: blank, unreadable, missing, no counts; totals omitted, tables absent, blanks that mean 0."""

import pytest

from tests.rules.oracle import (
    absent_tables,
    blank_convention,
    expected_verdicts,
    may_make_regulations,
)
from tests.rules.sound_report import (
    BOOK,
    CITY,
    DONE,
    GRANTED,
    IN,
    NEW,
    OFFICE,
    OUT,
    PERSON,
    REGULATIONS,
    Cells,
    Value,
    blank_totals,
    blank_zeros,
    cell,
    fails,
    judged,
    numbers,
    of,
    report,
)
from toolkit.demo.model import Key, TrueAgency


@pytest.mark.parametrize(
    "key",
    [
        ("requests", "rejected_repeat", "research"),
        ("review", "review", "other"),
        ("disclosure", "coercion", "decisions"),
    ],
)
@pytest.mark.parametrize(
    ("value", "rule", "severity"),
    [(None, "cells.blank", "warning"), ("无", "cells.unreadable", "warning"), ("absent", "cells.missing", "critical")],
)
def test_a_cell_without_a_number_is_told_for_what_it_is(key: Key, value: str | None, rule: str, severity: str) -> None:
    told = report(without=[key]) if value == "absent" else report({key: value})
    assert fails(told, "cells.blank", "cells.unreadable", "cells.missing", "cells.count") == {cell(rule, "fail", key)}
    assert of(told, "cells.count") == {cell("cells.count", "unknown", key)}
    assert {e.severity for e in expected_verdicts(told) if e.rule == rule} == {severity}
    assert of(told, "structure.tables") == (
        {("structure.tables", "fail", None, None, None)} if value == "absent" else set()
    )


@pytest.mark.parametrize(
    ("key", "value", "wrong"),
    [
        (("disclosure", "penalties", "decisions"), -1, True),
        (("disclosure", "penalties", "decisions"), 1.5, True),
        (("disclosure", "penalties", "decisions"), 2.0, False),
        (("disclosure", "penalties", "prior_items"), -1, True),
        (("disclosure", "penalties", "change"), -19, False),
        (("disclosure", "penalties", "change"), -1.5, True),
        (("disclosure", "procurement", "amount"), 2.5, False),
        (("disclosure", "procurement", "amount"), -2.5, False),
        (("disclosure", "procurement", "amount"), None, False),
        (("disclosure", "procurement", "projects"), 2.5, True),
    ],
)
def test_counts_are_whole_and_not_negative_but_amounts_and_changes(key: Key, value: Value, wrong: bool) -> None:
    told = report({key: value}, form="2019", year=2020)
    assert of(told, "cells.count") == ({cell("cells.count", "fail", key)} if wrong else set())
    assert all(e.severity == "critical" for e in expected_verdicts(told) if e.rule == "cells.count")


def test_counts_of_tables_3_and_4_are_held_to_it_too() -> None:
    keys: list[Key] = [("requests", "rejected_repeat", "research"), ("review", "direct_litigation", "other")]
    assert of(report({keys[0]: -1, keys[1]: 0.5}), "cells.count") == {cell("cells.count", "fail", key) for key in keys}


def test_a_row_or_column_left_out_is_told_cell_by_cell() -> None:
    row = [k for k in report().numbers if k[1] == "rejected_repeat"]
    told = report(without=row)
    assert of(told, "cells.missing") == {cell("cells.missing", "fail", key) for key in row}
    assert len(row) == 7
    assert of(told, "requests.parts") == {
        ("requests.parts", "unknown", "requests", None, c) for c in (*BOOK.applicants, "total")
    }
    column = [k for k in report().numbers if k[2] == "research"]
    assert of(report(without=column), "cells.missing") == {cell("cells.missing", "fail", key) for key in column}
    assert len(of(report(without=column), "requests.total")) == len(column) == 25


@pytest.mark.parametrize("table", ["disclosure", "requests", "review"])
def test_a_table_wholly_absent_fails_structure_only_and_leaves_its_identities_unknown(table: str) -> None:
    told = report(without=[key for key in report().numbers if key[0] == table])
    assert absent_tables(told) == (table,)
    assert fails(told) == {("structure.tables", "fail", None, None, None)}
    assert {e.severity for e in expected_verdicts(told) if e.verdict == "fail"} == {"critical"}
    identities = {
        "disclosure": {"disclosure.stock"},
        "requests": {"requests.balance", "requests.parts", "requests.total", "gaps.zero_requests"},
        "review": {"review.total"},
    }
    assert {found[0] for found in judged(told)} == {*identities[table], "structure.tables", "cells.count"}


@pytest.mark.parametrize(("agency", "told_blank"), [(OFFICE, False), (CITY, True)])
def test_a_slash_is_in_order_where_no_regulations_may_be_made(agency: TrueAgency, told_blank: bool) -> None:
    told = report(dict.fromkeys(REGULATIONS), agency=agency, slashes=REGULATIONS)
    assert of(told, "cells.blank") == ({cell("cells.blank", "fail", k) for k in REGULATIONS} if told_blank else set())
    assert of(told, "disclosure.stock") == {("disclosure.stock", "unknown", "disclosure", "regulations", None)}


def test_other_marks_and_other_rows_are_blank_everywhere() -> None:
    told = report(dict.fromkeys(REGULATIONS), slashes=REGULATIONS[1:])
    assert of(told, "cells.blank") == {cell("cells.blank", "fail", REGULATIONS[0])}
    other: Key = ("disclosure", "normative_documents", "issued")
    assert of(report({other: None}, slashes=[other]), "cells.blank") == {cell("cells.blank", "fail", other)}


def organ(name: str, level: str, kind: str, city: str | None = None) -> TrueAgency:
    return TrueAgency(name, level, kind, "某省", city, None, None)


@pytest.mark.parametrize(
    ("agency", "year", "may"),
    [
        (organ("中华人民共和国财政部", "national", "department"), 2022, True),
        (organ("江苏省人民政府", "province", "government"), 2022, True),
        (organ("江苏省人民政府办公厅", "province", "office"), 2022, False),
        (organ("江苏省司法厅", "province", "department"), 2022, False),
        (organ("淮安市人民政府", "city", "government", "淮安市"), 2022, True),
        (organ("大理白族自治州人民政府", "city", "government", "大理白族自治州"), 2022, True),
        (organ("东莞市人民政府", "city", "government", "东莞市"), 2022, True),
        (organ("儋州市人民政府", "city", "government", "儋州市"), 2022, False),
        (organ("儋州市人民政府", "city", "government", "儋州市"), 2023, True),
        (organ("锡林郭勒盟行政公署", "city", "government", "锡林郭勒盟"), 2022, False),
        (organ("郑州市郑东新区管理委员会", "city", "committee", "郑州市"), 2022, False),
        (organ("义乌市人民政府", "county", "government", "金华市"), 2022, False),
        (organ("北京市海淀区人民政府", "county", "government"), 2022, False),
        (organ("昆山市周庄镇人民政府", "township", "government", "苏州市"), 2022, False),
    ],
    ids=lambda value: value.name if isinstance(value, TrueAgency) else str(value),
)
def test_who_may_make_regulations(agency: TrueAgency, year: int, may: bool) -> None:
    assert may_make_regulations(agency, year) is may


def test_blank_parts_are_zero_under_the_convention_and_blank_totals_are_not() -> None:
    told = blank_zeros()
    assert blank_convention(told) == "zero"
    assert fails(told) == {("cells.blank_convention", "fail", None, None, None), *blank_totals(told)}
    assert [e.severity for e in expected_verdicts(told) if e.rule == "cells.blank_convention"] == ["info"]
    # Of the 25 rows 5 print their total, of the 3 channels 1; the others cannot be judged, the six columns can.
    assert len(of(told, "requests.total")) == 20
    assert of(told, "requests.parts") == {("requests.parts", "unknown", "requests", None, "total")}
    assert of(told, "requests.balance") == set()
    assert {found[3] for found in of(told, "review.total")} == {"direct_litigation", "post_review_litigation"}
    # A part taken as 0 is a count, a blank total is none.
    assert of(told, "cells.count") == {("cells.count", "unknown", *found[2:]) for found in blank_totals(told)}


@pytest.mark.parametrize(
    ("changes", "convention"),
    [
        ({("requests", "unable_unclear", "research"): 0}, "none"),  # one zero printed
        ({("review", "direct_litigation", "total"): 0}, "none"),
        ({("disclosure", "coercion", "decisions"): 0}, "zero"),  # table 2 has no say
        ({(*NEW, PERSON): 3}, "none"),  # the balance of an applicant
        ({("requests", "unable_unclear", "research"): 1}, "none"),  # the parts of an applicant
        ({(*DONE, PERSON): None}, "none"),
        ({(*NEW, "total"): 7}, "zero"),  # totals over the applicants have no say
        ({(*NEW, "total"): None}, "zero"),
        ({(*NEW, "total"): "无"}, "zero"),
        ({("review", "review", "total"): 7}, "zero"),  # nor has table 4
        ({(*NEW, "research"): "无"}, "none"),
        ({(*DONE, "research"): "无"}, "none"),
        ({("requests", "unable_unclear", "research"): "无"}, "none"),
        ({(*OUT, "research"): "无"}, "none"),
    ],
)
def test_the_convention_holds_for_six_applicants_or_not_at_all(changes: Cells, convention: str) -> None:
    told = blank_zeros(changes)
    assert blank_convention(told) == convention
    assert len(of(told, "cells.blank_convention")) == (convention == "zero")
    parts = {found for found in of(told, "cells.blank") if found not in blank_totals(told)}
    assert (parts == set()) == (convention == "zero")


def test_there_is_no_convention_where_no_number_is_above_zero_or_a_cell_is_missing() -> None:
    empty = blank_zeros(sound={})
    assert blank_convention(empty) == "none"
    assert len(of(empty, "cells.blank")) == 175 + 15
    assert blank_convention(blank_zeros(sound={}, changes={("review", "review", "upheld"): -1})) == "none"
    assert blank_convention(blank_zeros(sound={}, changes={("review", "review", "upheld"): 1})) == "zero"
    assert blank_convention(blank_zeros(without=[("requests", "unable_unclear", "research")])) == "none"
    assert blank_convention(blank_zeros(without=[(*NEW, "total")])) == "zero"


def test_the_convention_says_nothing_of_table_2() -> None:
    keys: list[Key] = [("disclosure", "normative_documents", "in_force"), ("disclosure", "coercion", "decisions")]
    told = blank_zeros(dict.fromkeys(keys))
    assert {cell("cells.blank", "fail", key) for key in keys} <= fails(told)
    assert of(told, "disclosure.stock") == {("disclosure.stock", "unknown", "disclosure", "normative_documents", None)}


def test_without_table_4_table_3_decides_and_without_table_3_nothing_does() -> None:
    told = blank_zeros()
    assert blank_convention(blank_zeros(without=[k for k in told.numbers if k[0] == "review"])) == "zero"
    assert blank_convention(blank_zeros(without=[k for k in told.numbers if k[0] == "requests"])) == "none"


def test_no_convention_is_told_where_no_part_is_blank() -> None:
    full: dict[Key, Value] = {key: 1 for key in report().numbers if key[0] == "requests"}
    for column in (*BOOK.applicants, "total"):
        six = 6 if column == "total" else 1
        for row, count in (("granted", 1), ("processed", 21), ("new", 21), ("carried_out", 1)):
            full["requests", row, column] = count * six
    for row in {key[1] for key in full} - {"processed", "new"}:
        full["requests", row, "total"] = 6
    full |= {("review", *code): 4 if code[1] == "total" else 1 for code in BOOK.cells("review", "2021")}
    assert judged(report(full)) == set()
    assert fails(report({**full, ("requests", "granted", "total"): None})) == {
        ("cells.total_omitted", "fail", "requests", "granted", None)
    }


def test_a_slip_beside_blank_zeros_is_judged_with_zeros() -> None:
    told = blank_zeros({(*NEW, "total"): 7, ("review", "review", "other"): 5})
    assert {n for n in numbers(told) if n[3] is not None} == {
        ("requests.balance", None, "total", 8, 4, -4),
        ("requests.total", "new", None, 3, 7, 4),
        ("review.total", "review", None, 7, 2, -5),
    }


def test_an_omitted_total_names_its_row_and_is_no_blank_cell() -> None:
    told = report({(*OUT, "total"): None, (*IN, "total"): None})
    assert fails(told) == {
        ("cells.total_omitted", "fail", "requests", row, None) for row in ("carried_in", "carried_out")
    }
    assert {e.severity for e in expected_verdicts(told) if e.verdict == "fail"} == {"info"}
    assert of(told, "requests.balance") == {("requests.balance", "unknown", "requests", None, "total")}


def test_a_whole_total_column_is_told_row_by_row_and_blank_beside_zeros() -> None:
    totals: list[Key] = [key for key in report().numbers if key[0] == "requests" and key[2] == "total"]
    told = report(dict.fromkeys(totals))
    filled = {"new", "carried_in", "granted", "processed", "carried_out"}
    assert of(told, "cells.total_omitted") == {
        *(("cells.total_omitted", "fail", "requests", row, None) for row in filled),
        # The corner: whether the results of the total column are above 0 cannot be told.
        ("cells.total_omitted", "unknown", "requests", None, "total"),
    }
    assert of(told, "cells.blank") == {cell("cells.blank", "fail", key) for key in totals if key[1] not in filled}


def test_an_omitted_total_row_names_its_columns() -> None:
    totals: list[Key] = [key for key in report().numbers if key[1] == "processed"]
    told = report(dict.fromkeys(totals))
    filled = (PERSON, "enterprise", "total")
    assert of(told, "cells.total_omitted") == {
        *(("cells.total_omitted", "fail", "requests", None, column) for column in filled),
        ("cells.total_omitted", "unknown", "requests", "processed", None),
    }
    assert of(told, "cells.blank") == {cell("cells.blank", "fail", key) for key in totals if key[2] not in filled}


def test_the_corner_is_told_as_row_and_as_column() -> None:
    assert fails(report({(*DONE, "total"): None})) == {
        ("cells.total_omitted", "fail", "requests", "processed", None),
        ("cells.total_omitted", "fail", "requests", None, "total"),
    }


def test_an_omitted_total_of_a_channel_names_the_channel() -> None:
    assert fails(report({("review", "review", "total"): None})) == {
        ("cells.total_omitted", "fail", "review", "review", None)
    }
    key: Key = ("review", "direct_litigation", "total")
    assert fails(report({key: None})) == {cell("cells.blank", "fail", key)}


@pytest.mark.parametrize(
    ("parts", "verdict"), [((0, 0), ""), ((0, None), "unknown"), ((1, None), "fail"), ((-1, 1), "fail")]
)
def test_a_total_is_omitted_beside_a_part_that_is_not_zero(parts: tuple[Value, Value], verdict: str) -> None:
    row = ("requests", "rejected_repeat")
    told = report({(*row, "total"): None, (*row, "research"): parts[0], (*row, "enterprise"): parts[1]})
    wanted = {("cells.total_omitted", verdict, "requests", row[1], None)} if verdict else set()
    assert of(told, "cells.total_omitted") == wanted
    assert (cell("cells.blank", "fail", (*row, "total")) in judged(told)) == (verdict != "fail")


@pytest.mark.parametrize("value", ["无", "absent"])
def test_a_total_that_is_unreadable_or_missing_is_not_omitted(value: str) -> None:
    key = (*GRANTED, "total")
    told = report(without=[key]) if value == "absent" else report({key: value})
    assert of(told, "cells.total_omitted") == set()


def test_totals_omitted_under_the_convention_take_the_place_of_blank_ones() -> None:
    totals = {(*row, "total"): None for row in (NEW, IN, GRANTED, DONE, OUT)}
    told = blank_zeros(totals)
    rows = ("new", "carried_in", "granted", "processed", "carried_out")
    assert fails(told, "cells.total_omitted", "cells.blank_convention") == {
        ("cells.blank_convention", "fail", None, None, None),
        *(("cells.total_omitted", "fail", "requests", row, None) for row in rows),
    }
    assert of(told, "cells.blank") == {found for found in blank_totals(told) if found[3] not in rows}
