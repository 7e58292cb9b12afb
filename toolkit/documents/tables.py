"""Files of parsed numbers (CSV, JSON, Parquet) → one data frame, bounded; what its columns mean is read elsewhere."""

import io
import json
from collections.abc import Callable, Mapping

import polars as pl

from toolkit.documents.encoding import is_binary
from toolkit.documents.formats import find_format
from toolkit.documents.json_tables import flat_rows
from toolkit.documents.reader import Unreadable

TABLE_FORMATS = frozenset({"csv", "json", "parquet"})
"""The formats that hold parsed numbers."""

MAX_ROWS = 4_000_000
MAX_COLUMNS = 5_000
MAX_JSON = 96 * 1024 * 1024
"""JSON is unpacked into objects, at some ten times its size; CSV and Parquet are not."""

_SEPARATORS = ",;\t"
_BOM = b"\xef\xbb\xbf"
_WIDE_BOMS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def is_table(name: str) -> bool:
    """Says whether a file of this name should hold parsed numbers.

    >>> is_table("cells.csv"), is_table("report.html")
    (True, False)
    """
    return find_format(name, b"") in TABLE_FORMATS


def read_table(data: bytes, format_: str, *, reports: str | None = None, cells: str | None = None) -> pl.DataFrame:
    """Returns the table that a file holds, as it is: a CSV's and a JSON's fields as text, null where they are empty.

    Args:
        data: the whole content.
        format_: `csv`, `json` or `parquet`.
        reports: where in a JSON file the list of its reports is (`data.items` or `/data/items`).
        cells: where in each of these the list of its cells is.

    Raises:
        Unreadable: with a reason code: `empty`, `binary`, `damaged`, `too_large`.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("empty", "The file holds no text.")
    readers: Mapping[str, Callable[[], pl.DataFrame]] = {
        "csv": lambda: _csv(data),
        "json": lambda: _json(data, reports, cells),
        "parquet": lambda: _parquet(data),
    }
    try:
        frame = readers[format_]()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        told = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise Unreadable("damaged", f"It is not a whole {format_} table: {told[:200]}") from None
    _bounded(frame.height, frame.width)
    return frame


def _bounded(rows: int, columns: int) -> None:
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise Unreadable(
            "too_large",
            f"The table has {rows:,} rows and {columns:,} columns; the most that is read is {MAX_ROWS:,} and "
            f"{MAX_COLUMNS:,}. Part it into several files.",
        )


def _csv(data: bytes) -> pl.DataFrame:
    data = _utf_8(data)
    separator = _separator(data)
    # Text throughout: whoever guesses types turns 007 into 7 and a region's code into a number.
    return pl.read_csv(data, separator=separator, infer_schema=False, raise_if_empty=True)


def _utf_8(data: bytes) -> bytes:
    """The content in UTF-8 without a byte order mark; spreadsheets in China write GB 18030, others UTF-16."""
    if data.startswith(_BOM):
        data = data[len(_BOM) :]
    encoding = _WIDE_BOMS.get(data[:2])
    if encoding:
        text = data[2:].decode(encoding, "replace")
    else:
        try:
            data.decode("utf-8")
            text = data[:4_000].decode("utf-8", "ignore")
        except UnicodeDecodeError:
            try:
                text = data.decode("gb18030")
                encoding = "gb18030"
            except UnicodeDecodeError:
                raise Unreadable(
                    "binary", "The file is neither UTF-8 nor GB 18030 text: save it as CSV (UTF-8)."
                ) from None
    if is_binary(text):
        raise Unreadable("binary", "The file is not text: most of it cannot be shown as characters.")
    return text.encode() if encoding else data


def _separator(data: bytes) -> str:
    """The separator of the header: the one that stands in it most often outside quotation marks."""
    line = data[: data.find(b"\n") % (len(data) + 1)].decode("utf-8", "replace")
    outside = "".join(line.split('"')[::2])
    return max(_SEPARATORS, key=outside.count)


def _json(data: bytes, reports: str | None, cells: str | None) -> pl.DataFrame:
    if len(data) > MAX_JSON:
        raise Unreadable(
            "too_large",
            f"{len(data):,} bytes; the most that is read of JSON is {MAX_JSON:,}. Save it as CSV or Parquet.",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("damaged", f"It is not JSON, which is UTF-8: {error.reason} at byte {error.start}.") from None
    try:
        found = _parsed(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("damaged", f"It is not JSON: {str(error).splitlines()[0][:200]}") from None
    rows, why = flat_rows(found, reports, cells)
    if rows is None:
        raise Unreadable("bad_columns", why)
    return pl.DataFrame({name: pl.Series(name, values, dtype=pl.String) for name, values in rows.items()})


def _parsed(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_each_key_once)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise
    # One object a line.
    return [json.loads(line, object_pairs_hook=_each_key_once) for line in text.split("\n") if line.strip()]


def _each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(
            f"the key {next(name for name in names if names.count(name) > 1)!r} stands twice in one object"
        )
    return found


def _parquet(data: bytes) -> pl.DataFrame:
    # A few bytes may stand for millions of rows: what there is, is told before anything is unpacked.
    scanned = pl.scan_parquet(io.BytesIO(data))
    width = len(scanned.collect_schema())
    _bounded(scanned.select(pl.len()).collect().item(), width)
    return pl.read_parquet(io.BytesIO(data))
