"""The page: one file that asks nobody for anything, the same every time, and text stays text."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest
from plotly.offline import get_plotlyjs

from tests.dashboard.made_up_page import SmallCorpus, SmallFindings, corpus, findings, suspects
from tests.dashboard.unpacking import Elements
from toolkit.dashboard import write_dashboard
from toolkit.dashboard.page import SCRIPTS, own_script

HOSTILE = "</script><img src=x onerror=alert(1)>局\"'&amp;\u2028\u202e"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = write_dashboard(corpus(), findings(), tmp_path_factory.mktemp("page") / "page.html", suspects=suspects())
    return path.read_text("utf-8")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Elements:
    shown = findings()
    every = pl.lit(HOSTILE)
    frame = shown.frame.with_columns(
        agency=every, source=every, message_zh=every, message_en=every, rule=every, row=every, column=every
    )
    path = tmp_path_factory.mktemp("page") / "page.html"
    write_dashboard(corpus(agency=HOSTILE, text=HOSTILE), SmallFindings(frame, shown.unknown), path)
    return Elements(path.read_text("utf-8"))


def test_the_path_comes_back_and_nothing_else_is_left_there(tmp_path: Path) -> None:
    path = write_dashboard(corpus(), findings(), str(tmp_path / "a page.html"))
    assert path == tmp_path / "a page.html"
    assert list(tmp_path.iterdir()) == [path]


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    first, second = (write_dashboard(corpus(), findings(), tmp_path / name) for name in ("a.html", "b.html"))
    assert first.read_bytes() == second.read_bytes()


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    made, shown = corpus(), findings(300)
    turned = SmallCorpus(*(frame.reverse() for frame in (made.documents, made.reports, made.agency_years, made.cells)))
    first = write_dashboard(made, shown, tmp_path / "a.html")
    second = write_dashboard(turned, SmallFindings(shown.frame.reverse(), shown.unknown.reverse()), tmp_path / "b.html")
    assert first.read_bytes() == second.read_bytes()


def test_the_page_names_no_other_place(page: str) -> None:
    ours = page.replace(get_plotlyjs(), "")
    assert len(ours) < 300_000 < len(page)
    assert re.findall(r"https?:|//[a-z]+\.", ours) == []
    assert re.findall(r"@import|url\(", ours) == []
    asking = {"src", "href", "srcset", "action", "data", "poster", "background"}
    assert [found for found in Elements(page).elements if asking & found[1].keys()] == []


def test_the_policy_lets_run_the_two_scripts_of_the_page_and_nothing_else(page: str) -> None:
    elements = Elements(page)
    (policy,) = (meta["content"] for meta in elements.named("meta") if "http-equiv" in meta)
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    run = [
        text for script, text in zip(elements.named("script"), elements.scripts, strict=True) if "type" not in script
    ]
    digests = [f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in run]
    assert rules["script-src"].split() == digests
    assert len(run) == 2


def test_no_button_of_plotly_leads_out(page: str) -> None:
    config = Elements(page).held("page")["config"]
    assert (config["showSendToCloud"], config["displaylogo"]) == (False, False)


def test_our_script_reads_no_text_as_markup_and_is_whole(root: Path) -> None:
    script = own_script()
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "fetch("):
        assert way not in script
    assert "</script" not in script
    files = {path.stem for path in (root / "toolkit/dashboard/script").glob("*.js")}
    assert files == set(SCRIPTS)
    sizes = {path: path.read_text("utf-8").count("\n") for path in (root / "toolkit/dashboard/script").glob("*.js")}
    assert max(sizes.values()) <= 200


def test_every_word_that_our_script_says_is_on_the_page(page: str) -> None:
    words = Elements(page).held("page")
    said = re.findall(r'say\("(\w+)\.(\w+)"', own_script())
    assert len(said) > 60
    assert [name for name in said if name[1] not in words["messages"][name[0]]] == []
    assert set(re.findall(r'label\("(\w+)"', own_script())) <= set(words["labels"])


def test_text_from_reports_is_no_markup(hostile: Elements) -> None:
    assert hostile.named("img") == []
    assert len(hostile.scripts) == 5
    assert [name for _, attributes in hostile.elements for name in attributes if name.startswith("on")] == []
    for script in hostile.scripts[:3]:
        assert re.fullmatch("[A-Za-z0-9+/=]+", script)


def test_text_from_reports_comes_whole_but_for_marks_that_turn_a_line_around(hostile: Elements) -> None:
    data, tables = hostile.held("data"), hostile.held("tables")
    told = HOSTILE.replace("\u202e", " ")
    assert set(data["agencies"]["name"]) == {told}
    assert set(data["reports"]["source"]) == set(data["reports"]["title"]) == {told}
    assert data["findings"]["message_ens"] == data["findings"]["message_zhs"] == [told]
    assert data["agencies"]["province_names"] == data["agencies"]["county_names"] == [told]
    columns = tables["requests/2021"]["columns"]
    assert f"u{told}" in {one for column in columns for one in column if isinstance(one, str)}


def test_figures_have_fixed_places(page: str) -> None:
    ids = [div["id"] for div in Elements(page).named("div") if div.get("class") == "chart"]
    assert ids == [
        "agency-states", "zero-shares", "zero-streaks", "outcome-shares", "publication-dates", "request-flow",
        "findings-by-rule", "findings-by-year", "inconsistent-counts", "claims-against-tables", "carry-over-chains",
        "zero-by-province", "zero-by-city", "repeated-prose", "agency-chain",
    ]  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_language_asked_for_is_shown_first_and_the_other_is_there(page: str, lang: str, tmp_path: Path) -> None:
    elements = Elements(write_dashboard(corpus(), findings(), tmp_path / "page.html", lang=lang).read_text("utf-8"))
    assert elements.named("html")[0]["data-lang"] == lang
    classes = [span.get("class") for span in elements.named("span")]
    assert classes.count("en") == classes.count("zh") > 15


def test_english_is_free_of_chinese_words_of_ours(page: str) -> None:
    english = re.findall(r'<span class="en" lang="en">(.*?)</span>', page)
    chinese = re.findall(r'<span class="zh" lang="zh-Hans">(.*?)</span>', page)
    words = Elements(page).held("page")
    groups = [*words["messages"].values(), *words["labels"].values()]
    english += [both["en"] for group in groups for both in group.values()]
    chinese += [both["zh"] for group in groups for both in group.values()]
    assert [text for text in english if re.search("[\u4e00-\u9fff]", text)] == []
    # Names of formats and files are the same in both.
    chinese = [re.sub("JavaScript|index.html|HTML", "", text) for text in chinese]
    assert [text for text in chinese if re.search("[A-Za-z]{4,}", re.sub(r"\{+.*?\}+", "", text))] == []


def test_a_language_that_is_not_there_is_an_error_and_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        write_dashboard(corpus(), findings(), tmp_path / "page.html", lang="fr")
    assert list(tmp_path.iterdir()) == []


def test_what_was_not_read_is_told_with_its_reason(page: str) -> None:
    elements = Elements(page)
    text = " ".join("".join(elements.text).split())
    for told in ("it is not text", "不是文本", "the same content as another file", "Files that gave no report"):
        assert told in text
    assert "'nobody.html' is no source <b>here</b>" in text
    unread = elements.held("data")["unread"]
    assert unread["source"] == ["reports/d.html", "reports/c.bin"]
    assert [unread["reasons"][at] for at in unread["reason"]] == ["same_content", "binary"]


def test_without_anything_the_page_is_made(tmp_path: Path) -> None:
    path = write_dashboard(corpus(0), findings(0), tmp_path / "page.html")
    data = Elements(path.read_text("utf-8")).held("data")
    assert data["agencies"]["name"] == data["years"]["year"] == data["findings"]["rule"] == []
    assert "suspects" not in data


def test_the_page_stays_small(tmp_path: Path) -> None:
    for count in (5_800, 20_000):
        path = write_dashboard(corpus(20_000), findings(count), tmp_path / "page.html")
        assert path.stat().st_size < 10_000_000


def test_where_there_is_no_room_the_gravest_reports_keep_their_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = corpus(60)
    shown = findings(40, made)
    whole = Elements(write_dashboard(made, shown, tmp_path / "a.html").read_text("utf-8"))
    assert set(whole.held("tables")["held"]) == set(made.reports["report_id"])
    assert "holds the tables of" not in "".join(whole.text)
    letters = len(whole.scripts[2])
    monkeypatch.setattr("toolkit.dashboard.page.ROOM", (tmp_path / "a.html").stat().st_size - letters // 2)
    path = write_dashboard(made, shown, tmp_path / "b.html")
    part = Elements(path.read_text("utf-8"))
    held = part.held("tables")["held"]
    critical = set(shown.frame.filter(severity="critical")["report_id"])
    assert critical < set(held) < set(made.reports["report_id"])
    assert f"the tables of {len(held)} of {made.reports.height} reports" in " ".join("".join(part.text).split())
