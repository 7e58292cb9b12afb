"""`explore`: what it refuses, what it chooses, what it shows where no widget runs."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import toolkit as tk
from tests.explorer.made_up import UNNAMED
from toolkit.explorer.pictures import MIME, PICTURES, bundle

Demo = tuple[tk.Corpus, tk.Findings]
VIEW = "application/vnd.jupyter.widget-view+json"


# ---------------------------------------------------------------------------------------------- what it refuses
@pytest.mark.parametrize(
    ("filters", "told"),
    [
        ({"level": "countys"}, "There is no level 'countys' to filter by. Did you mean 'county'?"),
        ({"severity": "grave"}, "There is no severity 'grave'"),
        ({"rule": "requests.balanse"}, "Did you mean 'requests.balance'"),
        ({"province": "江苏"}, "There is no province '江苏' to filter by. Did you mean '江苏省'"),
        ({"years": 1999}, "The corpus has no report about 1999; it has 2021, 2022, 2023"),
        ({"years": "last"}, "'last' is no year"),
        ({"years": 20.23}, "20.23 is no year"),
        ({"lang": "de"}, "There is no language 'de': en, zh"),
    ],
)
def test_a_value_that_is_not_there_is_told(demo: Demo, filters: dict[str, str], told: str) -> None:
    with pytest.raises(tk.UnknownName) as caught:
        tk.explore(*demo, **filters)  # type: ignore[arg-type]
    assert told in str(caught.value)


def test_a_filter_or_figure_that_is_not_there_is_told(demo: Demo) -> None:
    view = tk.explore(*demo)
    with pytest.raises(tk.UnknownName, match=r"no filter 'provinces'\. Did you mean 'province'\?"):
        view.choose(provinces="江苏省")
    with pytest.raises(tk.UnknownName, match=r"no figure 'rule'\. Did you mean 'rules'\?"):
        view.figure("rule")


def test_arguments_the_wrong_way_round_are_told(demo: Demo) -> None:
    corpus, findings = demo
    with pytest.raises(tk.ToolkitError, match="the first is a Findings, not a corpus"):
        tk.explore(findings, corpus)  # type: ignore[arg-type]
    with pytest.raises(tk.ToolkitError, match=r"the second is a DataFrame, not what toolkit\.check returns"):
        tk.explore(corpus, findings.frame)  # type: ignore[arg-type]


# ---------------------------------------------------------------------------------------------- what it chooses
def test_without_a_filter_it_is_the_whole(demo: Demo) -> None:
    corpus, findings = demo
    view = tk.explore(corpus, findings)
    assert view.corpus is corpus
    assert view.findings.equals(findings.frame)
    assert view.chosen.reports == corpus.reports.height


def test_what_is_chosen_is_a_corpus_of_its_own(demo: Demo) -> None:
    corpus, findings = demo
    view = tk.explore(corpus, findings, province="江苏省", years="2022-2023")
    expected = corpus.reports.filter(pl.col("province") == "江苏省", pl.col("year") >= 2022)
    assert view.corpus.reports.equals(expected)
    assert set(view.findings["report_id"].drop_nulls()) <= set(expected["report_id"])
    assert view.findings.height > 0


def test_choosing_again_keeps_what_is_not_named(demo: Demo) -> None:
    view = tk.explore(*demo, severity="critical")
    view.choose(province="江苏省")
    assert set(view.findings["severity"]) == {"critical"}
    view.choose(province=None, severity=None)
    assert view.findings.equals(demo[1].frame)


def test_an_agency_of_the_same_name_in_another_province_is_not_chosen_along(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"{UNNAMED}{name}\n", encoding="utf-8")
    who = {"agency": ["鼓楼区教育局"] * 2, "year": [2023] * 2, "region_code": ["320106", "350102"]}
    metadata = pl.DataFrame({"source": [(tmp_path / f"{name}.txt").as_posix() for name in ("a", "b")], **who})
    corpus = tk.load(tmp_path, metadata=metadata, progress=False)
    assert sorted(corpus.reports["province"]) == ["江苏省", "福建省"]
    view = tk.explore(corpus, tk.check(corpus, "gaps"), province="福建省")
    assert view.corpus.reports["region_code"].to_list() == ["350102"]


def test_the_map_tells_the_share_of_all_reports_asked_for(demo: Demo) -> None:
    corpus, findings = demo
    view = tk.explore(corpus, findings, rule="gaps.zero_requests")
    (shares,) = [trace.z for trace in view.figure("map").data]
    zero = corpus.reports.drop_nulls("province").group_by("province").agg(pl.col("requests_state").eq("zero").mean())
    assert sorted(value for line in shares for value in line if value is not None) == sorted(zero["requests_state"])


def test_nothing_left_is_an_empty_corpus_and_drawn_without_a_complaint(demo: Demo) -> None:
    view = tk.explore(*demo, agency="没有这个机关")
    assert view.corpus.reports.is_empty()
    assert "Nothing is left" in view._repr_html_()
    for name in PICTURES:
        assert bundle(view.figure(name))[MIME]["layout"]["height"] > 0


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_figure_follows_the_filters_and_keeps_its_title_for_a_heading(demo: Demo, name: str, lang: str) -> None:
    view = tk.explore(*demo, lang=lang)
    before = view.figure(name)
    view.choose(rule="gaps.zero_requests", years=(2022,))
    after = view.figure(name)
    assert before.layout.title.text
    assert before.to_json() != after.to_json()
    drawn = bundle(after)[MIME]
    assert "title" not in drawn["layout"]
    assert drawn["config"]["showSendToCloud"] is False


def test_unknown_verdicts_are_those_of_the_choice(demo: Demo) -> None:
    corpus, findings = demo
    one = findings.unknown["report_id"].drop_nulls()[0]
    agency = corpus.report(one).facts["agency"]
    view = tk.explore(corpus, findings, agency=agency)
    own = findings.unknown.filter(pl.col("agency").str.contains(agency, literal=True))
    assert view._counted()["unknown"].sum() == own.height
    assert 0 < own.height < findings.unknown.height


# ---------------------------------------------------------------------------------------------- what it shows
def test_a_page_without_widgets_tells_what_is_chosen(demo: Demo) -> None:
    corpus, findings = demo
    told = tk.explore(corpus, findings, severity="critical")._repr_html_()
    critical = findings.frame.filter(severity="critical")
    assert f"{critical.height} findings: critical 严重 {critical.height}" in told
    assert "severity 严重程度: critical 严重" in told
    for agency in critical["agency"].drop_nulls().unique():
        assert agency in told
    assert set(critical["rule"]) == {rule for rule in findings.summary()["rule"].unique() if f">{rule}<" in told}
    assert "<script" not in told


def test_in_chinese_there_is_no_english_but_codes(demo: Demo) -> None:
    told = tk.explore(*demo, lang="zh")._repr_html_()
    assert "findings" not in told
    assert "发现最严重、最多的机关" in told


def test_a_name_from_a_report_is_text(demo: Demo) -> None:
    from toolkit.explorer.summary import _table

    assert "<img" not in _table(["a"], [("<img src=x onerror=alert(1)>",)])


def test_a_front_end_gets_a_widget_and_a_summary(demo: Demo) -> None:
    shown = tk.explore(*demo)._repr_mimebundle_()
    assert set(shown) == {"text/plain", "text/html", VIEW}
    assert "JupyterLab" in shown["text/html"]


def test_a_notebook_gets_the_summary_by_itself_before_the_widget_that_hides_it(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    published: list[dict[str, Any]] = []
    monkeypatch.setattr("IPython.display.publish_display_data", published.append)
    view = tk.explore(*demo)
    view._ipython_display_()
    summary, widget = published
    assert set(summary) == {"text/plain", "text/html"}
    assert set(widget) == {"text/plain", VIEW}
    name = f"of-{widget[VIEW]['model_id']}"
    assert f'<div class="ogi ogi-explorer {name}"' in summary["text/html"]
    panel = view._panel
    assert panel is not None
    assert f".ogi-explorer.{name}" in panel.styled.value


def test_without_ipywidgets_it_is_the_summary_and_says_what_to_install(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("toolkit.explorer.")]:
        if name.endswith((".panel", ".details")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    shown = tk.explore(*demo)._repr_mimebundle_()
    assert VIEW not in shown
    assert "ogi-toolkit[lab]" in shown["text/html"]


@dataclass(frozen=True)
class Foreign:
    """Findings of another corpus."""

    frame: pl.DataFrame
    unknown: pl.DataFrame
    summary: Callable[[], pl.DataFrame]
    highlight: Callable[..., dict[tuple[str, str, str], str]]


def test_findings_about_none_of_the_reports_are_counted_and_told(demo: Demo) -> None:
    corpus, findings = demo
    frame = findings.frame.with_columns(report_id=pl.lit("0" * 16))
    foreign = Foreign(frame, findings.unknown, findings.summary, findings.highlight)
    view = tk.explore(corpus, foreign)
    assert view.findings.is_empty()
    assert f"{frame.height} findings are about none of these reports" in view._repr_html_()
