"""The command `ogi`: exit codes, both languages, JSON for machines, and README beside what there is."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pytest
import typer

import toolkit as tk
from toolkit import cli
from toolkit.demo import write_demo

SUMMARY = {
    "documents", "reasons", "reports", "cells", "warnings", "reasons_by_status", "states_by_year", "unidentified",
    "leftovers", "changed", "disappeared", "unread", "store", "read_twice",
    "disagreements", "not_read_twice",
}  # fmt: skip
"""What `--json` tells of a load."""


class Told(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Ogi = Callable[..., Told]


@pytest.fixture
def ogi(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ogi:
    """Runs the command in this process, as its entry point would."""

    def call(*arguments: str | Path) -> Told:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["ogi", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        return Told(int(left.value.code or 0), *capsys.readouterr())

    return call


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A loaded demo: `reports/` and, beside it, `store/`."""
    folder = write_demo(tmp_path_factory.mktemp("cli") / "demo", agencies=2)
    tk.load(folder / "reports", store=folder / "store", progress=False)
    return folder


@pytest.fixture
def one(demo: Path) -> dict[str, Any]:
    """One report of the demo."""
    return tk.open_corpus(demo / "store").reports.sort("year", "agency").row(0, named=True)


# ------------------------------------------------------------------------------------------------------------- ogi load
def test_load_tells_what_was_read_and_ends_with_0_though_some_files_could_not_be_read(
    ogi: Ogi, demo: Path, tmp_path: Path
) -> None:
    told = ogi("load", demo / "reports", "--store", tmp_path / "store")
    assert (told.code, told.err) == (0, "")
    assert "16 files → 12 reports of 2 agencies, 2019–2024" in told.out
    assert "Not read (4)" in told.out
    assert tk.open_corpus(tmp_path / "store").reports.height == 12


def test_load_of_several_sources(ogi: Ogi, demo: Path, tmp_path: Path) -> None:
    sources = sorted((demo / "reports").rglob("*.htm*"))[:2]
    assert ogi("load", *sources, "--store", tmp_path / "store", "--json").json["documents"]["total"] == 2


def test_load_as_json_is_nothing_but_json(ogi: Ogi, demo: Path, tmp_path: Path) -> None:
    told = ogi("load", demo / "reports", "--store", tmp_path / "store", "--json", "--lang", "zh", "--workers", "2")
    assert (told.code, told.err) == (0, "")
    assert set(told.json) == SUMMARY
    assert told.json["documents"] == {"total": 16, "by_status": {"not_a_report": 1, "read": 12, "unreadable": 3}}
    assert told.json["reports"]["by_year"] == dict.fromkeys(map(str, range(2019, 2025)), 2)
    assert sum(sum(states.values()) for states in told.json["states_by_year"].values()) == 12
    assert sum(told.json["cells"].values()) == tk.open_corpus(tmp_path / "store").cells.height
    assert {line["reason"] for line in told.json["unread"]} >= {"interpretation", "empty", "binary"}
    assert set(told.json["unread"][0]) == {"source", "status", "reason", "detail"}
    assert told.json["store"] == str(tmp_path / "store")


def test_load_again_tells_what_changed_and_what_disappeared(ogi: Ogi, demo: Path, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    contents = [path.read_bytes() for path in sorted((demo / "reports").rglob("*.htm*"))[:3]]
    for name, content in zip("abc", contents, strict=True):
        (reports / f"{name}.html").write_bytes(content)
    ogi("load", reports, "--store", tmp_path / "store")
    (reports / "a.html").write_bytes(contents[0] + b"\n")
    (reports / "b.html").unlink()
    told = ogi("load", reports, "--store", tmp_path / "store", "--json").json
    assert told["changed"] == [(reports / "a.html").as_posix()]
    assert told["disappeared"] == [(reports / "b.html").as_posix()]


def test_load_of_nothing_readable_tells_so_and_ends_with_2(ogi: Ogi, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "empty.txt").touch()
    told = ogi("load", tmp_path / "reports", "--store", tmp_path / "store")
    assert told.code == 2
    assert "No report was read from these files." in told.out
    as_json = ogi("load", tmp_path / "reports", "--store", tmp_path / "store", "--json")
    assert as_json.code == 2
    assert as_json.json["reports"]["total"] == 0


def test_load_of_what_is_not_there_ends_with_2_and_makes_no_store(ogi: Ogi, demo: Path, tmp_path: Path) -> None:
    told = ogi("load", demo / "reprots", "--store", tmp_path / "store")
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("ogi: ")
    assert "Did you mean 'reports'?" in told.err
    assert not (tmp_path / "store").exists()


def test_load_with_metadata(ogi: Ogi, demo: Path, one: dict[str, Any], tmp_path: Path) -> None:
    metadata = tmp_path / "metadata.csv"
    metadata.write_text(f"source,year\n{Path(one['source']).name},1999\nnowhere.html,2020\n", "utf-8-sig")
    told = ogi("load", demo / "reports", "--store", tmp_path / "store", "--metadata", metadata, "--json").json
    assert told["reports"]["by_year"]["1999"] == 1
    assert told["warnings"] == ["metadata: no document has the source 'nowhere.html'."]
    metadata.write_text("sorce,year\na.html,2020\n", "utf-8")
    refused = ogi("load", demo / "reports", "--store", tmp_path / "other", "--metadata", metadata)
    assert (refused.code, refused.out) == (2, "")
    assert "'source'" in refused.err


def test_markup_in_a_name_is_shown_as_it_is(ogi: Ogi, tmp_path: Path) -> None:
    # A slash cannot stand in a name, so the closing tag goes over two: a folder `[bold]x[` and a file in it.
    strange = tmp_path / "reports" / "[bold]x[" / "bold].txt"
    strange.parent.mkdir(parents=True)
    strange.touch()
    (tmp_path / "reports" / "scan.[red]").write_bytes(b"scan")
    told = ogi("load", tmp_path / "reports", "--store", tmp_path / "store")
    shown = "".join(told.out.split())
    assert "reports/[bold]x[/bold].txt" in shown
    assert "reports/scan.[red]" in shown


# ------------------------------------------------------------------------------------------------------------- ogi show
def test_show_prints_the_tables_of_a_report_by_id_source_and_agency(ogi: Ogi, demo: Path, one: dict[str, Any]) -> None:
    by_id = ogi("show", demo / "store", one["report_id"])
    assert (by_id.code, by_id.err) == (0, "")
    for text in (one["title"], one["agency"], "行政许可", "自然人", "结果维持"):
        assert text in by_id.out
    assert ogi("show", demo / "store", Path(one["source"]).name).out == by_id.out
    assert ogi("show", demo / "store", one["agency"], "--year", one["year"]).out == by_id.out


def test_show_as_json_holds_the_whole_report(ogi: Ogi, demo: Path, one: dict[str, Any]) -> None:
    told = ogi("show", demo / "store", one["report_id"], "--json")
    assert (told.code, told.err) == (0, "")
    assert set(told.json) == {"report", "sections", "cells", "leftovers"}
    assert told.json["report"]["agency"] == one["agency"]
    assert [section["number"] for section in told.json["sections"]] == [1, 2, 3, 4, 5, 6]
    of_one = tk.open_corpus(demo / "store").cells.filter(report_id=one["report_id"])
    assert [cell["value"] for cell in told.json["cells"]] == of_one["value"].to_list()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_show_of_a_cell_prints_where_it_stands(ogi: Ogi, demo: Path, one: dict[str, Any], lang: str) -> None:
    cell = ("--cell", "requests", "new", "总计")
    told = ogi("show", demo / "store", one["report_id"], *cell, "--lang", lang)
    assert (told.code, told.err) == (0, "")
    raw = ogi("show", demo / "store", one["report_id"], *cell, "--json").json["cell"]["raw"]
    assert f"[{raw}]" in told.out
    assert f"“{raw}”" in told.out
    assert ("state" in told.out) == (lang == "en")


def test_show_of_a_cell_writes_a_page(ogi: Ogi, demo: Path, one: dict[str, Any], tmp_path: Path) -> None:
    cell = ("--cell", "requests", "new", "total", "-o", tmp_path / "place.html")
    told = ogi("show", demo / "store", one["report_id"], *cell)
    assert told.code == 0
    assert "place.html" in told.out
    assert one["title"] in (tmp_path / "place.html").read_text(encoding="utf-8")
    moved = ogi("show", demo / "store", one["report_id"], *cell[:4], "--source", tmp_path / "gone", "--json")
    assert (moved.code, moved.json["notes"], moved.json["marked"]) == (0, ["gone"], False)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--cell", "requests", "nwe", "total"), "Did you mean 'new'"),
        (("--cell", "requests", "new", "total", "-o", "a.pdf"), "not as 'a.pdf'"),
        (("-o", "a.png"), "--cell"),
    ],
)
def test_show_of_a_cell_used_wrongly_ends_with_2(
    ogi: Ogi, demo: Path, one: dict[str, Any], options: tuple[str, ...], told: str
) -> None:
    answer = ogi("show", demo / "store", one["report_id"], *options)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err


def test_show_of_an_unknown_report_ends_with_2_and_names_what_is_near(
    ogi: Ogi, demo: Path, one: dict[str, Any]
) -> None:
    near = ogi("show", demo / "store", one["agency"][:-1])
    assert (near.code, near.out) == (2, "")
    assert f"Did you mean {one['agency']!r}" in near.err
    unknown = ogi("show", demo / "store", "f" * 16)
    assert (unknown.code, unknown.out) == (2, "")
    assert f"There is no report {'f' * 16!r}." in unknown.err


def test_show_of_an_agency_with_several_years_or_of_another_year_tells_which_there_are(
    ogi: Ogi, demo: Path, one: dict[str, Any]
) -> None:
    for year in ((), ("--year", "1999")):
        told = ogi("show", demo / "store", one["agency"], *year)
        assert told.code == 2
        assert "2019, 2020, 2021, 2022, 2023, 2024" in told.err


def test_show_of_a_file_that_holds_no_report_tells_why(ogi: Ogi, demo: Path) -> None:
    told = ogi("show", demo / "store", "新建文本文档.txt")
    assert told.code == 2
    assert "empty" in told.err


def test_show_of_no_store_ends_with_2(ogi: Ogi, demo: Path) -> None:
    for folder in (demo / "reports", demo / "nowhere"):
        told = ogi("show", folder, "any")
        assert (told.code, told.out) == (2, "")
        assert str(folder) in told.err


# ------------------------------------------------------------------------------------------------------------- ogi demo
SMALL_SCORECARD = ("--scorecard", "--format", "xlsx", "--of-each", "1")


def test_demo_writes_loads_and_tells(ogi: Ogi, tmp_path: Path) -> None:
    told = ogi("demo", tmp_path / "demo", "--agencies", "1")
    assert (told.code, told.err) == (0, "")
    assert f"A synthetic corpus with known faults was written to {tmp_path / 'demo'}" in told.out
    assert "6 reports of 1 agency," in told.out
    assert tk.open_corpus(tmp_path / "demo" / "store").reports.height == 6


def test_demo_as_json_with_its_scorecard(ogi: Ogi, tmp_path: Path) -> None:
    told = ogi("demo", tmp_path / "demo", "--agencies", "1", *SMALL_SCORECARD, "--json")
    assert (told.code, told.err) == (0, "")
    assert set(told.json) == SUMMARY | {"scorecard", "check", "dashboard"}
    assert set(told.json["check"]) == {"counts", "concerned", "unknown", "rules"}
    assert Path(told.json["dashboard"]).read_text("utf-8").startswith("<!doctype html>")
    card = told.json["scorecard"]
    assert set(card) == {"seconds", "not_measured", "formats", "shapes"}
    # Six undamaged files of each of the three shapes, and one with each of the eight damages.
    assert [row["documents"] for row in card["formats"]] == [18, *[3] * 8]
    assert sum(row["cells"] for row in card["shapes"]) == sum(row["cells"] for row in card["formats"])
    assert {row["wrong"] for row in card["formats"]} == {0}
    assert set(ogi("demo", tmp_path / "demo", "--agencies", "1", "--json").json) == SUMMARY | {"check", "dashboard"}


def test_demo_prints_its_scorecard(ogi: Ogi, tmp_path: Path) -> None:
    told = ogi("demo", tmp_path / "demo", "--agencies", "1", *SMALL_SCORECARD)
    assert told.code == 0
    assert "Scorecard: what was read against what was printed" in told.out
    assert "42 files with" in told.out


def test_a_scorecard_of_a_format_there_is_not_names_the_near_one(ogi: Ogi, tmp_path: Path) -> None:
    told = ogi("demo", tmp_path / "demo", "--agencies", "1", "--scorecard", "--format", "xlxs")
    assert told.code == 2
    assert "'xlsx'" in told.err
    assert not (tmp_path / "demo").exists()


def test_demo_touches_no_folder_of_the_users(ogi: Ogi, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("three years of work")
    told = ogi("demo", tmp_path)
    assert (told.code, told.out) == (2, "")
    assert "nothing was written" in told.err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


# ------------------------------------------------------------------------------------------------------------ languages
def test_chinese_is_spoken_throughout(ogi: Ogi, demo: Path, tmp_path: Path) -> None:
    load = ogi("load", demo / "reports", "--store", tmp_path / "store", "--lang", "zh")
    assert load.out.startswith("16 个文件 → 2 个机关的 12 份报告，2019—2024 年度")
    for word in ("文件", "数量", "原因", "年度", "合计", "已读取", "非年度报告", "无法读取", "有申请", "表格单元格"):
        assert word in load.out
    for word in ("files", "Files", "count", "why", "total", "Not read", "Kept in", "numbers", "summary.", "states."):
        assert word not in load.out
    demo_told = ogi("demo", tmp_path / "demo", "--agencies", "1", *SMALL_SCORECARD, "--lang", "zh")
    assert demo_told.out.startswith(f"已在 {tmp_path / 'demo'} 生成")
    assert "读取评分" in demo_told.out
    assert "synthetic" not in demo_told.out


def test_a_language_that_is_not_spoken_ends_with_2(ogi: Ogi, demo: Path, tmp_path: Path) -> None:
    told = ogi("load", demo / "reports", "--store", tmp_path / "store", "--lang", "fr")
    assert told.code == 2
    assert "'zh'" in told.err


# -------------------------------------------------------------------------------------------------------------- check
def test_check_tells_counts_an_example_of_each_rule_and_what_was_not_judged(ogi: Ogi, demo: Path) -> None:
    told = ogi("check", demo / "store")
    assert told.code == 0
    data = ogi("check", demo / "store", "--json").json
    total = sum(data["counts"].values())
    assert total == len(data["findings"]) > 0
    assert f"{total:,} findings in" in told.out
    for rule in data["rules"]:
        assert rule["rule"] in told.out
    assert any(one["message_en"][:20] in told.out for one in data["findings"])
    assert "Not judged, since not read" in told.out


@pytest.mark.parametrize(
    ("severity", "codes"), [("info", [1, 0, 0, 0]), ("warning", [1, 1, 0, 0]), ("critical", [1, 1, 1, 0])]
)
def test_check_ends_with_1_from_the_severity_named_on(
    severity: str, codes: list[int], ogi: Ogi, demo: Path, tmp_path: Path
) -> None:
    fails = {"type": "expect_column_values_to_be_null", "kwargs": {"column": "report_id"}, "severity": severity}
    suite = {"name": "mine", "expectations": [fails | {"meta": {"frame": "reports"}}]}
    (tmp_path / "own.json").write_text(json.dumps(suite), "utf-8")
    told = [
        ogi("check", demo / "store", "--suite", tmp_path / "own.json", "--fail-on", on).code
        for on in ("info", "warning", "critical", "never")
    ]
    assert told == codes


def test_check_by_a_suite_of_ones_own(ogi: Ogi, demo: Path, tmp_path: Path) -> None:
    own = {
        "name": "mine",
        "expectations": [{
            "type": "expect_column_values_to_be_between", "kwargs": {"column": "year", "min_value": 2100},
            "severity": "warning", "meta": {"frame": "reports", "title_en": "Reports of the future"},
        }],
    }  # fmt: skip
    (tmp_path / "own.json").write_text(json.dumps(own), "utf-8")
    told = ogi("check", demo / "store", "--suite", tmp_path / "own.json", "--json").json
    assert {one["rule"] for one in told["findings"]} == {"mine.expect_column_values_to_be_between"}
    assert told["concerned"] == told["reports"] == len(told["findings"])


def test_check_with_a_roster_tells_who_has_no_report_and_what_of_it_was_not_used(
    ogi: Ogi, demo: Path, tmp_path: Path
) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("agency,years\n神池县水利局,2023\n鼓楼区教育局,2023\n", "utf-8")
    told = ogi("check", demo / "store", "--roster", roster, "--json")
    assert ("gaps.not_published", "critical", "神池县水利局") in {
        (one["rule"], one["severity"], one["agency"]) for one in told.json["findings"]
    }
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("name\n神池县水利局\n", "utf-8")
    for option in ("--roster", "--subordinates", "--links"):
        refused = ogi("check", demo / "store", option, wrong)
        assert (refused.code, refused.out) == (2, "")
        assert f"{wrong}: The " in refused.err
        assert "unknown column 'name'" in refused.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--suite", "identitys"), "Did you mean 'identities'?"),
        (("--suite", "no.json"), "There is no suite file 'no.json'"),
        (("--fail-on", "fatal"), "'critical'"),
    ],
)
def test_check_by_what_there_is_not_ends_with_2(words: tuple[str, str], says: str, ogi: Ogi, demo: Path) -> None:
    told = ogi("check", demo / "store", *words)
    assert told.code == 2
    assert says in told.err


def test_dashboard_writes_a_page_or_one_for_each_province(ogi: Ogi, demo: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert ogi("dashboard", demo / "store", "-o", page).code == 0
    assert page.read_text("utf-8").startswith("<!doctype html>")
    told = ogi("dashboard", demo / "store", "-o", tmp_path / "pages", "--per", "province", "--json").json
    assert Path(told["dashboard"]) == tmp_path / "pages" / "index.html"
    reports = tk.open_corpus(demo / "store").reports
    codes = {f"{code[:2]}0000.html" for code in reports["region_code"].drop_nulls()}
    assert codes <= {path.name for path in (tmp_path / "pages").iterdir()}
    assert ogi("dashboard", demo / "store", "-o", tmp_path / "no", "--per", "agency").code == 2


def test_rules_lists_each_with_what_it_rests_on(ogi: Ogi) -> None:
    listed = ogi("rules", "--json").json
    assert len(listed) >= 14
    assert all("expectations" not in rule and "pass" not in rule for rule in listed)
    # A terminal of 120 columns folds the longest names.
    told = "".join(ogi("rules").out.split())
    for rule in listed:
        assert rule["rule"] in told or rule["rule"][:20] in told
        assert rule["severities"]
        assert rule["legal_basis"] or rule["suite"] != "identities"


def test_a_rule_of_two_severities_is_one_line(ogi: Ogi, tmp_path: Path) -> None:
    one = {"type": "expect_column_values_to_not_be_null", "meta": {"frame": "reports", "rule": "a.b"}}
    severe = {**one, "kwargs": {"column": "agency"}, "severity": "critical"}
    mild = {**one, "kwargs": {"column": "published"}, "severity": "warning"}
    (tmp_path / "mine.json").write_text(json.dumps({"name": "mine", "expectations": [mild, severe]}), "utf-8")
    told = ogi("rules", "--suite", tmp_path / "mine.json")
    assert "critical 严重 / warning 警告" in told.out
    assert ogi("rules", "--suite", tmp_path / "mine.json", "--json").json[0]["severities"] == ["critical", "warning"]


def test_rules_of_a_store_tells_how_often_each_was_broken(ogi: Ogi, demo: Path) -> None:
    counted = {rule["rule"]: rule for rule in ogi("rules", "--store", demo / "store", "--json").json}
    summary = tk.check(tk.open_corpus(demo / "store")).summary()
    for rule, *counts in summary.group_by("rule").agg(pl.col("fail", "unknown", "pass").sum()).iter_rows():
        assert [counted[rule][name] for name in ("fail", "unknown", "pass")] == counts
    assert f"{counted['requests.total']['pass']:,}" in ogi("rules", "--store", demo / "store").out
    assert ogi("rules", "--store", demo / "nowhere").code == 2


def test_a_rule_in_full_tells_its_terms_its_place_its_verdicts_and_an_example(ogi: Ogi) -> None:
    told = ogi("rules", "requests.balance").out
    for says in (
        "requests.balance · identities",
        "收到的申请与办结、结转的申请相等",
        "expect_sums_to_balance · requests_by_column",
        "new + carried_in = processed + carried_out",
        "table requests, column from `column`",
        "neither pass nor fail",
        "new 12 + carried in 1 = 13, processed 10 + carried out 5 = 15, off by 2",
    ):
        assert says in " ".join(told.split())
    assert 'form == "2021"' in ogi("rules", "disclosure.stock").out
    chinese = ogi("rules", "requests.balance", "--lang", "zh").out
    assert chinese.splitlines()[1] == "收到的申请与办结、结转的申请相等"
    assert "新收 12 + 上年结转 1 = 13，办结 10 + 结转下年度 5 = 15，差 2" in chinese
    assert ogi("rules", "requests.balanse").code == 2
    assert "Did you mean 'requests.balance'" in ogi("rules", "requests.balanse").err


def test_a_rule_in_full_on_a_store_shows_its_first_finding(ogi: Ogi, demo: Path) -> None:
    [told] = ogi("rules", "gaps.zero_requests", "--store", demo / "store", "--json").json
    findings = tk.check(tk.open_corpus(demo / "store"), "gaps").frame.filter(rule="gaps.zero_requests")
    assert told["fail"] == findings.height
    assert (told["first"] or {}).get("report_id") == (findings["report_id"][0] if findings.height else None)
    assert set(told["expectations"][0]["example"]) == {"zh", "en"}
    assert ogi("rules", "gaps.zero_requests", "--store", demo / "store").code == 0


# ------------------------------------------------------------------------------------------------ README and the code
def commands() -> dict[str, Any]:
    """The commands there are; typer carries its own copy of click, whose types it does not name."""
    group: Any = typer.main.get_command(cli.app)
    return dict(group.commands)


def options(command: Any) -> set[str]:
    return {name for parameter in command.params for name in parameter.opts if name.startswith("--")}


@pytest.fixture(scope="module")
def documented(root: Path) -> dict[str, str]:
    """README's table of commands: name → how it is called."""
    readme = (root / "README.md").read_text("utf-8")
    return dict(re.findall(r"^\| `ogi ([a-z]+)([^`]*)` \|", readme, re.MULTILINE))


def test_readme_tells_every_command_and_no_other(documented: dict[str, str]) -> None:
    assert set(documented) == set(commands())


def test_every_option_in_readmes_table_is_there_and_none_that_is_required_is_left_out(
    documented: dict[str, str],
) -> None:
    for name, command in commands().items():
        told = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", documented[name]))
        assert told <= options(command), name
        assert {p.opts[0] for p in command.params if p.required and p.opts[0].startswith("--")} <= told, name


def test_every_command_takes_what_readme_says_each_takes(root: Path) -> None:
    assert "Each takes `--lang zh` or `--lang en`, and `--json`" in (root / "README.md").read_text("utf-8")
    for name, command in commands().items():
        assert {"--lang", "--json"} <= options(command), name


def test_every_command_and_option_explains_itself() -> None:
    for name, command in commands().items():
        assert command.help, name
        assert [parameter.name for parameter in command.params if not getattr(parameter, "help", None)] == [], name


# ------------------------------------------------------------------------------------------------------ as a process
def python(*arguments: str | Path, root: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8", "COLUMNS": "120"}
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, check=False, encoding="utf-8")


def test_help_with_warnings_as_errors(root: Path) -> None:
    told = python("-W", "error", "-m", "toolkit.cli", "--help", root=root)
    assert (told.returncode, told.stderr) == (0, "")
    for name in commands():
        assert re.search(rf"│ {name} +\S", told.stdout), name


def test_every_command_runs_with_warnings_as_errors(
    root: Path, demo: Path, one: dict[str, Any], tmp_path: Path
) -> None:
    # Great Expectations imports a parser that imports modules which Python 3.11 calls deprecated.
    ogi = ("-W", "error", "-W", "ignore:module 'sre_:DeprecationWarning", "-m", "toolkit.cli")
    for arguments in (
        ("check", demo / "store"),
        ("rules",),
        ("load", demo / "reports", "--store", tmp_path / "store"),
        ("show", demo / "store", one["report_id"]),
        ("demo", tmp_path / "demo", "--agencies", "1"),
    ):
        told = python(*ogi, *arguments, root=root)
        assert (told.returncode, told.stderr) == (0, ""), arguments


@pytest.mark.parametrize("words", ["", "lode", "load", "load a.html", "show store", "demo x --agencies 0"])
def test_wrong_use_ends_with_2_and_tells_the_right_one(words: str, ogi: Ogi) -> None:
    told = ogi(*words.split())
    assert told.code == 2
    assert "Usage" in told.out + told.err


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes of this kind")
def test_a_reader_that_has_seen_enough_is_no_error(root: Path, demo: Path, one: dict[str, Any]) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "toolkit.cli", "show", str(demo / "store"), one["report_id"]]
    environment = os.environ | {"PYTHONPATH": str(root)}
    with os.fdopen(write, "w") as closed:
        told = subprocess.run(command, env=environment, stdout=closed, stderr=subprocess.PIPE, text=True, check=False)
    assert told.returncode in (0, 1)
    assert told.stderr == ""


def test_an_output_that_cannot_spell_chinese_is_no_error(root: Path, demo: Path, one: dict[str, Any]) -> None:
    environment = os.environ | {"PYTHONPATH": str(root), "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "toolkit.cli", "show", str(demo / "store"), one["report_id"]]
    told = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert (told.returncode, told.stderr) == (0, b"")
    assert rb"\u" in told.stdout
