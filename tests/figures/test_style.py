"""Text from reports in a figure."""

import pytest

from toolkit.figures.style import figure, one_line, plain, short, wrapped


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>局</b>", "&lt;b&gt;局&lt;/b&gt;"),
        ("a&lt;b", "a&amp;lt;b"),
        ("局\u202e\x1b\n甲", "局   甲"),
        (None, "?"),
        (2023, "2023"),
    ],
)
def test_markup_and_control_characters_are_shown_not_obeyed(text: object, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize("width", range(2, 14))
def test_a_cut_text_keeps_to_its_columns(width: int) -> None:
    shown = short("神池县 education", width)
    assert sum(2 if mark > "\u2e80" or mark == "…" else 1 for mark in shown) <= width


def test_markup_is_never_cut_in_two() -> None:
    assert short("<<<<<<<<", 6) == "&lt;&lt;&lt;&lt;…"
    assert wrapped("<" * 9, 4) == "&lt;&lt;&lt;&lt;<br>&lt;&lt;&lt;&lt;<br>&lt;"


@pytest.mark.parametrize("text", ["", "甲", "甲" * 40, "word " * 30, "x" * 100, "甲 " + "x" * 50])
def test_no_letter_is_lost_in_wrapping(text: str) -> None:
    assert wrapped(text, 10, lines=99).replace("<br>", "") == text


def test_a_text_without_end_ends() -> None:
    assert wrapped("甲" * 10_000, 20, lines=3).count("<br>") == 2
    assert wrapped("甲" * 10_000, 20, lines=3).endswith("…")


def test_what_does_not_fit_a_title_goes_on_in_even_lines_that_have_room() -> None:
    one, two = figure("政府", "a", 400), figure("政" * 50 + "&lt;", "a " * 80, 400, above=20)
    assert two.layout.title.text == "政" * 25 + "<br>" + "政" * 25 + "&lt;"
    assert two.layout.title.subtitle.text == "a " * 40 + "<br>" + "a " * 40
    assert one_line(two.layout.title.text) == "政" * 50 + "&lt;"
    assert (two.layout.height - one.layout.height, two.layout.margin.t - one.layout.margin.t) == (39, 59)
