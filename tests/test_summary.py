"""What was loaded, told to a person: nothing, one report, many years; in both languages; names that mean harm."""

import io
import re
import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from rich.console import Console

from toolkit import messages
from toolkit.demo import PAGED_MUTATIONS
from toolkit.labels import label
from toolkit.messages import message
from toolkit.summary import bilingual, print_scorecard, print_summary

LANGS = ("en", "zh")
CATALOGUE = tomllib.loads(Path(messages.__file__).with_name("messages.toml").read_text("utf-8"))
ENTRIES = {
    f"{group}.{key}": entry for group, some in CATALOGUE.items() if group != "languages" for key, entry in some.items()
}


def told(**said: Any) -> dict[str, Any]:
    """The summary of a load of nothing, with what is said in place of it."""
    return {
        "documents": {"total": 0, "by_status": {}},
        "reports": {"total": 0, "agencies": 0, "by_year": {}},
        "cells": {},
        "warnings": [],
        "reasons_by_status": {},
        "states_by_year": {},
        "unidentified": 0,
        "leftovers": 0,
        "read_twice": 0,
        "disagreements": 0,
        "not_read_twice": 0,
        "changed": [],
        "disappeared": [],
        "unread": [],
        "store": "corpus",
    } | said


def of_years(*years: int | str) -> dict[str, Any]:
    """One report about each year, with a request."""
    number = len(years)
    return told(
        documents={"total": number, "by_status": {"read": number}},
        reports={"total": number, "agencies": 1, "by_year": {str(year): 1 for year in years}},
        cells={"number": 150 * number, "blank": 50 * number},
        states_by_year={str(year): {"requests": 1} for year in years},
    )


def unread(*sources: str, detail: str = "The file holds no text.") -> dict[str, Any]:
    lines = [{"source": source, "status": "unreadable", "reason": "empty", "detail": detail} for source in sources]
    counts = {"unreadable": len(lines)}
    return told(
        documents={"total": len(lines), "by_status": counts},
        reasons_by_status={"unreadable": {"empty": len(lines)}},
        unread=lines,
    )


def shown(summary: dict[str, Any], lang: str = "en", *, width: int = 200, colours: bool = False) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False, force_terminal=colours)
    print_summary(console, summary, lang=lang)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def words(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines() if line.strip()]


# ------------------------------------------------------------------------------------------------- how much there is
@pytest.mark.parametrize("lang", LANGS)
def test_nothing_read_is_told_and_no_empty_table_is_drawn(lang: str) -> None:
    text = shown(told(), lang)
    assert message("summary.nothing", lang) in text
    assert message("summary.reports", lang) not in text
    assert message("summary.unread", lang, count=0) not in text


def test_one_report() -> None:
    lines = words(shown(of_years(2023)))
    assert " ".join(lines[0]) == "1 file → 1 report of 1 agency, 2023"
    assert ["2023", "1", "·", "·", "·", "1"] in lines
    assert ["numbers", "数值", "150", "(75.0%)", "blank", "空白", "50", "(25.0%)"] in lines


def test_many_years_have_a_line_each_in_order() -> None:
    text = shown(of_years(*range(2008, 2026)))
    assert ", 2008–2025" in text.splitlines()[0]
    assert [line[0] for line in words(text) if re.fullmatch(r"20\d\d", line[0])] == [str(y) for y in range(2008, 2026)]


def test_reports_without_a_year_have_their_own_line_and_do_not_disturb_the_span() -> None:
    summary = of_years(2021, 2023)
    summary["reports"]["by_year"]["unknown"] = 2
    summary["states_by_year"]["None"] = {"unreadable": 2}
    summary["unidentified"] = 2
    text = shown(summary)
    assert ", 2021–2023" in text.splitlines()[0]
    assert ["year", "not", "read", "·", "·", "·", "2", "2"] in words(text)
    assert message("summary.unidentified", "en", count=2) in text


def test_all_four_states_of_a_year_stand_in_columns_of_their_own() -> None:
    summary = of_years(2023)
    summary["states_by_year"]["2023"] = {"requests": 1, "zero": 2, "blank": 3, "unreadable": 4}
    assert ["2023", "1", "2", "3", "4", "10"] in words(shown(summary))


def test_thousands_are_separated() -> None:
    summary = of_years(2023) | {"documents": {"total": 12345, "by_status": {"read": 12345}}}
    assert "12,345 files" in shown(summary)


def test_a_load_that_is_not_kept_names_no_store() -> None:
    assert "open_corpus" in shown(told())
    assert "open_corpus" not in shown(told(store=None))


# ---------------------------------------------------------------------------------------------------- what needs a look
def test_of_many_unread_files_the_first_are_listed_and_the_rest_counted() -> None:
    text = shown(unread(*(f"reports/{number:02}.txt" for number in range(11))))
    assert "Not read (11)" in text
    assert "reports/07.txt" in text
    assert "reports/08.txt" not in text
    assert "… and 3 more" in text
    assert "more" not in shown(unread(*(f"reports/{number:02}.txt" for number in range(8))))


def test_changes_leftovers_and_warnings_are_told() -> None:
    changed = [f"{number}.html" for number in range(5)]
    text = shown(told(changed=changed, disappeared=["gone.html"], leftovers=1234, warnings=["metadata: a warning."]))
    assert "5 files changed since the last load and were read again: 0.html, 1.html, 2.html …" in text
    assert "1 file of earlier loads is not there now; what was read from it is kept: gone.html" in text
    assert "1,234 printed rows" in text
    assert "metadata: a warning." in text


@pytest.mark.parametrize("colours", [False, True])
@pytest.mark.parametrize("name", ["reports/[bold]x[/bold].txt", "reports/[/]x.txt", "reports/:smile:.txt"])
def test_markup_in_a_file_name_or_sentence_is_shown_not_obeyed(name: str, colours: bool) -> None:
    text = shown(unread(name, detail=f"It is {name}."), colours=colours)
    assert text.count(name) == 2
    assert shown(told(changed=[name], disappeared=[name], warnings=[name]), colours=colours).count(name) == 3


def test_control_characters_in_a_file_name_or_sentence_do_not_reach_the_terminal() -> None:
    name = "a\x1b[2J\rb\nc.txt"
    for summary in (unread(name, detail=name), told(changed=[name], disappeared=[name])):
        text = shown(summary)
        assert "\x1b" not in text
        assert "\r" not in text
        assert text.count(r"a\x1b[2J\rb\nc.txt") == 2


# ------------------------------------------------------------------------------------------------------------ languages
def test_every_message_is_there_in_both_languages_with_the_same_names_to_fill_in() -> None:
    for name, entry in ENTRIES.items():
        assert set(entry) == {"en", "zh"}, name
        filled = [set(re.findall(r"\{(\w+)", entry[lang])) for lang in LANGS]
        if name != "summary.year":
            assert filled[0] == filled[1], name
        assert re.search(r"[一-鿿]", entry["zh"]), name


def test_every_message_that_the_code_names_is_there(root: Path) -> None:
    code = "\n".join(path.read_text("utf-8") for path in sorted((root / "toolkit").rglob("*.py")))
    named = set(re.findall(r'\bmessage\(\s*"([a-z_.]+)"', code)) | set(re.findall(r'"(summary\.[a-z_]+)"', code))
    assert len(named) > 10
    assert named - ENTRIES.keys() == set()


@pytest.mark.parametrize("group", ["statuses", "states", "cell_states"])
def test_codes_carry_their_chinese_label_in_either_language(group: str) -> None:
    for code, entry in CATALOGUE[group].items():
        assert bilingual(group, code, "zh") == entry["zh"]
        assert bilingual(group, code, "en") == f"{entry['en']} {entry['zh']}"


def test_the_chinese_summary_holds_no_english_message_and_no_key() -> None:
    summary = of_years(2022, 2023, "unknown") | {
        "unread": unread(*"123456789")["unread"],
        "documents": {"total": 4, "by_status": dict.fromkeys(CATALOGUE["statuses"], 1)},
        "cells": dict.fromkeys(CATALOGUE["cell_states"], 1),
        "unidentified": 1,
        "leftovers": 1,
        "changed": ["一"],
        "disappeared": ["二"],
        "store": "库",
    }
    summary["states_by_year"]["2023"] = dict.fromkeys(CATALOGUE["states"], 1)
    text = shown(summary, "zh").replace("empty", "").replace("The file holds no text.", "")
    # What is no Chinese is a name to type: frames, functions, commands.
    assert set(re.findall(r"[A-Za-z_.-]{2,}", text)) == {
        "toolkit.open_corpus", "ogi", "show", "--metadata", "documents", "leftovers",
    }  # fmt: skip


# ------------------------------------------------------------------------------------------------------------ scorecard
SCORES = ["format", "mutation", "documents", "cells", "right", "null", "wrong"]
FACTS_WRONG = ["agency_wrong", "year_wrong", "form_wrong", "region_wrong"]


@pytest.mark.parametrize("lang", LANGS)
def test_the_scorecard_adds_up_and_lights_what_is_wrong(lang: str) -> None:
    rows = [
        ("html", None, 2, 400, 399, 0, 1, 0, 0, 0, 0),
        ("html", "dropped_row", 1, 200, 150, 50, 0, 0, 0, 0, 0),
        ("txt", None, 1, 1200, 1200, 0, 0, 0, 0, 1, 2),
    ]
    scores = pl.DataFrame(rows, schema=[*SCORES, *FACTS_WRONG], orient="row", infer_schema_length=None)
    console = Console(file=io.StringIO(), width=160, force_terminal=True, color_system="standard", highlight=False)
    print_scorecard(console, scores, seconds=61.4, without={"pdf-chromium": "chromium"}, lang=lang)
    assert isinstance(console.file, io.StringIO)
    text = console.file.getvalue()
    assert text.count("\x1b[31m") == 2  # red: the wrong cell, the wrong facts
    plain = [" ".join(line) for line in words(re.sub(r"\x1b\[[0-9;]*m", "", text))]
    assert plain[0] == message("demo.scorecard", lang)
    none, total = message("scorecard.none", lang), message("summary.total", lang)
    dropped = label("mutations", "dropped_row", lang)
    assert plain[-6:-2] == [
        f"html {none} 2 400 399 99.750% 0 0.000% 1 0.250% 0",
        f"{dropped} 1 200 150 75.000% 50 25.000% 0 0.000% 0",
        f"txt {none} 1 1,200 1,200 100.000% 0 0.000% 0 0.000% 3",
        f"{total} 4 1,800 1,749 97.167% 50 2.778% 1 0.056% 3",
    ]
    assert plain[-2] == message("scorecard.told", lang, documents="4", cells="1,800", seconds="61")
    assert plain[-1] == message("scorecard.without", lang, format="pdf-chromium", program="chromium")


def test_every_mutation_has_its_words() -> None:
    for name in PAGED_MUTATIONS:
        assert label("mutations", name) != name
