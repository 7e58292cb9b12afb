"""The mapping of another tool's table: read strictly, and what it makes of that table."""

from pathlib import Path

import polars as pl
import pytest

from tests.extraction.parsed_tables import AGENCY, BOOK, cells, parsed
from toolkit.errors import ParsedInputError
from toolkit.extraction import TableMapping, load_mapping

LONG = """
[columns]
agency = "单位"
year = "年份"
table = "sheet"
row = "item"
column = "applicant"
value = "n"
[constants]
published = 2024-01-31
[values.table]
T3 = "requests"
[values.row]
A1 = "new"
[values.column]
sum = "total"
"""


def mapping(path: Path, text: str) -> TableMapping:
    (path / "m.toml").write_text(text, "utf-8")
    return load_mapping(path / "m.toml", BOOK)


def test_columns_codes_and_constants_of_a_long_table(tmp_path: Path) -> None:
    theirs = pl.DataFrame(
        {
            "单位": [AGENCY],
            "年份": [2023],
            "sheet": ["T3"],
            "item": ["A1"],
            "applicant": ["sum"],
            "n": ["1,234"],
            "x": [1],
        }
    )
    found = parsed(theirs, mapping(tmp_path, LONG))
    assert cells(found, "requests.new.total") == [(1234.0, "1,234", "number")]
    assert [str(day) for day in found.reports["published"]] == ["2024-01-31"]
    assert found.notes == ()


def test_columns_of_a_wide_table_by_name_and_by_pattern(tmp_path: Path) -> None:
    text = """
    [columns]
    source = "file"
    [wide]
    pattern = "{table}/{column}/{row}"
    [wide.columns]
    "新收合计" = "requests.new.total"
    """
    theirs = pl.DataFrame(
        {"file": ["a.pdf"], "新收合计": [5], "review/upheld/review": [2], "requests__new__total": [9]}
    )
    found = parsed(theirs, mapping(tmp_path, text))
    assert cells(found, "requests.new.total", "review.review.upheld") == [(5.0, "5", "number"), (2.0, "2", "number")]


def test_a_panel_with_other_names_for_its_facts_needs_only_these(tmp_path: Path) -> None:
    theirs = pl.DataFrame({"单位": [AGENCY], "年份": [2023], "requests__new__total": [9]})
    found = parsed(theirs, mapping(tmp_path, '[columns]\nagency = "单位"\nyear = "年份"\n'))
    assert cells(found, "requests.new.total") == [(9.0, "9", "number")]


def test_states_and_units_of_another_tool(tmp_path: Path) -> None:
    text = LONG.replace('value = "n"', 'value = "n"\nstate = "s"') + '[values.state]\n"-1" = "missing"\nok = "number"\n'
    theirs = pl.DataFrame(
        {
            "单位": [AGENCY] * 2,
            "年份": [2023] * 2,
            "sheet": ["T3"] * 2,
            "item": ["A1", "granted"],
            "applicant": ["sum"] * 2,
        }
        | {"n": [3, None], "s": ["ok", "-1"]}
    )
    found = parsed(theirs, mapping(tmp_path, text))
    states = cells(found, "requests.new.total", "requests.granted.total")
    assert (states, found.notes) == ([(3.0, "3", "number"), (None, None, "missing")], ())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[colums]\n", r"the mapping has an unknown key 'colums'\. Did you mean 'columns'\?"),
        ('[columns]\nagancy = "x"\n', r"\[columns\] has an unknown key 'agancy'\. Did you mean 'agency'\?"),
        ("[columns]\nagency = 3\n", r"\[columns\] agency is 3, which is no text"),
        ('[columns]\nyear = "y"\n[constants]\nyear = 2023\n', r"'year' stands in both \[columns\] and \[constants\]"),
        ("[constants]\nyear = [2023]\n", r"\[constants\] year is \[2023\], which is no text"),
        ('[values.row]\nA1 = "nwe"\n', r"\[values.row\] 'A1' means 'nwe', which is no row\. Did you mean 'new'\?"),
        ('[values.rows]\nA1 = "new"\n', r"\[values\] has an unknown key 'rows'\. Did you mean 'row'\?"),
        ('[values.state]\nok = "fine"\n', r"\[values.state\] 'ok' means 'fine', which is no state"),
        ("values = 3\n", r"\[values\] is not a table of keys"),
        ('[wide]\npattern = "{table}__{row}"\n', r"pattern is '{table}__{row}'; it names {table}, {row} and {column}"),
        ('[wide]\npattern = "{table}{row}_{column}"\n', r"has nothing between two of its fields"),
        ('[wide.columns]\nx = "requests.new.totl"\n', r"'x' means 'requests.new.totl', .* mean 'requests.new.total'"),
        ('[json]\nrows = "x"\n', r"\[json\] has an unknown key 'rows'"),
        ('empty = "zero"\n', r"empty is 'zero'; it may be 'missing' or 'blank'"),
        ("columns = \n", r"is not a TOML file"),
    ],
)
def test_a_slip_in_the_mapping_is_told_with_its_key(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(ParsedInputError, match=sentence) as error:
        mapping(tmp_path, text)
    assert str(error.value).startswith(str(tmp_path / "m.toml"))


def test_a_mapping_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ParsedInputError, match="there is no such mapping file"):
        load_mapping(tmp_path / "none.toml", BOOK)
    with pytest.raises(ParsedInputError, match="cannot be read"):
        load_mapping(tmp_path, BOOK)


def test_a_column_that_the_table_does_not_have_is_told_with_those_it_has(tmp_path: Path) -> None:
    theirs = pl.DataFrame({"单位": ["x"], "年": [2023]})
    with pytest.raises(ParsedInputError, match=r"names the column '年份', which .*mean '年'\? It has '单位', '年'\."):
        parsed(theirs, mapping(tmp_path, LONG))


def test_a_mapping_that_says_too_little_is_told(tmp_path: Path) -> None:
    theirs = pl.DataFrame({"单位": ["x"], "年份": [2023], "item": ["new"]})
    text = '[columns]\nagency = "单位"\nyear = "年份"\nrow = "item"\n'
    with pytest.raises(ParsedInputError, match=r"does not say which column holds 'table' and 'column' and 'value'"):
        parsed(theirs, mapping(tmp_path, text))
