"""JSON of any nesting → columns of text: a row a report, or a row for each of its cells."""

import json
from collections.abc import Iterator
from typing import Any

MAX_COLUMNS = 5_000
MAX_FIELDS = 40_000_000


def flat_rows(
    document: Any, reports: str | None = None, cells: str | None = None
) -> tuple[dict[str, list[str | None]] | None, str]:
    """Returns the columns of a JSON document by name, or None and why there are none.

    Nested objects become columns named by their path (`tables.requests.new.total`). Numbers are written as text, so
    that what was text stays told from what was none.

    Args:
        document: what the file holds: a list of objects, one object, or an object that holds the list.
        reports: the path to that list; found by itself where the document is the list or names it `reports`.
        cells: the path to each report's list of cells; its fields are named `cells.0` or `cells.table` then.
    """
    if reports is not None:
        document = _at(document, reports)
        if document is None:
            return None, f"There is nothing at {reports!r}, where the mapping says that the reports are."
    elif isinstance(document, dict) and isinstance(document.get("reports"), list):
        document = document["reports"]
    records = document if isinstance(document, list) else [document]
    if not records or not all(isinstance(record, dict) for record in records):
        return None, "It holds no list of objects, one a report or one a number."
    rows: list[dict[str, str | None]] = []
    for number, record in enumerate(records, 1):
        if cells is None:
            rows.append(dict(_flat(record, "")))
            continue
        listed = _at(record, cells)
        if not isinstance(listed, list):
            return None, f"Report {number} has no list of cells at {cells!r}, where the mapping says that it is."
        facts = dict(_flat(_without(record, _steps(cells)), ""))
        name = ".".join(_steps(cells))
        rows += [facts | dict(_flat(cell, name)) for cell in listed] or [facts]
    names = list(dict.fromkeys(name for row in rows for name in row))
    if len(names) > MAX_COLUMNS or len(names) * len(rows) > MAX_FIELDS:
        return (
            None,
            f"Its {len(rows):,} rows have {len(names):,} fields: more than is read. Part it into several files.",
        )
    return {name: [row.get(name) for row in rows] for name in names}, ""


def _flat(value: Any, name: str) -> Iterator[tuple[str, str | None]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{name}.{key}" if name else key)
    elif isinstance(value, list) and not name.endswith("box") and name:
        for place, inner in enumerate(value):
            yield from _flat(inner, f"{name}.{place}")
    else:
        yield name, value if value is None or isinstance(value, str) else json.dumps(value)


def _steps(path: str) -> list[str]:
    """A JSON pointer (`/data/items`) or dotted path as its steps."""
    if path.startswith("/"):
        return [step.replace("~1", "/").replace("~0", "~") for step in path[1:].split("/")]
    return path.split(".")


def _at(document: Any, path: str) -> Any:
    for step in _steps(path):
        if isinstance(document, dict):
            document = document.get(step)
        elif isinstance(document, list) and step.isdigit() and int(step) < len(document):
            document = document[int(step)]
        else:
            return None
    return document


def _without(record: dict[str, Any], steps: list[str]) -> dict[str, Any]:
    first, *rest = steps
    if not rest:
        return {key: value for key, value in record.items() if key != first}
    inner = record.get(first)
    return record | {first: _without(inner, rest)} if isinstance(inner, dict) else record
