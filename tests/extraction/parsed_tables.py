"""Small parsed tables, and what is read of them."""

from typing import Any

import polars as pl

from toolkit.codebook import shipped_codebook
from toolkit.extraction import TableMapping, read_parsed
from toolkit.records import ParsedReports

BOOK = shipped_codebook()
AGENCY = "安吉县水利局"


def table(*cells: tuple[Any, ...], **columns: Any) -> pl.DataFrame:
    """Cells (`requests.new.total`, value) of one report; further columns are the same in all rows, or lists."""
    rows: dict[str, Any] = {
        name: [address.split(".")[at] for address, _ in cells] for at, name in enumerate(("table", "row", "column"))
    }
    facts = {"agency": AGENCY, "year": 2023} | columns
    same = {name: value if isinstance(value, list) else [value] * len(cells) for name, value in facts.items()}
    return pl.DataFrame({**rows, "value": [value for _, value in cells], **same}, strict=False)


def parsed(frame: pl.DataFrame, mapping: TableMapping | None = None) -> ParsedReports:
    """What the table is read as."""
    return read_parsed(frame, BOOK, mapping)


def cells(found: ParsedReports, *addresses: str) -> list[tuple[float | None, str | None, str]]:
    """Value, raw and state of cells, in the order asked for; of several reports those of all."""
    by_address = {
        f"{table}.{row}.{column}": rest
        for table, row, column, *rest in found.cells.select(
            "table", "row", "column", "value", "raw", "state"
        ).iter_rows()
    }
    return [(by_address[address][0], by_address[address][1], by_address[address][2]) for address in addresses]
