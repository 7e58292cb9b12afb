"""Files of parsed numbers → frames: encodings, separators, nesting, and files that are no tables."""

import io
import json
from typing import Any

import polars as pl
import pytest

from toolkit.documents import LIMITS, Unreadable, find_format, read_table, tables
from toolkit.documents.json_tables import flat_rows

HEADER = "机关,年度,数值"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_in_any_encoding_of_spreadsheets(encoding: str) -> None:
    found = read_table(f"{HEADER}\n安吉县水利局,2023,007\n".encode(encoding), "csv")
    assert found.rows() == [("安吉县水利局", "2023", "007")]
    assert found.columns == HEADER.split(",")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_with_any_separator_and_quotation_marks(separator: str) -> None:
    lines = ['"a,;\tb"', "c"], ['"1,234"', '"x\ny"'], ['""', ""]
    found = read_table("\n".join(separator.join(line) for line in lines).encode(), "csv")
    assert found.columns == ["a,;\tb", "c"]
    # An empty text in quotation marks is one, an empty field is none.
    assert found.rows() == [("1,234", "x\ny"), ("", None)]


def test_a_separator_inside_quotation_marks_parts_nothing() -> None:
    assert read_table(b'"a;b;c",d\n1,2\n', "csv").columns == ["a;b;c", "d"]


BAD_TABLES: dict[str, tuple[bytes, str, str]] = {
    "nothing.csv": (b"\xef\xbb\xbf\n", "csv", "empty"),
    "more_fields_than_header.csv": (b"a,b\n1,2,3\n", "csv", "damaged"),
    "picture.csv": (bytes(range(256)) * 20, "csv", "binary"),
    "control_characters.csv": (b"a,b\n" + b"\x01\x02,\x03\n" * 50, "csv", "binary"),
    "cut.json": (b'[{"a": 1}, {"a"', "json", "damaged"),
    "gbk.json": ('{"a": "机关"}'.encode("gbk"), "json", "damaged"),
    "nested_without_end.json": (b"[" * 100_000, "json", "damaged"),
    "number_of_many_digits.json": (b'{"a": ' + b"9" * 5_000 + b"}", "json", "damaged"),
    "key_twice.json": (b'{"new": {"total": 1}, "new": {"total": 2}}', "json", "damaged"),
    "list_of_numbers.json": (b"[1, 2]", "json", "bad_columns"),
    "cut.parquet": (b"PAR1\x00\x00PAR1", "parquet", "damaged"),
}


@pytest.mark.parametrize("name", BAD_TABLES)
def test_a_file_that_is_no_table_is_told(name: str) -> None:
    data, format_, reason = BAD_TABLES[name]
    with pytest.raises(Unreadable) as error:
        read_table(data, format_)
    assert error.value.reason == reason
    assert "\n" not in error.value.detail


def test_a_parquet_of_more_rows_than_are_read_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.BytesIO()
    pl.select(a=pl.repeat(0, 1_001)).write_parquet(buffer)
    assert read_table(buffer.getvalue(), "parquet").height == 1_001
    monkeypatch.setattr(tables, "MAX_ROWS", 1_000)
    monkeypatch.setattr(pl, "read_parquet", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(Unreadable, match="1,001 rows and 1 columns; the most that is read is 1,000"):
        read_table(buffer.getvalue(), "parquet")


def test_a_json_of_more_bytes_or_fields_than_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = json.dumps({f"c{number}": number for number in range(5_001)}).encode()
    with pytest.raises(Unreadable, match="5,001 fields"):
        read_table(wide, "json")
    monkeypatch.setattr(tables, "MAX_JSON", 10)
    with pytest.raises(Unreadable, match="Save it as CSV or Parquet"):
        read_table(wide, "json")


NESTED = {"agency": "甲", "tables": {"requests": {"new": {"total": 3, "other": None}}}}


@pytest.mark.parametrize(
    ("document", "reports", "cells"),
    [
        (NESTED, None, None),
        ([NESTED], None, None),
        ({"reports": [NESTED]}, None, None),
        ({"data": [{"items": [NESTED]}]}, "data.0.items", None),
        ({"a/b": {"~": [NESTED]}}, "/a~1b/~0", None),
    ],
)
def test_nested_objects_are_columns_named_by_their_path(document: Any, reports: str | None, cells: str | None) -> None:
    rows, _ = flat_rows(document, reports, cells)
    assert rows == {"agency": ["甲"], "tables.requests.new.total": ["3"], "tables.requests.new.other": [None]}


def test_a_list_of_cells_is_a_row_each() -> None:
    document = [
        {"year": 2023, "data": {"cells": [["new", 1.5], ["x", "—"]], "note": "n"}},
        {"year": 2022, "data": {"cells": []}},
    ]
    rows, _ = flat_rows(document, None, "data.cells")
    assert rows == {
        "year": ["2023", "2023", "2022"],
        "data.note": ["n", "n", None],
        "data.cells.0": ["new", "x", None],
        "data.cells.1": ["1.5", "—", None],
    }


def test_a_path_that_leads_nowhere_is_told() -> None:
    assert flat_rows([{"a": 1}], "data", None) == (
        None,
        "There is nothing at 'data', where the mapping says that the reports are.",
    )
    rows, why = flat_rows([{"cells": []}, {"a": 1}], None, "cells")
    assert (rows, why) == (None, "Report 2 has no list of cells at 'cells', where the mapping says that it is.")


def test_one_object_a_line_is_a_list_of_them() -> None:
    assert read_table(b'{"a": 1, "b": true}\n\n{"a": "x"}\n', "json").rows() == [("1", "true"), ("x", None)]


def test_tables_are_told_by_their_names_and_may_be_larger_than_documents() -> None:
    names = {
        "a.csv": "csv",
        "a.TSV": "csv",
        "a.json": "json",
        "a.jsonl": "json",
        "a.ndjson": "json",
        "a.parquet": "parquet",
    }
    assert {name: find_format(name, b"") for name in names} == names
    assert {LIMITS.of(name) for name in names} == {LIMITS.table_bytes}
    assert LIMITS.of("a.html") == LIMITS.bytes < LIMITS.table_bytes
