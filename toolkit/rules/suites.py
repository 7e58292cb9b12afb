"""Expectation suites, found by name or path and loaded strictly: a slip in one is an error that says where it is."""

import json
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from great_expectations import ExpectationSuite
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.registry import get_expectation_impl

import toolkit.rules.balance
import toolkit.rules.whole_numbers  # noqa: F401  (both: our expectations are there by their names)
from toolkit.errors import SuiteError, near_matches
from toolkit.gxpolars import supported_types
from toolkit.rules.rule import Rule, rule_of

_KEYS = ("name", "expectations", "meta", "notes", "id", "suite_parameters")
_EXPECTATION_KEYS = ("type", "kwargs", "meta", "severity", "description", "notes", "id", "rendered_content")


@dataclass(frozen=True, eq=False)
class Suite:
    """A suite as loaded.

    Attributes:
        name: as in its file.
        source: the file.
        rules: the rule each expectation states, in the order of the file; several expectations may state one rule.
    """

    name: str
    source: Path
    rules: tuple[Rule, ...]

    def on(self, frame: str) -> ExpectationSuite:
        """Returns Great Expectations' own suite of the expectations that run on one frame."""
        # Copies: once in a context, an expectation belongs to the suite of that context and no other may have it.
        found = [copy(rule.expectation) for rule in self.rules if rule.frame == frame]
        return ExpectationSuite(f"{self.name}.{frame}", expectations=found)

    @property
    def frames(self) -> tuple[str, ...]:
        """The frames its expectations run on, each once."""
        return tuple(dict.fromkeys(rule.frame for rule in self.rules))


def suite_folder() -> Path:
    """Returns the folder of the shipped suites: inside an installed package, beside it in a checkout."""
    package = Path(str(files("toolkit")))
    installed = package / "_expectations"
    return installed if installed.is_dir() else package.parent / "expectations"


def shipped_names() -> tuple[str, ...]:
    """Returns the names of the shipped suites."""
    return tuple(sorted(path.stem for path in suite_folder().glob("*.json")))


def load_suites(suites: str | Path | Sequence[str | Path] | None = None) -> tuple[Suite, ...]:
    """Returns suites, each expectation checked.

    Args:
        suites: names of shipped ones, or JSON files of your own; all shipped ones if None.

    Raises:
        SuiteError: there is no such suite, or it cannot be used; the message says which expectation and why.
    """
    chosen = shipped_names() if suites is None else [suites] if isinstance(suites, str | Path) else list(suites)
    loaded = tuple(_read(_path_of(name)) for name in chosen)
    first: dict[str, Path] = {}
    for suite in loaded:
        if suite.name in first:
            raise SuiteError(
                f"{first[suite.name]} and {suite.source}: two suites are called {suite.name!r}, and findings name the "
                "suite they come from."
            )
        first[suite.name] = suite.source
    _one_home(loaded)
    return loaded


def _one_home(suites: Sequence[Suite]) -> None:
    """Raises where the id of a rule means two things: in two suites, with two titles, or one expectation twice."""
    known: dict[str, Rule] = {}
    stated: dict[str, Rule] = {}
    for rule in (rule for suite in suites for rule in suite.rules):
        before = known.setdefault(rule.rule, rule)
        if before.suite != rule.suite:
            raise SuiteError(
                f"{rule.where}: the rule {rule.rule!r} stands in {before.where} already: give it another id."
            )
        if (before.title_zh, before.title_en) != (rule.title_zh, rule.title_en):
            raise SuiteError(
                f"{rule.where}: the rule {rule.rule!r} has another title in {before.where}: one id is one rule."
            )
        configuration: dict[str, Any] = rule.expectation.configuration.to_json_dict()
        told = {name: configuration.get(name) for name in ("type", "kwargs", "meta")}
        twin = stated.setdefault(json.dumps(told, sort_keys=True, default=str), rule)
        if twin is not rule:
            raise SuiteError(f"{rule.where}: the same as {twin.where}: its findings would be told twice.")


def _path_of(name: str | Path) -> Path:
    shipped = shipped_names()
    if isinstance(name, str) and name in shipped:
        return suite_folder() / f"{name}.json"
    path = Path(name)
    if path.is_file():
        return path
    if path.is_dir():
        raise SuiteError(f"{str(name)!r} is a folder: name the suite files in it.")
    if path.suffix == ".json" or isinstance(name, Path):
        raise SuiteError(f"There is no suite file {str(name)!r}.")
    raise SuiteError(
        f"There is no suite {name!r}.{near_matches(str(name), shipped)} Shipped are {', '.join(shipped)}; "
        "a suite of your own is named by its file."
    )


class _TwiceError(ValueError):
    """A key that stands twice in one object of a suite."""


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _TwiceError(next(key for key in keys if keys.count(key) > 1))
    return told


def _read(path: Path) -> Suite:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_each_key_once)
    except _TwiceError as error:
        raise SuiteError(
            f"{path}: the key {str(error)!r} stands twice in one object: only one of them would count."
        ) from None
    except json.JSONDecodeError as error:
        raise SuiteError(f"{path}, line {error.lineno}, column {error.colno}: no JSON: {error.msg}.") from None
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise SuiteError(f"{path}: it cannot be read: {error}.") from None
    if not isinstance(data, dict) or not isinstance(data.get("expectations"), list):
        raise SuiteError(f"{path}: no suite: a JSON object with `name` and a list `expectations` is needed.")
    _known(data, _KEYS, str(path))
    name = data.get("name")
    if not isinstance(name, str) or not name:
        raise SuiteError(f"{path}: `name` is missing.")
    rules = tuple(_rule(entry, f"{path}, expectation {at}", name) for at, entry in enumerate(data["expectations"], 1))
    if not rules:
        raise SuiteError(f"{path}: the suite has no expectations.")
    return Suite(name, path, rules)


def _rule(entry: Any, where: str, suite: str) -> Rule:
    if not isinstance(entry, dict) or not isinstance(entry.get("type"), str):
        raise SuiteError(f"{where}: `type` is missing.")
    where = f"{where} ({entry['type']})"
    _known(entry, _EXPECTATION_KEYS, where)
    known = supported_types()
    if entry["type"] not in known:
        near = near_matches(entry["type"], known)
        raise SuiteError(f"{where}: no expectation of that type runs on polars.{near} See docs/gxpolars.md.")
    return rule_of(_expectation(entry, where), suite, where)


def _expectation(entry: dict[str, Any], where: str) -> Expectation:
    # Great Expectations leaves out of a suite, with a word in the log, what it cannot make sense of.
    kwargs = entry.get("kwargs")
    if not isinstance(kwargs, dict):
        raise SuiteError(f"{where}: `kwargs` is missing, or no object.")
    _known(kwargs, _parameters(entry["type"]), f"{where}, `kwargs`")
    for key, value in kwargs.items():
        if isinstance(value, dict) and "$PARAMETER" in value:
            raise SuiteError(f"{where}: `{key}` is a suite parameter: give it a value.")
    try:
        configuration = ExpectationConfiguration(
            **{key: value for key, value in entry.items() if value is not None and key != "rendered_content"}
        )
        return configuration.to_domain_obj()
    except Exception as error:
        told = " ".join(str(error).split())
        raise SuiteError(f"{where}: {told}") from None


def _parameters(kind: str) -> list[str]:
    of_suites = {*Expectation.__fields__} - {"result_format", "catch_exceptions"}
    return [name for name in get_expectation_impl(kind).__fields__ if name not in of_suites]


def _known(entry: dict[str, Any], keys: Sequence[str], where: str) -> None:
    for key in entry:
        if key not in keys:
            raise SuiteError(f"{where}: unknown key {key!r}.{near_matches(key, keys)}")


def list_rules(suites: Sequence[Suite]) -> list[dict[str, Any]]:
    """Returns the rules of suites as plain data, each once: suite, rule, severity, titles, legal basis, expectations.

    Args:
        suites: as `load_suites` returns them.
    """
    listed: dict[tuple[str, str, str], dict[str, Any]] = {}
    for suite in suites:
        for rule in suite.rules:
            entry = listed.setdefault(
                (rule.suite, rule.rule, rule.severity),
                {
                    **{name: getattr(rule, name) for name in ("suite", "rule", "severity")},
                    **{name: getattr(rule, name) for name in ("title_zh", "title_en", "legal_basis")},
                    "expectations": [],
                },
            )
            configuration: dict[str, Any] = rule.expectation.configuration.to_json_dict()
            kwargs = dict(configuration["kwargs"])
            if "left" in kwargs:
                del kwargs["column_list"]  # follows from left and right
            entry["expectations"].append({"type": rule.kind, "frame": rule.frame, "kwargs": kwargs})
    return list(listed.values())
