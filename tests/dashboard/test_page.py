"""The page: one file that asks nobody for anything, the same every time, and text stays text."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from plotly.offline import get_plotlyjs

from tests.dashboard.made_up_page import SmallFindings, corpus, findings, suspects
from toolkit.dashboard import write_dashboard

HOSTILE = "</script><img src=x onerror=alert(1)>局\"'&amp;\u2028\u202e"


class Elements(HTMLParser):
    """Collects elements, attributes and script texts as a browser meets them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.text: list[str] = []
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts[-1] += data
        elif self._inside != "style":
            self.text.append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


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
    write_dashboard(corpus(agency=HOSTILE), SmallFindings(frame, shown.unknown), path)
    return Elements(path.read_text("utf-8"))


def drawn(elements: Elements) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(elements.scripts[0])
    return told


def test_the_path_comes_back_and_nothing_else_is_left_there(tmp_path: Path) -> None:
    path = write_dashboard(corpus(), findings(), str(tmp_path / "a page.html"))
    assert path == tmp_path / "a page.html"
    assert list(tmp_path.iterdir()) == [path]


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    first, second = (write_dashboard(corpus(), findings(), tmp_path / name) for name in ("a.html", "b.html"))
    assert first.read_bytes() == second.read_bytes()


def test_the_order_of_the_findings_does_not_matter(tmp_path: Path) -> None:
    shown = findings(300)
    turned = SmallFindings(shown.frame.reverse(), shown.unknown)
    first, second = (
        Elements(write_dashboard(corpus(), some, tmp_path / "a.html").read_text("utf-8")) for some in (shown, turned)
    )
    assert first.text == second.text


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
    digests = [f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in elements.scripts[1:]]
    assert rules["script-src"].split() == digests
    assert elements.named("script")[0]["type"] == "application/json"


def test_no_button_of_plotly_leads_out(page: str) -> None:
    config = drawn(Elements(page))["config"]
    assert (config["showSendToCloud"], config["displaylogo"]) == (False, False)


def test_text_from_reports_is_no_markup(hostile: Elements) -> None:
    assert hostile.named("img") == []
    assert len(hostile.scripts) == 3
    assert [name for _, attributes in hostile.elements for name in attributes if name.startswith("on")] == []
    shown = "".join(hostile.text)
    assert "</script><img src=x onerror=alert(1)>局\"'&amp;" in shown
    assert "\u202e" not in shown


def test_text_from_reports_is_no_markup_in_figures(hostile: Elements) -> None:
    assert "<" not in hostile.scripts[0]
    figures = json.dumps(drawn(hostile)["figures"]).replace("<br>", "").replace("<extra></extra>", "")
    assert "<" not in figures
    assert "&lt;img src=x" in figures


def test_figures_have_fixed_places_and_their_titles_are_headings(page: str) -> None:
    elements = Elements(page)
    ids = ["agency-states", "findings-by-rule", "inconsistent-counts"]
    assert [div["id"] for div in elements.named("div") if div.get("class") == "chart"] == ids
    figures = drawn(elements)["figures"]
    assert set(figures) == set(ids)
    assert all("title" not in figure["figure"]["layout"] for figure in figures.values())
    assert "7 of 20 agencies reported no request in at least one year" in "".join(elements.text)


def test_no_figure_needs_webgl_which_the_policy_forbids(tmp_path: Path) -> None:
    path = write_dashboard(corpus(), findings(3_000), tmp_path / "page.html")
    figures = drawn(Elements(path.read_text("utf-8")))["figures"].values()
    assert {trace["type"] for figure in figures for trace in figure["figure"]["data"]} == {"bar", "scatter"}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_text_is_there_in_both_languages(page: str, lang: str, tmp_path: Path) -> None:
    elements = Elements(write_dashboard(corpus(), findings(), tmp_path / "page.html", lang=lang).read_text("utf-8"))
    assert elements.named("html")[0]["data-lang"] == lang
    classes = [span.get("class") for span in elements.named("span")]
    assert classes.count("en") == classes.count("zh") > 50


def test_english_is_free_of_chinese_words_of_ours(page: str) -> None:
    english = re.findall(r'<span class="en" lang="en">(.*?)</span>', page)
    assert [text for text in english if re.search("[\u4e00-\u9fff]", text)] == []
    chinese = re.findall(r'<span class="zh" lang="zh-Hans">(.*?)</span>', page)
    assert [text for text in chinese if not re.search("[\u4e00-\u9fff]", text)] == []


def test_a_language_that_is_not_there_is_an_error_and_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        write_dashboard(corpus(), findings(), tmp_path / "page.html", lang="fr")
    assert list(tmp_path.iterdir()) == []


def test_what_was_not_read_is_told_with_its_reason(page: str) -> None:
    text = " ".join("".join(Elements(page).text).split())
    for told in ("reports/c.bin", "it is not text", "不是文本", "the same content as another file"):
        assert told in text
    assert "'nobody.html' is no source <b>here</b>" in text


def test_without_anything_the_page_says_so(tmp_path: Path) -> None:
    empty = findings(0)
    nothing = corpus(0)
    path = write_dashboard(nothing, empty, tmp_path / "page.html")
    text = "".join(Elements(path.read_text("utf-8")).text)
    for told in ("No agency and year is known", "No rule found anything", "The rules found nothing."):
        assert told in text
    assert "Cells probably wrong" not in text


@pytest.mark.slow
def test_the_page_stays_small(tmp_path: Path) -> None:
    for count in (5_800, 20_000):
        path = write_dashboard(corpus(20_000), findings(count), tmp_path / "page.html")
        assert path.stat().st_size < 10_000_000
