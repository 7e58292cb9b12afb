"""The command `ogi`: load, check, show, rules, demo."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from toolkit.errors import ToolkitError, UnknownName, near_matches
from toolkit.messages import message

if TYPE_CHECKING:
    from rich.console import Console

    from toolkit.corpus import Corpus
    from toolkit.rules import Findings

app = typer.Typer(
    name="ogi",
    help="Annual reports on open government information (政府信息公开工作年度报告) into frames one can trust.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Lang(StrEnum):
    """Languages of what is printed."""

    en = "en"
    zh = "zh"


class Verify(StrEnum):
    """Ways to read a second time."""

    ocr = "ocr"


class FailOn(StrEnum):
    """From which severity on findings make the command end with 1."""

    info = "info"
    warning = "warning"
    critical = "critical"
    never = "never"


SuiteOption = Annotated[
    list[str] | None,
    typer.Option("--suite", metavar="NAME|FILE", help="A shipped suite or a JSON file of your own; may come again."),
]
LangOption = Annotated[Lang, typer.Option("--lang", help="Language of what is printed.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
WorkersOption = Annotated[
    int | None, typer.Option("--workers", min=1, help="Processes that read; one a core if not given.")
]


def main() -> None:
    """Runs the command; an error that the user can mend is one line on standard error and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except ToolkitError as error:
        print(f"ogi: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("ogi: stopped; what was committed to the store is kept", file=sys.stderr)
        sys.exit(130)


@app.command()
def load(
    sources: Annotated[
        list[str], typer.Argument(metavar="SRC…", help="Files, folders or glob patterns.", show_default=False)
    ],
    store: Annotated[
        Path, typer.Option("--store", metavar="DIR", help="Folder that keeps what was read.", show_default=False)
    ],
    metadata: Annotated[
        Path | None,
        typer.Option(
            "--metadata",
            metavar="FILE",
            help="CSV with source or report_id, and agency, year, region_code, published.",
            show_default=False,
        ),
    ] = None,
    verify: Annotated[
        Verify | None,
        typer.Option("--verify", help="Read PDFs a second time, by pictures of their pages.", show_default=False),
    ] = None,
    workers: WorkersOption = None,
    as_json: JsonOption = False,
    lang: LangOption = Lang.en,
) -> None:
    """Reads files into a store and prints what was read and what was not."""
    from toolkit.pipeline import load as load_corpus

    source = sources[0] if len(sources) == 1 else sources
    again = verify.value if verify else None
    corpus = load_corpus(source, store=store, metadata=metadata, workers=workers, progress=not as_json, verify=again)
    told = summary_of(corpus, store=str(store))
    _tell_summary(told, as_json, lang)
    if not told["reports"]["total"]:
        raise typer.Exit(2)


@app.command()
def show(
    store: Annotated[Path, typer.Argument(metavar="DIR", help="A store.", show_default=False)],
    report: Annotated[str, typer.Argument(metavar="REPORT", help="Report id, source, or agency.", show_default=False)],
    year: Annotated[int | None, typer.Option("--year", help="The year, where the agency has several reports.")] = None,
    as_json: JsonOption = False,
    lang: LangOption = Lang.en,
) -> None:
    """Shows one report of a store: who, when, and its tables as read."""
    from toolkit.corpus import open_corpus

    corpus = open_corpus(store)
    view = corpus.report(report, year) if year is not None else corpus.report(report)
    if as_json:
        _print_json(
            {
                "report": view.facts,
                "sections": view.sections.select("number", "code", "heading", "text").to_dicts(),
                "cells": view.cells.to_dicts(),
                "leftovers": view.leftovers.to_dicts(),
            }
        )
    else:
        view.render(_console(), lang=lang)


@app.command()
def check(
    store: Annotated[Path, typer.Argument(metavar="DIR", help="A store.", show_default=False)],
    suite: SuiteOption = None,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="End with 1 where there are findings of this severity or above.")
    ] = FailOn.never,
    as_json: JsonOption = False,
    lang: LangOption = Lang.en,
) -> None:
    """Checks the reports of a store by the rules of expectation suites, and prints what contradicts itself."""
    from toolkit.corpus import open_corpus
    from toolkit.pipeline import check as check_corpus

    corpus = open_corpus(store)
    findings = check_corpus(corpus, suite)
    _tell_findings(findings_told(corpus, findings, store=str(store)), as_json, lang)
    if fail_on is not FailOn.never and findings.at_least(fail_on.value).height:
        raise typer.Exit(1)


@app.command()
def rules(
    rule: Annotated[str | None, typer.Argument(metavar="[RULE]", help="One rule, in full.", show_default=False)] = None,
    suite: SuiteOption = None,
    as_json: JsonOption = False,
    lang: LangOption = Lang.en,
) -> None:
    """Lists the rules: what each says, how severe it is, and what it rests on."""
    from toolkit.rules import list_rules, load_suites
    from toolkit.summary_findings import print_rule, print_rules

    listed = list_rules(load_suites(suite))
    if rule is None:
        if as_json:
            _print_json([{key: value for key, value in one.items() if key != "expectations"} for one in listed])
        else:
            print_rules(_console(), listed, lang=lang)
        return
    chosen = [one for one in listed if one["rule"] == rule]
    if not chosen:
        known = [one["rule"] for one in listed]
        raise UnknownName(f"There is no rule {rule!r}.{near_matches(rule, known)} `ogi rules` lists them.")
    if as_json:
        _print_json(chosen)
        return
    for one in chosen:
        print_rule(_console(), one, lang=lang)


@app.command()
def dashboard(
    store: Annotated[Path, typer.Argument(metavar="DIR", help="A store.", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The page.", show_default=False)],
    suite: SuiteOption = None,
    as_json: JsonOption = False,
    lang: LangOption = Lang.en,
) -> None:
    """Checks the reports of a store and writes one page about them, which opens without a network."""
    from toolkit.corpus import open_corpus
    from toolkit.dashboard import write_dashboard
    from toolkit.pipeline import check as check_corpus

    corpus = open_corpus(store)
    path = write_dashboard(corpus, check_corpus(corpus, suite), output, lang=lang.value)
    if as_json:
        _print_json({"dashboard": str(path), "bytes": path.stat().st_size})
    else:
        print(message("dashboard.written", lang, path=path))


@app.command()
def demo(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write it.", show_default=False)],
    agencies: Annotated[int, typer.Option("--agencies", min=1, help="How many agencies.")] = 24,
    seed: Annotated[int, typer.Option("--seed", help="Equal seeds give equal demos.")] = 1,
    scorecard: Annotated[bool, typer.Option("--scorecard", help="Count cells right, null and wrong by shape.")] = False,
    workers: WorkersOption = None,
    as_json: JsonOption = False,
    lang: LangOption = Lang.en,
) -> None:
    """Writes a synthetic corpus with known faults, loads and checks it, and writes a dashboard."""
    from toolkit.dashboard import write_dashboard
    from toolkit.pipeline import check as check_corpus
    from toolkit.pipeline import load_demo, score_demo

    corpus = load_demo(directory, agencies=agencies, seed=seed, workers=workers, progress=not as_json)
    store = str(directory / "store")
    told = summary_of(corpus, store=store)
    if not as_json:
        print(message("demo.written", lang, directory=directory))
        _tell_summary(told, as_json, lang)
        print()
    findings = check_corpus(corpus)
    page = write_dashboard(corpus, findings, directory / "dashboard.html", lang=lang.value)
    scores = score_demo(corpus, directory, agencies=agencies, seed=seed) if scorecard else None
    if as_json:
        found = findings_told(corpus, findings, store=store)
        told |= {"check": {name: found[name] for name in ("counts", "concerned", "unknown", "rules")}}
        told |= {"dashboard": str(page)}
        _print_json(told | ({"scorecard": scores.to_dicts()} if scores is not None else {}))
        return
    _tell_findings(findings_told(corpus, findings, store=store), as_json, lang)
    print(message("dashboard.written", lang, path=page))
    if scores is not None:
        from toolkit.summary import print_scorecard

        print_scorecard(_console(), scores, lang=lang)


def summary_of(corpus: "Corpus", *, store: str) -> dict[str, Any]:
    """Returns what a load did, as plain data: counts, and lists of what needs a look.

    Args:
        corpus: as loaded.
        store: its folder, as given.
    """
    import polars as pl

    unread = corpus.documents.filter(pl.col("status").is_in(["not_a_report", "unreadable"])).sort("source")
    by_status: dict[str, dict[str, int]] = {}
    counted = corpus.documents.drop_nulls("reason").group_by("status", "reason").len().sort("status", "reason")
    for status, reason, count in counted.iter_rows():
        by_status.setdefault(status, {})[reason] = count
    states: dict[str, dict[str, int]] = {}
    years = corpus.reports.group_by("year", "requests_state").len().sort("year", "requests_state", nulls_last=True)
    for year, state, count in years.iter_rows():
        states.setdefault(str(year), {})[state] = count
    return corpus.summary() | {
        "reasons_by_status": by_status,
        "states_by_year": states,
        "unidentified": corpus.reports.filter(pl.col("agency").is_null() | pl.col("year").is_null()).height,
        "leftovers": corpus.leftovers.height,
        "read_twice": corpus.second_readings.height,
        "disagreements": corpus.second_readings.filter(agrees=False).height,
        "changed": list(corpus.changes.changed),
        "disappeared": list(corpus.changes.disappeared),
        "unread": unread.select("source", "status", "reason", "detail").to_dicts(),
        "store": store,
    }


def findings_told(corpus: "Corpus", findings: "Findings", *, store: str) -> dict[str, Any]:
    """Returns what was found, as plain data.

    Args:
        corpus: as checked.
        findings: as found.
        store: its folder, as given.
    """
    import polars as pl

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


def _tell_findings(told: dict[str, Any], as_json: bool, lang: Lang) -> None:
    if as_json:
        _print_json(told)
    else:
        from toolkit.summary_findings import print_findings

        print_findings(_console(), told, lang=lang)


def _tell_summary(told: dict[str, Any], as_json: bool, lang: Lang) -> None:
    if as_json:
        _print_json(told)
    else:
        from toolkit.summary import print_summary

        print_summary(_console(), told, lang=lang)


def _print_json(data: object) -> None:
    print(json.dumps(data, ensure_ascii=False, default=str, indent=1))


def _console() -> "Console":
    from rich.console import Console

    # A pipe has no width of its own; tables cut to 80 columns would lose what a program wants to read.
    return Console(width=None if sys.stdout.isatty() else 120, highlight=False)


if __name__ == "__main__":
    main()
