"""Expectation suites, by name, from a file or made in Python, and checked: a slip is an error that says where it is."""

import json
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeAlias, Unpack

from great_expectations import ExpectationSuite
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.registry import get_expectation_impl

import toolkit.rules.balance
import toolkit.rules.whole_numbers  # noqa: F401  (both: our expectations are there by their names)
from toolkit.errors import SuiteError, near_matches
from toolkit.gxpolars import supported_types
from toolkit.rules.rule import Meta, Rule, rule_of

_KEYS = ("name", "expectations", "meta", "notes", "id", "suite_parameters")
_EXPECTATION_KEYS = ("type", "kwargs", "meta", "severity", "description", "notes", "id", "rendered_content")


@dataclass(frozen=True, eq=False)
class Suite:
    """Rules, as read from a file or put together in Python.

    Attributes:
        name: what findings are told under; as in its file.
        source: the file; None where it was made in Python.
        rules: the rule each expectation states, in their order; several expectations may state one rule.
        title_zh: its subject, in Chinese.
        title_en: its subject, in English.
    """

    name: str
    source: Path | None
    rules: tuple[Rule, ...]
    title_zh: str = ""
    title_en: str = ""

    @classmethod
    def new(cls, name: str, *, title_zh: str = "", title_en: str = "") -> "Suite":
        """Returns a suite without rules, to `add` them to.

        Args:
            name: what findings are told under; no shipped suite's, if they are to be checked together.
            title_zh: its subject, in Chinese.
            title_en: its subject, in English.
        """
        return cls(name, None, (), title_zh, title_en)

    def add(self, expectation: Expectation, **meta: Unpack[Meta]) -> "Suite":
        """Returns the suite with one more expectation; this one stays as it is.

        Args:
            expectation: of Great Expectations or of the toolkit; its `severity` is that of the findings (Great
                Expectations' own default is `critical`). What its `meta` says already need not be said again.
            meta: `frame`, the frame of the corpus it runs on, is needed. `rule` is the id of the rule it states,
                `title_zh`, `title_en` and `legal_basis` tell it; `table`, `row`, `column` are the place a finding
                names, `table_from`, … the columns that hold it; `message_zh`, `message_en` the wording, with `{place}`
                and columns of the frame in braces; `notes` is free.

        Raises:
            SuiteError: the frame is not told, or a key or the expectation means nothing here.

        >>> from toolkit.rules import ExpectSumsToBalance
        >>> balance = ExpectSumsToBalance(left=["new"], right=["processed", "carried_out"], severity="warning")
        >>> Suite.new("mine").add(balance, frame="requests_by_column", rule="mine.balance")
        <Suite 'mine': 1 expectation>
        """
        return replace(self, rules=(*self.rules, _made(expectation, meta, self.name, len(self.rules) + 1)))

    def save(self, path: str | Path) -> Path:
        """Writes the suite as JSON of Great Expectations and returns the path; a file that is there is replaced.

        Args:
            path: of the file, `mine.json`.

        Raises:
            SuiteError: it has no rules.
        """
        if not self.rules:
            raise SuiteError(f"The suite {self.name!r} has no expectations: add one.")
        titles = {"title_zh": self.title_zh, "title_en": self.title_en}
        told = {
            "name": self.name,
            "meta": {key: title for key, title in titles.items() if title},
            "expectations": [written(rule.expectation) for rule in self.rules],
        }
        file = Path(path)
        file.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
        return file

    def __repr__(self) -> str:
        count = len(self.rules)
        return f"<Suite {self.name!r}: {count} expectation{'' if count == 1 else 's'}>"

    def on(self, frame: str) -> ExpectationSuite:
        """Returns Great Expectations' own suite of the expectations that run on one frame."""
        # Copies: once in a context, an expectation belongs to the suite of that context and no other may have it.
        found = [copy(rule.expectation) for rule in self.rules if rule.frame == frame]
        return ExpectationSuite(f"{self.name}.{frame}", expectations=found)

    @property
    def frames(self) -> tuple[str, ...]:
        """The frames its expectations run on, each once."""
        return tuple(dict.fromkeys(rule.frame for rule in self.rules))


AnySuite: TypeAlias = str | Path | Suite | ExpectationSuite
"""A suite as it may be given: by name, by file, or itself, ours or Great Expectations'."""


def suite_folder() -> Path:
    """Returns the folder of the shipped suites: inside an installed package, beside it in a checkout."""
    package = Path(str(files("toolkit")))
    installed = package / "_expectations"
    return installed if installed.is_dir() else package.parent / "expectations"


def shipped_names() -> tuple[str, ...]:
    """Returns the names of the shipped suites."""
    return tuple(sorted(path.stem for path in suite_folder().glob("*.json")))


def load_suites(suites: AnySuite | Sequence[AnySuite] | None = None) -> tuple[Suite, ...]:
    """Returns suites, each expectation checked.

    Args:
        suites: names of shipped ones, JSON files of your own, or suites made in Python, ours (`Suite.new`) or Great
            Expectations'; all shipped ones if None.

    Raises:
        SuiteError: there is no such suite, or it cannot be used; the message says which expectation and why.
    """
    chosen = shipped_names() if suites is None else [suites] if isinstance(suites, AnySuite) else list(suites)
    loaded = tuple(_loaded(one) for one in chosen)
    first: dict[str, Suite] = {}
    for suite in loaded:
        before = first.setdefault(suite.name, suite)
        if before is not suite:
            where = [str(one.source or "one made in Python") for one in (before, suite)]
            raise SuiteError(
                f"{where[0]} and {where[1]}: two suites are called {suite.name!r}, and findings name the suite they "
                "come from."
            )
    _one_home(loaded)
    return loaded


def _loaded(given: AnySuite) -> Suite:
    if isinstance(given, str | Path):
        return _read(_path_of(given))
    if isinstance(given, ExpectationSuite):
        made = (_made(one, {}, given.name, at) for at, one in enumerate(given.expectations, 1))
        meta = given.meta or {}
        given = Suite(given.name, None, tuple(made), *(str(meta.get(f"title_{lang}", "")) for lang in ("zh", "en")))
    if not given.rules:
        raise SuiteError(f"The suite {given.name!r} has no expectations.")
    return given


def _made(expectation: Expectation, meta: Meta, suite: str, at: int) -> Rule:
    """The rule of an expectation that was made in Python; it is a copy's, so that nothing said later changes it."""
    where = f"suite {suite!r}, expectation {at}"
    if not isinstance(expectation, Expectation):
        raise SuiteError(f"{where}: {expectation!r} is no expectation.")
    kind = expectation.expectation_type
    where = f"{where} ({kind})"
    _must_run(kind, where)
    _without_parameters(expectation.configuration.kwargs, where)
    own = expectation.copy(update={"meta": {**(expectation.meta or {}), **meta}})
    return rule_of(own, suite, where)


def _must_run(kind: str, where: str) -> None:
    known = supported_types()
    if kind not in known:
        near = near_matches(kind, known)
        raise SuiteError(f"{where}: no expectation of that type runs on polars.{near} See docs/gxpolars.md.")


def _without_parameters(kwargs: Mapping[str, Any], where: str) -> None:
    for key, value in kwargs.items():
        if isinstance(value, dict) and "$PARAMETER" in value:
            raise SuiteError(f"{where}: `{key}` is a suite parameter: give it a value.")


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
    meta = data.get("meta") or {}
    return Suite(name, path, rules, *(str(meta.get(f"title_{lang}", "")) for lang in ("zh", "en")))


def _rule(entry: Any, where: str, suite: str) -> Rule:
    if not isinstance(entry, dict) or not isinstance(entry.get("type"), str):
        raise SuiteError(f"{where}: `type` is missing.")
    where = f"{where} ({entry['type']})"
    _known(entry, _EXPECTATION_KEYS, where)
    _must_run(entry["type"], where)
    return rule_of(_expectation(entry, where), suite, where)


def _expectation(entry: dict[str, Any], where: str) -> Expectation:
    # Great Expectations leaves out of a suite, with a word in the log, what it cannot make sense of.
    kwargs = entry.get("kwargs")
    if not isinstance(kwargs, dict):
        raise SuiteError(f"{where}: `kwargs` is missing, or no object.")
    _known(kwargs, _parameters(entry["type"]), f"{where}, `kwargs`")
    _without_parameters(kwargs, where)
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


def written(expectation: Expectation) -> dict[str, Any]:
    """Returns an expectation as a suite file has it: type, kwargs, severity, meta, and its description and notes."""
    configuration: dict[str, Any] = expectation.configuration.to_json_dict()
    kwargs = dict(configuration["kwargs"])
    if "left" in kwargs:
        del kwargs["column_list"]  # follows from left and right
    own = {key: configuration[key] for key in ("description", "notes") if configuration.get(key)}
    severity = getattr(expectation.severity, "value", expectation.severity)
    return {"type": configuration["type"], "kwargs": kwargs, "severity": severity, "meta": configuration["meta"], **own}
