"""What was found in a corpus, and the rules there are, told to a person in a terminal."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from toolkit.labels import label
from toolkit.messages import counted, message
from toolkit.summary import one_line, table_of

if TYPE_CHECKING:
    from toolkit.corpus import Corpus
    from toolkit.rules import Findings

SEVERITIES = ("critical", "warning", "info")
_STYLES = {"critical": "bold red", "warning": "yellow", "info": "cyan"}
_LISTED = 8
_VERDICTS = ("fail", "unknown", "pass")


def findings_told(corpus: "Corpus", findings: "Findings", *, store: str) -> dict[str, Any]:
    """Returns what was found, as plain data.

    Args:
        corpus: as checked.
        findings: as found.
        store: its folder, as given.
    """
    unread = corpus.documents.filter(pl.col("status") == "unreadable").group_by("reason").len().sort("reason")
    return {
        "reports": corpus.reports.height,
        "concerned": findings.frame["report_id"].drop_nulls().n_unique(),
        "counts": dict(findings.frame.group_by("severity").len().sort("severity").iter_rows()),
        "unknown": int(findings.summary()["unknown"].sum()),
        "rules": findings.summary().to_dicts(),
        "findings": findings.frame.to_dicts(),
        "not_read": dict(unread.iter_rows()),
        "store": store,
    }


def print_findings(console: Console, told: Mapping[str, Any], *, lang: str = "en") -> None:
    """Prints what was found.

    Args:
        console: where to.
        told: as `toolkit.cli` makes it: `counts` by severity, `rules`, `findings`, `reports`, `unknown`, `not_read`.
        lang: `en` or `zh`.
    """
    parts: list[RenderableType] = [_title(told, lang), Text(), _rules(told["rules"], lang)]
    first: dict[str, Mapping[str, Any]] = {}
    for finding in told["findings"]:
        first.setdefault(finding["rule"], finding)
    listed = sorted(first.values(), key=lambda finding: (SEVERITIES.index(finding["severity"]), finding["rule"]))
    if listed:
        parts += [Text(), Text(message("findings.first", lang), style="bold"), _listed(listed[:_LISTED], lang)]
        more = message("findings.more", lang, count=f"{len(told['findings']):,}")
        parts.append(Text(f"  {more}", style="dim"))
    if told["not_read"]:
        parts += [Text(), Text(_not_read(told["not_read"], lang), style="yellow")]
    parts += [Text(), Text(message("findings.next", lang, store=told["store"]), style="dim")]
    console.print(Group(*parts))


def print_rules(console: Console, rules: Sequence[Mapping[str, Any]], *, lang: str = "en") -> None:
    """Prints rules: id, severity, what each says and rests on; and how often it was broken, where that is known.

    Args:
        console: where to.
        rules: one a line: suite, rule, severities, title_zh, title_en, legal_basis; fail, unknown, pass.
        lang: `en` or `zh`.
    """
    verdicts = [name for name in _VERDICTS if rules and name in rules[0]]
    table = Table(box=None, pad_edge=False)
    # Beside the numbers there is no room for what a rule rests on.
    columns = ("suite", "rule", "severity", *verdicts, "says", *(() if verdicts else ("basis",)))
    for name in columns:
        justify: Any = "right" if name in verdicts else "left"
        table.add_column(message(f"rules.{name}", lang), overflow="fold", justify=justify)
    for rule in rules:
        numbers = [f"{rule[name]:,}" if rule[name] else "·" for name in verdicts]
        basis = () if verdicts else (Text(rule["legal_basis"]),)
        table.add_row(rule["suite"], rule["rule"], _severities(rule, lang), *numbers, _says(rule, lang), *basis)
    console.print(table)


def print_rule(console: Console, rule: Mapping[str, Any], *, lang: str = "en") -> None:
    """Prints one rule with the expectations that state it: what each demands, of which rows, and what a verdict means.

    Args:
        console: where to.
        rule: as `rules_told` returns it.
        lang: `en` or `zh`.
    """
    other = "title_zh" if lang == "en" else "title_en"
    lines: list[RenderableType] = [
        Text(f"{rule['rule']} · {rule['suite']}", style="bold"),
        _says(rule, lang),
        Text(rule[other], style="dim"),
        _severities(rule, lang),
    ]
    if rule["legal_basis"]:
        lines.append(Text(rule["legal_basis"], style="dim"))
    if "pass" in rule:
        numbers = ", ".join(f"{message(f'rules.{name}', lang)} {rule[name]:,}" for name in _VERDICTS)
        lines += [Text(), Text(numbers, style="bold")]
    first = rule.get("first")
    if first:
        lines.append(_listed([first], lang))
    for expectation in rule["expectations"]:
        lines += [Text(), Text(f"{expectation['type']} · {expectation['frame']}"), _facts(expectation, lang)]
    console.print(Group(*lines))


def _facts(expectation: Mapping[str, Any], lang: str) -> RenderableType:
    """What an expectation demands, and what becomes of a row."""
    asks = ", ".join(expectation["asks"])
    told = {
        "severity": severity_told(expectation["severity"], lang),
        "demands": expectation["says"],
        "only": expectation["only"],
        "place": place_of(expectation, lang),
        "if_pass": message("rules.means_pass", lang),
        "if_fail": message("rules.means_fail", lang),
        "if_unknown": message("rules.means_unknown", lang, columns=asks) if asks else "",
        "example": expectation.get("example", {}).get(lang, ""),
        "notes": str(expectation["notes"] or ""),
    }
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, text in told.items():
        if text:
            table.add_row(message(f"rules.{name}", lang), one_line(text))
    return Padding(table, (0, 0, 0, 2))


def place_of(expectation: Mapping[str, Any], lang: str) -> str:
    """Returns what place a finding names: codes, or the columns that hold them."""
    parts = []
    for part in ("table", "row", "column"):
        if part in expectation["place"]:
            parts.append(f"{message(f'rules.{part}', lang)} {expectation['place'][part]}")
        elif part in expectation["place_from"]:
            name = expectation["place_from"][part]
            parts.append(message("rules.place_from", lang, part=message(f"rules.{part}", lang), column=name))
    return ", ".join(parts) or message("rules.no_place", lang)


def _severities(rule: Mapping[str, Any], lang: str) -> Text:
    told = Text(" / ".join(severity_told(name, lang) for name in rule["severities"]))
    told.stylize(_STYLES[rule["severities"][0]])
    return told


def severity_told(severity: str, lang: str) -> str:
    """Returns a severity: Chinese alone, or English with the Chinese one behind it."""
    chinese = label("severities", severity)
    return chinese if lang == "zh" else f"{label('severities', severity, 'en')} {chinese}"


def _title(told: Mapping[str, Any], lang: str) -> Text:
    counts = told["counts"]
    if not sum(counts.values()):
        return Text(message("findings.none", lang, reports=counted(told["reports"], "report", lang)), style="bold")
    by = ", ".join(f"{counts[name]:,} {severity_told(name, lang)}" for name in SEVERITIES if counts.get(name))
    title = message(
        "findings.title",
        lang,
        findings=counted(sum(counts.values()), "finding", lang),
        concerned=counted(told["concerned"], "report", lang),
        reports=f"{told['reports']:,}",
        by=by,
    )
    return Text(title, style="bold")


def _rules(rules: Sequence[Mapping[str, Any]], lang: str) -> Table:
    names = ("rule", "severity", "fail", "unknown", "pass", "says")
    table = table_of(None, [message(f"rules.{name}", lang) for name in names])
    for column, side in ((1, "left"), (5, "left")):
        table.columns[column].justify = side  # type: ignore[assignment]
    order = {name: at for at, name in enumerate(SEVERITIES)}
    for rule in sorted(rules, key=lambda rule: (order[rule["severity"]], -rule["fail"], rule["rule"])):
        style = _STYLES[rule["severity"]] if rule["fail"] else "dim"
        numbers = [f"{rule[name]:,}" if rule[name] else "·" for name in ("fail", "unknown", "pass")]
        table.add_row(
            Text(rule["rule"], style=style),
            Text(severity_told(rule["severity"], lang), style=style),
            *numbers,
            _says(rule, lang),
        )
    return table


def _listed(findings: Sequence[Mapping[str, Any]], lang: str) -> RenderableType:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(overflow="fold", ratio=2)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", ratio=4)
    for finding in findings:
        who = f"{finding['agency'] or finding['source'] or '—'} {finding['year'] or ''}".strip()
        table.add_row(
            one_line(who),
            Text(finding["rule"], style=_STYLES[finding["severity"]]),
            one_line(finding[f"message_{lang}"] or ""),
        )
    return Padding(table, (0, 0, 0, 2))


def _not_read(reasons: Mapping[str, int], lang: str) -> str:
    why = ", ".join(f"{message(f'reasons.{code}', lang)} ({code}) {count:,}" for code, count in reasons.items())
    return message("findings.not_read", lang, files=counted(sum(reasons.values()), "file", lang), why=why)


def _says(rule: Mapping[str, Any], lang: str) -> Text:
    return one_line(rule["title_zh"] if lang == "zh" else rule["title_en"])
