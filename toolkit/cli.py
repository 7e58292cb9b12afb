"""The command `ogi`: load, check, show, rules, dashboard, export, demo."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from toolkit.cli_options import (
    CellOption,
    CheckedStoreOption,
    DocumentOption,
    ExportOption,
    FailOn,
    FormatsOption,
    JsonOption,
    Lang,
    LangOption,
    LinksOption,
    MappingOption,
    OfEachOption,
    PerOption,
    PlaceOption,
    RosterOption,
    ScorecardOption,
    StoreArgument,
    SubordinatesOption,
    SuiteOption,
    VerifyOption,
    WorkersOption,
)
from toolkit.errors import ToolkitError
from toolkit.messages import message
from toolkit.records import NOT_READ_TWICE

if TYPE_CHECKING:
    from rich.console import Console

    from toolkit.corpus import Corpus
    from toolkit.evidence import Evidence

app = typer.Typer(
    name="ogi",
    help="Annual reports on open government information (政府信息公开工作年度报告) into frames one can trust.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


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
    links: LinksOption = None,
    mapping: MappingOption = None,
    verify: VerifyOption = None,
    workers: WorkersOption = None,
    as_json: JsonOption = False,
    lang: LangOption = Lang.en,
) -> None:
    """Reads files into a store and prints what was read and what was not."""
    from toolkit.pipeline import load as load_corpus

    source = sources[0] if len(sources) == 1 else sources
    corpus = load_corpus(
        source, store=store, metadata=metadata, links=links, mapping=mapping, workers=workers, progress=not as_json,
        verify=verify.value if verify else None,
    )  # fmt: skip
    told = summary_of(corpus, store=str(store))
    _tell_summary(told, as_json, lang)
    if not told["reports"]["total"]:
        raise typer.Exit(2)


@app.command()
def show(
    store: StoreArgument,
    report: Annotated[str, typer.Argument(metavar="REPORT", help="Report id, source, or agency.", show_default=False)],
    year: Annotated[int | None, typer.Option("--year", help="The year, where the agency has several reports.")] = None,
    cell: CellOption = None,
    output: PlaceOption = None,
    source: DocumentOption = None,
    as_json: JsonOption = False,
    lang: LangOption = Lang.en,
) -> None:
    """Shows one report of a store: who, when, and its tables as read; or where one of its numbers stands."""
    from toolkit.pipeline import open_corpus

    view = open_corpus(store).report(report, year)
    if cell is not None:
        _tell_evidence(view.evidence(*cell, source=source), output, as_json, lang)
    elif output or source:
        raise ToolkitError("-o and --source are about one number: name it by --cell TABLE ROW COLUMN.")
    elif as_json:
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
    store: StoreArgument,
    suite: SuiteOption = None,
    roster: RosterOption = None,
    subordinates: SubordinatesOption = None,
    links: LinksOption = None,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="End with 1 where there are findings of this severity or above.")
    ] = FailOn.never,
    as_json: JsonOption = False,
    lang: LangOption = Lang.en,
) -> None:
    """Checks the reports of a store by the rules of expectation suites, and prints what contradicts itself."""
    from toolkit.pipeline import check as check_corpus
    from toolkit.pipeline import open_corpus
    from toolkit.summary_findings import findings_told

    corpus = open_corpus(store, links=links)
    corpus = corpus if roster is None else corpus.with_roster(roster)
    corpus = corpus if subordinates is None else corpus.with_subordinates(subordinates)
    findings = check_corpus(corpus, suite)
    for warning in corpus.warnings_of_tables:
        print(f"ogi: {warning}", file=sys.stderr)
    _tell_findings(findings_told(corpus, findings, store=str(store)), as_json, lang)
    if fail_on is not FailOn.never and findings.at_least(fail_on.value).height:
        raise typer.Exit(1)


@app.command()
def rules(
    rule: Annotated[str | None, typer.Argument(metavar="[RULE]", help="One rule, in full.", show_default=False)] = None,
    suite: SuiteOption = None,
    store: CheckedStoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = Lang.en,
) -> None:
    """Lists the rules: what each says, how severe it is, and what it rests on; of a store how often each was broken."""
    from toolkit.rules import load_suites
    from toolkit.rules_told import rules_told
    from toolkit.summary_findings import print_rule, print_rules

    told = rules_told(load_suites(suite), rule, store=store)
    if as_json:
        hidden = ("expectations",) if rule is None else ()
        _print_json([{key: value for key, value in one.items() if key not in hidden} for one in told])
    elif rule is None:
        print_rules(_console(), told, lang=lang)
    else:
        for one in told:
            print_rule(_console(), one, lang=lang)


@app.command()
def dashboard(
    store: StoreArgument,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="PATH", help="The page.", show_default=False)],
    suite: SuiteOption = None,
    per: PerOption = None,
    as_json: JsonOption = False,
    lang: LangOption = Lang.en,
) -> None:
    """Checks the reports of a store and writes one page about them, which opens without a network."""
    from toolkit.corpus import open_corpus
    from toolkit.dashboard import write_dashboard, write_provinces
    from toolkit.pipeline import check as check_corpus

    corpus = open_corpus(store)
    write = write_provinces if per else write_dashboard
    path = write(corpus, check_corpus(corpus, suite), output, lang=lang.value)
    if as_json:
        _print_json({"dashboard": str(path), "bytes": path.stat().st_size})
    else:
        print(message("dashboard.index_written" if per else "dashboard.written", lang, path=path))


@app.command()
def export(
    store: StoreArgument,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="PATH", help="A file, or a folder to fill.", show_default=False)
    ],
    to: ExportOption = None,
    suite: SuiteOption = None,
    as_json: JsonOption = False,
    lang: LangOption = Lang.en,
) -> None:
    """Checks the reports of a store and writes panel, findings and codebook for another program."""
    from toolkit.exports import export as export_corpus
    from toolkit.pipeline import check as check_corpus
    from toolkit.pipeline import open_corpus

    corpus = open_corpus(store)
    path = export_corpus(corpus, output, to=to.value if to else None, findings=check_corpus(corpus, suite))
    if as_json:
        _print_json({"export": str(path)})
    else:
        print(message("export.written", lang, path=path))


@app.command()
def demo(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write it.", show_default=False)],
    agencies: Annotated[int, typer.Option("--agencies", min=1, help="How many agencies.")] = 24,
    seed: Annotated[int, typer.Option("--seed", help="Equal seeds give equal demos.")] = 1,
    scorecard: ScorecardOption = False,
    formats: FormatsOption = None,
    of_each: OfEachOption = 3,
    workers: WorkersOption = None,
    as_json: JsonOption = False,
    lang: LangOption = Lang.en,
) -> None:
    """Writes a synthetic corpus with known faults, loads and checks it, and writes a dashboard."""
    from toolkit.dashboard import write_dashboard
    from toolkit.pipeline import check as check_corpus
    from toolkit.pipeline import load_demo
    from toolkit.scoring import known_formats
    from toolkit.summary_findings import findings_told

    known_formats(formats)  # a slip is told before the work is done
    corpus = load_demo(directory, agencies=agencies, seed=seed, workers=workers, progress=not as_json)
    store = str(directory / "store")
    told = summary_of(corpus, store=store)
    if not as_json:
        print(message("demo.written", lang, directory=directory))
        _tell_summary(told, as_json, lang)
        print()
    findings = check_corpus(corpus)
    page = write_dashboard(corpus, findings, directory / "dashboard.html", lang=lang.value)
    measured = _measure(formats, of_each, seed, workers, progress=not as_json) if scorecard else None
    if as_json:
        found = findings_told(corpus, findings, store=store)
        told |= {"check": {name: found[name] for name in ("counts", "concerned", "unknown", "rules")}}
        told |= {"dashboard": str(page)}
        _print_json(told | ({"scorecard": measured} if measured is not None else {}))
        return
    _tell_findings(findings_told(corpus, findings, store=store), as_json, lang)
    print(message("dashboard.written", lang, path=page))
    if measured is not None:
        _tell_scorecard(measured, lang)


def _measure(
    formats: list[str] | None, of_each: int, seed: int, workers: int | None, *, progress: bool
) -> dict[str, Any]:
    """Returns how well the readers read, as plain data: by format, by shape, and how long it took."""
    from time import perf_counter

    from toolkit.demo import by_format
    from toolkit.scoring import score_readers, without_program

    start = perf_counter()
    scores = score_readers(formats, of_each=of_each, seed=seed, workers=workers, progress=progress)
    return {
        "seconds": round(perf_counter() - start, 1),
        "not_measured": without_program() if formats is None else {},
        "formats": by_format(scores).to_dicts(),
        "shapes": scores.to_dicts(),
    }


def _tell_scorecard(measured: dict[str, Any], lang: Lang) -> None:
    import polars as pl

    from toolkit.summary import print_scorecard

    scores = pl.DataFrame(measured["formats"], infer_schema_length=None)
    without = measured["not_measured"]
    print()
    print_scorecard(_console(), scores, seconds=measured["seconds"], without=without, lang=lang)


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
        "not_read_twice": corpus.documents.filter(
            pl.col("detail").str.starts_with(NOT_READ_TWICE), status="read"
        ).height,
        "changed": list(corpus.changes.changed),
        "disappeared": list(corpus.changes.disappeared),
        "unread": unread.select("source", "status", "reason", "detail").to_dicts(),
        "store": store,
    }


def _tell_evidence(evidence: "Evidence", output: Path | None, as_json: bool, lang: Lang) -> None:
    written = evidence.save(output) if output is not None else None
    if as_json:
        _print_json(evidence.as_dict() | ({"written": str(written)} if written else {}))
        return
    evidence.render(_console(), lang=lang)
    if written:
        print(message("evidence.written", lang, path=written))
    elif evidence.png:
        print(message("evidence.hint", lang))


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
