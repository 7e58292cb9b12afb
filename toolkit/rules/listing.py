"""Rules as plain data, to be listed: what each says, how severe it is, and the expectations that state it."""

from collections.abc import Mapping, Sequence
from typing import Any

from toolkit.rules.rule import Rule
from toolkit.rules.suites import Suite, written
from toolkit.rules.wording import BALANCE

GRAVEST_FIRST = ("critical", "warning", "info")
_SIGNS = {"equal": "=", "at_least": "≥"}
_SETS = {"expect_column_values_to_not_be_in_set": "not in", "expect_column_values_to_be_in_set": "in"}


def list_rules(suites: Sequence[Suite]) -> list[dict[str, Any]]:
    """Returns the rules of suites as plain data, each once, in the order of the suites.

    Args:
        suites: as `load_suites` returns them.

    Returns:
        suite, rule, severities (the gravest first), title_zh, title_en, legal_basis, and `expectations`: of each type,
        severity, frame, kwargs, `says` (a formula), `only` (the rows it is about; empty for all), `asks` (the columns
        without which there is no verdict), place and place_from, messages, notes.
    """
    listed: dict[tuple[str, str], dict[str, Any]] = {}
    for rule in (rule for suite in suites for rule in suite.rules):
        head = {name: getattr(rule, name) for name in ("suite", "rule")}
        titles = {name: getattr(rule, name) for name in ("title_zh", "title_en", "legal_basis")}
        entry = listed.setdefault((rule.suite, rule.rule), {**head, "severities": [], **titles, "expectations": []})
        found = {rule.severity, *entry["severities"]}
        entry["severities"] = [name for name in GRAVEST_FIRST if name in found]
        entry["expectations"].append(_stated(rule))
    return list(listed.values())


def _stated(rule: Rule) -> dict[str, Any]:
    kwargs = written(rule.expectation)["kwargs"]
    return {
        "type": rule.kind,
        "severity": rule.severity,
        "frame": rule.frame,
        "kwargs": kwargs,
        "says": says(rule.kind, kwargs),
        "only": condition_told(kwargs.get("row_condition")),
        "asks": [] if rule.kind.endswith("_be_null") else _columns(kwargs),
        "place": dict(rule.place),
        "place_from": dict(rule.place_from),
        "messages": dict(rule.messages),
        "notes": (rule.expectation.meta or {}).get("notes", ""),
    }


def says(kind: str, kwargs: Mapping[str, Any]) -> str:
    """Returns what an expectation demands of a row, as a formula.

    >>> says("expect_sums_to_balance", {"left": ["new", "carried_in"], "right": ["processed"]})
    'new + carried_in = processed'
    >>> says("expect_column_values_to_not_be_in_set", {"column": "left_blank", "value_set": [True]})
    'left_blank not in [true]'
    >>> says("expect_column_values_to_be_between", {"column": "new", "min_value": 0})
    'expect_column_values_to_be_between(column=new, min_value=0)'
    """
    if kind == BALANCE:
        sign = _SIGNS[kwargs.get("relation", "equal")]
        return f"{' + '.join(kwargs['left'])} {sign} {' + '.join(kwargs['right'])}"
    if kind in _SETS:
        return f"{kwargs['column']} {_SETS[kind]} [{', '.join(_value(value) for value in kwargs['value_set'])}]"
    told = ", ".join(f"{name}={_plain(value)}" for name, value in kwargs.items() if name != "row_condition")
    return f"{kind}({told})"


def condition_told(condition: Any) -> str:
    """Returns a row condition as one writes it; empty where there is none.

    >>> condition_told({"type": "comparison", "column": {"name": "form"}, "operator": "==", "parameter": "2021"})
    'form == "2021"'
    """
    if not isinstance(condition, Mapping):
        return str(condition or "")
    kind, column = condition["type"], condition.get("column", {}).get("name")
    if kind == "comparison":
        return f"{column} {str(condition['operator']).lower()} {_value(condition['parameter'])}"
    if kind == "nullity":
        return f"{column} is {'' if condition['is_null'] else 'not '}null"
    parts = [
        f"({told})" if part.get("type") in ("and", "or") and part["type"] != kind else told
        for part in condition["conditions"]
        for told in [condition_told(part)]
    ]
    return f" {kind} ".join(parts)


def _columns(kwargs: Mapping[str, Any]) -> list[str]:
    """The columns an expectation is about."""
    found = [*kwargs.get("left", ()), *kwargs.get("right", ()), *kwargs.get("column_list", ())]
    found += [kwargs[name] for name in ("column", "column_A", "column_B") if name in kwargs]
    return list(dict.fromkeys(found))


def _value(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return str(value).lower() if value is not None else "null"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    return f'"{value}"' if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else str(value)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else _value(value)
