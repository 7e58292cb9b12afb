"""What the page's script works on: columns of agencies, years, reports, findings, as small as they can be told."""

from typing import Any

import polars as pl

from toolkit.codebook import Codebook
from toolkit.dashboard.agencies import agencies, agency_named, agency_of
from toolkit.dashboard.chains import chains
from toolkit.dashboard.claims import claims
from toolkit.dashboard.packing import coded, columns, places, shown
from toolkit.dashboard.prose import prose
from toolkit.dashboard.sources import Checked, Loaded, Localised
from toolkit.figures.flow import OUTCOMES, flow_rows
from toolkit.figures.outcomes import outcome_rows
from toolkit.figures.publication import GROUPS, days_after
from toolkit.figures.style import STATES
from toolkit.labels import codes

STATUSES = ("read", "duplicate", "not_a_report", "unreadable")
CELL_STATES = ("number", "blank", "unreadable", "missing")
_RULE = ["suite", "rule", "severity"]
_PLACE = ["table", "row", "column"]


def tidy(corpus: Loaded, findings: Checked, suspects: Localised | None, counts: pl.DataFrame) -> dict[str, Any]:
    """Returns all that the page shows but the tables of the reports, as lists by column.

    Args:
        corpus: what was loaded.
        findings: what the rules found.
        suspects: the cells probably wrong, if they were looked for.
        counts: what is counted of each report's cells, as `cell_counts` makes it.
    """
    known = agencies(corpus, findings.frame)
    reports = order_of_reports(corpus, known)
    ids = reports["report_id"]
    rules = _rules(findings)
    made = {
        "agencies": _agencies(known),
        "years": _years(corpus, known, ids),
        "reports": _reports(corpus, reports, counts),
        "claims": claims(corpus.claim_checks, ids),
        "chains": chains(corpus.report_pairs, ids),
        "prose": prose(corpus.reuse, ids),
        "rules": columns(rules.drop("at", "raw_suite", "raw_rule")),
        **_findings(findings, rules, known, reports),
        "unread": _unread(corpus.documents),
    }
    return made if suspects is None else made | {"suspects": _suspects(suspects.frame, ids)}


def order_of_reports(corpus: Loaded, known: pl.DataFrame) -> pl.DataFrame:
    """Returns the reports in the order of the page, with `agency_at`: by agency, year and id."""
    rows = corpus.reports.join(agency_of(corpus, known).rename({"at": "agency_at"}), on="report_id", how="left")
    return rows.sort("agency_at", "year", "report_id", nulls_last=True).with_row_index("at").cast({"at": pl.Int64})


def cell_counts(cells: pl.DataFrame) -> pl.DataFrame:
    """Returns one row per report: cells by state, and the totals of table 3 as `requests__new__total`, …"""
    states = cells.group_by("report_id").agg(
        *((pl.col("state") == state).sum().cast(pl.Int64).alias(state) for state in CELL_STATES)
    )
    totals = cells.filter(table="requests", column="total").select(
        "report_id", "value", name=pl.format("requests__{}__total", "row")
    )
    wide = totals.unique(["report_id", "name"], keep="first").pivot("name", index="report_id", values="value")
    return states.join(wide, on="report_id", how="left").sort("report_id")


def _agencies(known: pl.DataFrame) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": known.select(shown("agency")).to_series().to_list(),
        "region": known.select(shown("region_code")).to_series().to_list(),
    }
    for name, group in (("level", "levels"), ("kind", "kinds")):
        made[name] = places(known[name], codes(group))
    for name in ("province", "city", "county"):
        made[f"{name}_names"], made[name] = coded(known.select(shown(name)).to_series())
    return made


def _years(corpus: Loaded, known: pl.DataFrame, ids: pl.Series) -> dict[str, Any]:
    keys = ["agency", "region_code"]
    rows = corpus.agency_years.join(known.select("at", *keys), on=keys, how="left", nulls_equal=True).sort("at", "year")
    return {
        "agency": rows["at"].to_list(),
        "year": rows["year"].to_list(),
        "state": places(rows["state"], STATES),
        "report": places(rows["report_id"], ids),
    }


def _reports(corpus: Loaded, reports: pl.DataFrame, counts: pl.DataFrame) -> dict[str, Any]:
    joined = reports.select("report_id").join(counts, on="report_id", how="left", maintain_order="left")
    days = days_after(corpus.report_dates)
    dated = reports.select("report_id").join(days, on="report_id", how="left", maintain_order="left")
    due = pl.when("january").then(0).when("march").then(1).when(pl.col("day").is_not_null()).then(2).otherwise(-1)
    told = reports.select(shown(name) for name in ("report_id", "source", "title", "published", "signed"))
    forms = reports.select(pl.col("template_disclosure", "template_requests").fill_null(""))
    return {
        "id": told["report_id"].to_list(),
        "agency": reports["agency_at"].fill_null(-1).to_list(),
        "year": reports["year"].to_list(),
        **{name: told[name].to_list() for name in ("source", "title", "published", "signed")},
        "disclosure_form": forms["template_disclosure"].to_list(),
        "requests_form": forms["template_requests"].to_list(),
        "state": places(reports["requests_state"], STATES),
        "cells": {state: joined[state].fill_null(0).to_list() for state in CELL_STATES if state in joined.columns},
        "day": dated["day"].to_list(),
        "due": dated.select(due.fill_null(2).alias("due"))["due"].to_list(),
        "group": places(dated["group"], GROUPS),
        "totals": _totals(joined, corpus.codebook),
    }


def _totals(joined: pl.DataFrame, codebook: Codebook) -> dict[str, list[Any]]:
    """New, carried in, processed and carried out, and what was processed by outcome; null where it is not told.

    `whole` is 1 of reports that tell all of a request's way (`flow_rows`), also if they do not tell the sum.
    """
    named = {name: f"requests__{name}__total" for name in ("new", "carried_in", "processed", "carried_out")}
    # The rows of both forms, as in `corpus.panel`: of either form those of the other are null.
    every = [f"requests__{row.code}__total" for row in codebook.request_rows]
    lacking = [pl.lit(None, pl.Float64).alias(name) for name in every if name not in joined.columns]
    rows = joined.with_columns(lacking)
    told = rows.filter(pl.col(named["processed"]).is_not_null())
    outcomes = outcome_rows(told.drop("report_id").with_columns(report_id=told["report_id"]))
    names = [*OUTCOMES, *(f"{name}_more" for name in OUTCOMES)]
    wide = rows.select("report_id", **named).join(
        outcomes.select("report_id", *names), on="report_id", how="left", maintain_order="left"
    )
    flow = flow_rows(rows)
    whole = flow.select(pl.all_horizontal(pl.all().is_not_null()))["new"]
    sums = [pl.when(whole).then(pl.coalesce(name, flow[name])).otherwise(name).alias(name) for name in OUTCOMES]
    return columns(wide.drop("report_id").with_columns(*sums, whole=whole.cast(pl.Int64)))


def _rules(findings: Checked) -> pl.DataFrame:
    """One row per suite, rule and severity that the summary or a finding names."""
    summary = findings.summary()
    found = pl.concat([findings.frame.select(_RULE), findings.unknown.select(_RULE)]).unique()
    lacking = found.join(summary, on=_RULE, how="anti", nulls_equal=True)
    told = summary.select(*_RULE, "title_zh", "title_en", "pass", "fail", "unknown")
    every = (
        pl.concat([told, lacking], how="diagonal_relaxed").unique(_RULE, keep="first").sort("suite", "rule", "severity")
    )
    titles = [pl.coalesce(pl.col(f"title_{lang}"), pl.col("rule")).alias(f"title_{lang}") for lang in ("zh", "en")]
    named = every.with_columns(titles)
    texts = ("suite", "rule", "title_zh", "title_en")
    return named.select(
        *(shown(name) for name in texts), pl.col("severity"),
        *(pl.col(name).cast(pl.Int64).fill_null(0) for name in ("pass", "fail", "unknown")),
        at=pl.int_range(pl.len(), dtype=pl.Int64), raw_suite="suite", raw_rule="rule",
    )  # fmt: skip


def _placed(frame: pl.DataFrame, rules: pl.DataFrame, known: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    """Findings with the places of their rule, report and agency among those of the page."""
    rule = rules.select(rule_at="at", suite="raw_suite", rule="raw_rule", severity="severity")
    of_report = reports.select("report_id", report_at="at", of_report="agency_at")
    of_name = agency_named(known).rename({"at": "of_name"})
    joined = (
        frame.join(rule, on=_RULE, how="left", nulls_equal=True)
        .join(of_report, on="report_id", how="left")
        .join(of_name, on="agency", how="left")
    )
    agency = pl.when(pl.col("report_at").is_not_null()).then("of_report").otherwise("of_name")
    return joined.with_columns(agency_at=agency.fill_null(-1), report_at=pl.col("report_at").fill_null(-1))


def _findings(
    findings: Checked, rules: pl.DataFrame, known: pl.DataFrame, reports: pl.DataFrame
) -> dict[str, dict[str, Any]]:
    numbers = [pl.col(name).cast(pl.Float64) for name in ("expected", "actual", "difference")]
    rows = _placed(findings.frame.with_columns(numbers), rules, known, reports)
    keys = ["rule_at", "agency_at", "year", "report_at", *_PLACE, "source", "message_zh"]
    rows = rows.sort(keys, nulls_last=True)
    place = rows.select(_PLACE).unique().sort(_PLACE, nulls_last=True).with_row_index("place_at")
    rows = rows.join(place, on=_PLACE, how="left", nulls_equal=True, maintain_order="left")
    texts = {}
    for lang in ("zh", "en"):
        texts[f"message_{lang}s"], texts[f"message_{lang}"] = coded(rows.select(shown(f"message_{lang}")).to_series())
    # What a finding is about that is no report of the page: its own words.
    apart = pl.col("report_at") < 0
    own = rows.select(
        source=pl.when(apart).then(shown("source")),
        agency=pl.when(pl.col("agency_at") < 0).then(shown("agency")),
    )
    return {
        "findings": {
            **columns(rows.select(
                rule="rule_at", agency="agency_at", report="report_at", year="year",
                place=pl.col("place_at").cast(pl.Int64),
                expected="expected", actual="actual", difference="difference", page="page", line="line",
            )),
            **texts,
            "source": own["source"].to_list(),
            "name": own["agency"].to_list(),
        },
        "places": {**columns(place.select(shown(name) for name in _PLACE)), "lit": _lit(findings, rows)},
        "unknown": _unknown(_placed(findings.unknown, rules, known, reports)),
    }  # fmt: skip


def _unknown(rows: pl.DataFrame) -> dict[str, Any]:
    """How many verdicts are unknown, by report (or agency and year) and rule."""
    keys = ["rule_at", "agency_at", "report_at", "year"]
    counts = rows.group_by(keys).len("count").sort(keys, nulls_last=True)
    return columns(counts.select(rule="rule_at", agency="agency_at", report="report_at", year="year", count="count"))


def _lit(findings: Checked, rows: pl.DataFrame) -> dict[str, list[list[str]]]:
    """The cells that a finding is about, by its rule and place: `rule:place`, where they are not that place alone."""
    names = ["rule_at", "place_at", "suite", "rule", *_PLACE]
    kinds = rows.filter(pl.col("table").is_not_null()).select(names).unique().sort("rule_at", "place_at")
    made = {}
    for rule, place, suite, name, table, row, column in kinds.iter_rows():
        cells = findings.cells_at(suite, name, table, row, column)
        if cells != [(table, row, column)]:
            made[f"{rule}:{place}"] = [[*key] for key in cells]
    return made


def _unread(documents: pl.DataFrame) -> dict[str, Any]:
    left = documents.filter(pl.col("status") != "read").sort("status", "reason", "source", nulls_last=True)
    reasons, reason = coded(left["reason"])
    return {
        "source": left.select(shown("source")).to_series().to_list(),
        "status": places(left["status"], STATUSES),
        "reasons": reasons,
        "reason": reason,
        "detail": left.select(shown("detail")).to_series().to_list(),
    }


def _suspects(frame: pl.DataFrame, ids: pl.Series) -> dict[str, Any]:
    first = frame.filter(explanation=1)
    keys = ["cost", "report_id", *_PLACE]
    rows = first.sort("unique", *keys, descending=[True, *[False] * len(keys)], nulls_last=True)
    told = rows.select(*_PLACE, "reported", "proposed", "unique", pl.col("slip", "cause").fill_null("unknown"))
    return {"report": places(rows["report_id"], ids), **columns(told)}
