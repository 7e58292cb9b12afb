"""What a rule's finding reads like: its own wording on one made-up row."""

from collections.abc import Mapping
from typing import Any, cast

import polars as pl

from toolkit.codebook import Codebook
from toolkit.rules.rule import PLACE, Rule, placeholders
from toolkit.rules.wording import BALANCE, failure

_CODES = {"table": "requests", "row": "new", "column": "natural_person"}
_LEFT, _RIGHT = (12, 1), (10, 5)


def example(rule: Rule, schema: Mapping[str, pl.DataType], codebook: Codebook, lang: str) -> str:
    """Returns the message of a finding with made-up numbers; a text that a document tells stands as `‹its column›`.

    Args:
        rule: about single rows.
        schema: of the frame it runs on.
        codebook: the official forms.
        lang: `zh` or `en`.
    """
    values = {name: _made_up(name, dtype) for name, dtype in schema.items()} | _numbers(rule, schema)
    if rule.kind == BALANCE:
        values |= _sides(rule)
    codes = _CODES | dict(rule.place)
    values |= {column: codes[part] for part, column in rule.place_from.items()}
    values |= dict.fromkeys(rule.coded(), "requests")
    row = pl.DataFrame([values], schema_overrides=dict(schema)).select(
        pl.all().exclude(PLACE),
        *(pl.lit(codes[part] if part in (*rule.place, *rule.place_from) else None, pl.String).alias(part)
          for part in PLACE),
    )  # fmt: skip
    told: str = row.select(failure(rule, row.schema, codebook, lang)).item()
    return told


def _made_up(name: str, dtype: pl.DataType) -> Any:
    if dtype.is_numeric():
        return 2023 if "year" in name else 0
    return f"‹{name}›" if dtype == pl.String else False if dtype == pl.Boolean else None


def _numbers(rule: Rule, schema: Mapping[str, pl.DataType]) -> dict[str, int]:
    """Of the numbers that a message tells no two are the same."""
    told = [name for message in rule.messages.values() for name, _ in placeholders(message) if name in schema]
    numbers = [name for name in dict.fromkeys(told) if schema[name].is_numeric() and "year" not in name]
    return {name: 12 + 3 * at for at, name in enumerate(numbers)}


def _sides(rule: Rule) -> dict[str, int]:
    """Numbers with which a balance is broken, of either relation: 13 on the left, 15 on the right."""
    expectation = cast(Any, rule.expectation)
    told: dict[str, int] = {}
    for names, (first, second) in ((expectation.left, _LEFT), (expectation.right, _RIGHT)):
        numbers = [first + second] if len(names) == 1 else [first, second, *[0] * (len(names) - 2)]
        told |= dict(zip(names, numbers, strict=True))
    return told
