"""The page docs/rules.md: every rule of the shipped suites, with all that is told of it.

python -m toolkit.rules.page > docs/rules.md
"""

import re
from collections.abc import Iterator, Sequence

import polars as pl

from toolkit.codebook import shipped_codebook
from toolkit.rules.examples import example
from toolkit.rules.listing import list_rules
from toolkit.rules.rule import PLACE, Rule
from toolkit.rules.suites import Suite, load_suites

_HEAD = """# The rules

{rules} rules in {suites} suites ([expectations/](../expectations)). This page is written by `python -m
toolkit.rules.page` (`make pages` does it); a test holds it to the suites. `ogi rules RULE` tells one rule in a
terminal, `ogi rules --store DIR` how often each was broken.

- A rule judges rows of a **frame** of the corpus. A row **passes**, **fails** (a finding), or is **unknown**: a value
  that the rule needs is blank, unreadable, missing, or cannot be told. Unknown is neither pass nor fail. Rows that the
  rule is not about (`only where`) have no verdict.
- **critical** 严重: the report contradicts itself, its neighbour year or the form. **warning** 警告: probably wrong.
  **info** 提示: worth a look. A finding never says which side of a contradiction is the wrong one.
- A finding names a **place**: codes of table, row and column, or the columns of the frame that hold them.
- **Wordings** are those of a finding: names in braces are columns of the frame. Of a balance they follow from its
  terms, and are shown with made-up numbers.
- A basis that says *see* (参见) is cited from memory of the text and has not been checked against it.

| suite | subject | rules |
|---|---|---|
{table}
"""
_MEMORY = re.compile(r"\bsee\b|参见", re.IGNORECASE)
_SEVERITIES = {"critical": "critical 严重", "warning": "warning 警告", "info": "info 提示"}


def page() -> str:
    """Returns the text of docs/rules.md."""
    return page_of(load_suites())


def page_of(suites: Sequence[Suite]) -> str:
    """Returns the page of some suites.

    Args:
        suites: as `load_suites` returns them.
    """
    counts = {suite.name: len({rule.rule for rule in suite.rules}) for suite in suites}
    table = [f"| [`{suite.name}`](#{suite.name}) | {_titles(suite)} | {counts[suite.name]} |" for suite in suites]
    head = _HEAD.format(rules=sum(counts.values()), suites=len(suites), table="\n".join(table))
    return "\n".join([head, *(line for suite in suites for line in _suite(suite))])


def _titles(suite: Suite) -> str:
    return " · ".join(title for title in (suite.title_zh, suite.title_en) if title)


def _suite(suite: Suite) -> Iterator[str]:
    yield from (f"## {suite.name}", "", _titles(suite), "")
    for told in list_rules([suite]):
        yield from (f"### `{told['rule']}`", "", f"{told['title_zh']} · {told['title_en']}", "")
        yield f"- severity: {' / '.join(_SEVERITIES[name] for name in told['severities'])}"
        basis = told["legal_basis"]
        if basis:
            yield f"- rests on: {_plain(basis)}{' (from memory, not checked)' if _MEMORY.search(basis) else ''}"
        stated = [rule for rule in suite.rules if rule.rule == told["rule"]]
        several = len(told["severities"]) > 1
        for expectation, rule in zip(told["expectations"], stated, strict=True):
            severity = f"{_SEVERITIES[rule.severity]}: " if several else ""
            only = f", only where `{expectation['only']}`" if expectation["only"] else ""
            yield f"- {severity}on `{rule.frame}`: `{expectation['says']}`{only}"
            yield f"  - names {_place(rule)}"
            yield from (f"  - {_plain(wording)}" for wording in _wordings(rule))
            if expectation["notes"]:
                yield f"  - {_plain(str(expectation['notes']))}"
        yield ""


def _place(rule: Rule) -> str:
    fixed = [f"{part} `{rule.place[part]}`" for part in PLACE if part in rule.place]
    told = [f"{part} from `{rule.place_from[part]}`" for part in PLACE if part in rule.place_from]
    return ", ".join([*fixed, *told]) or "no cell: the report, or the agency's year, as a whole"


def _wordings(rule: Rule) -> list[str]:
    """The wordings of a finding, Chinese first; of a balance, which has none of its own, an example."""
    if rule.messages:
        return [rule.messages[lang] for lang in ("zh", "en") if lang in rule.messages]
    terms = [str(name) for side in ("left", "right") for name in getattr(rule.expectation, side, ())]
    if not terms:
        return []
    schema = dict.fromkeys(terms, pl.Float64()) | dict.fromkeys(rule.place_from.values(), pl.String())
    return [f"for example: {example(rule, schema, shipped_codebook(), lang)}" for lang in ("zh", "en")]


def _plain(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return re.sub(r"([*_<>|])", r"\\\1", " ".join(text.split()))


if __name__ == "__main__":
    print(page(), end="")
