"""Damage inside one cell: what is printed there is not, or not only, a plain number.

Each line of the lists is one specimen: its name, the number the report's sums hold with, what is printed, the values a
`number` may have there, and the states the specification asks for (none: any, as long as a `number` is a lawful one).
"""

from typing import NamedTuple

from tests.specimens.specimen import REGISTRY, Draft, Entry

ROW, COLUMN = "denied_security", "enterprise"
CELL = ("requests", ROW, COLUMN)
NOT = ("unreadable",)
NUMBER = ("number",)
BLANK = ("blank",)


class Text(NamedTuple):
    name: str
    part: int
    printed: str
    values: tuple[float, ...] = ()
    states: tuple[str, ...] = ()


TEXTS = (
    # what DOCUMENTS.md calls a number
    Text("full_width", 20, "２０", (20,), NUMBER),
    Text("thousands", 1234, "1,234", (1234,), NUMBER),
    Text("zero_with_unit", 0, "0件", (0,), NUMBER),
    Text("with_unit", 12, "12件", (12,), NUMBER),
    Text("decimal", 3, "3.5", (3.5,), NUMBER),
    Text("negative", 3, "-3", (-3,), NUMBER),  # found by cells.count
    Text("thousands_by_space", 1234, "1 234", (1234,)),
    Text("thousands_wide_comma", 1234, "1，234", (1234,)),
    Text("wide_minus", 3, "－3", (-3,)),
    Text("minus_sign", 3, "−3", (-3,)),
    Text("plus", 3, "+3", (3,)),
    Text("point_zero", 12, "12.0", (12,)),
    Text("leading_zero", 12, "012", (12,)),
    Text("wide_decimal", 3, "３．５", (3.5,)),
    # blank: a dash of any length, a slash, nothing
    *(
        Text(f"blank_{name}", 7, mark, (), BLANK)
        for name, mark in (
            ("hyphen", "-"),
            ("dash", "—"),
            ("long_dash", "——"),
            ("slash", "/"),
            ("wide_slash", "／"),
            ("wide_hyphen", "－"),
            ("en_dash", "–"),
        )
    ),
    # text that is no number
    *(
        Text(f"word_{i}", 7, word, (), NOT)
        for i, word in enumerate(
            ("无", "暂无", "未统计", "同上", "见附件", "#REF!", "#DIV/0!", "null", "None", "√", "？", "……")
        )
    ),
    *(Text(f"float_word_{word}", 7, word, (), NOT) for word in ("nan", "NaN", "inf", "Infinity", "-inf")),
    Text("about", 10, "约10", (), NOT),
    Text("more_than", 10, "10余", (), NOT),
    Text("over", 10, "10以上", (), NOT),
    Text("percent", 12, "12%", (), NOT),
    Text("wide_percent", 12, "12％", (), NOT),
    Text("formula", 3, "=1+2", (), NOT),
    Text("formula_cell", 3, "=B4", (), NOT),
    Text("sum", 3, "1+2", (), NOT),
    Text("alternatives", 5, "5/7", (), NOT),
    Text("alternative_brackets", 5, "5(7)", (), NOT),
    Text("range", 3, "3-5", (), NOT),
    Text("range_wave", 3, "3～5", (), NOT),
    Text("listed", 3, "3、5", (), NOT),
    Text("ratio", 3, "3:5", (), NOT),
    Text("arrow", 5, "5→7", (), NOT),
    Text("date_points", 7, "2023.12.31", (), NOT),
    Text("date_dashes", 7, "2023-12-31", (), NOT),
    Text("date_words", 7, "12月3日", (), NOT),
    Text("ordinal", 3, "第3项", (), NOT),
    Text("time", 7, "12:30", (), NOT),
    Text("bad_grouping", 123, "1,23", (), NOT),
    Text("bad_grouping_twice", 123456, "1,234,56", (), NOT),
    Text("grouping_of_four", 12345, "1,2345", (12345,)),
    Text("two_points", 7, "1.2.5", (), NOT),
    Text("two_signs", 3, "--3", (), NOT),
    Text("underscore", 1000, "1_000", (1000,)),
    Text("exponent", 7, "1e3", (), NOT),
    Text("hexadecimal", 7, "0x1F", (), NOT),
    # letters read for digits
    Text("letter_o", 10, "1O", (10,)),
    Text("letter_l", 12, "l2", (12,)),
    Text("letter_i", 12, "I2", (12,)),
    Text("letter_o_alone", 0, "O", (0,)),
    Text("circle_zero", 0, "〇", (0,)),
    Text("letter_z", 12, "1Z", (12,)),
    # another script, another kind of digit: int() and NFKC take some of them for more than they are
    Text("chinese", 3, "三", (3,)),
    Text("chinese_ten", 23, "二十三", (23,)),
    Text("financial", 3, "叁", (3,)),
    Text("arabic_indic", 12, "١٢", (12,)),
    Text("roman", 3, "Ⅲ", (3,)),
    Text("half", 7, "½", (0.5,)),
    Text("circled_footnote", 3, "3①", (3,)),
    Text("superscript_footnote", 5, "5²", (5,)),
    Text("bracketed_digit", 5, "5⑴", (5,)),
    Text("dotted_digit", 12, "12⒈", (12,)),
    Text("half_after", 3, "3½", (3.5,)),
    # a number and something beside it
    Text("star", 12, "12*", (12,)),
    Text("note", 15, "15（注）", (15,)),
    Text("note_number", 15, "15（注1）", (15,)),
    Text("note_square", 15, "15[1]", (15,)),
    Text("said_more", 9, "9（其中重复2件）", (9,)),
    Text("brackets", 3, "（3）", (3, -3)),
    Text("people", 3, "3人", (3,)),
    Text("ten_thousand", 30000, "3万", (30000,)),
    Text("thousand", 3000, "3千", (3000,)),
    Text("yuan", 3, "3元", (3,)),
    Text("words_before", 3, "共3件", (3,)),
    Text("quoted", 3, "'3", (3,)),
    Text("full_stop", 3, "3。", (3,)),
    # signs nobody sees
    Text("left_to_right_marks", 12, "\u200e12\u200f", (12,)),
    Text("zero_width_space", 12, "1\u200b2", (12,)),
    Text("byte_order_mark", 12, "\ufeff12", (12,)),
    Text("soft_hyphen", 12, "1\u00ad2", (12,)),
    Text("word_joiner", 12, "1\u20602", (12,)),
    Text("right_to_left_override", 12, "\u202e21\u202c", (12,)),
    Text("combining_stroke", 7, "5\u03367", (7,)),
    Text("no_break_space", 1234, "1\u00a0234", (1234,)),
    Text("thin_space", 1234, "1\u2009234", (1234,)),
    # numbers too long to be counts; int() refuses more than 4,300 digits
    Text("five_thousand_digits", 7, "9" * 5000, (), ()),
    Text("four_hundred_digits", 7, "9" * 400, (), ()),
)

HTMLS = (
    Text("bold_digit", 12, "1<b>2</b>", (12,)),
    Text("word_breaks", 12, "1<wbr>2", (12,)),
    Text("nested_spans", 12, "<span><span>12</span></span>", (12,), NUMBER),
    Text("no_break_spaces", 12, "&nbsp;12&nbsp;", (12,), NUMBER),
    Text("no_break_space_only", 7, "&nbsp;", (), BLANK),
    Text("empty_paragraph", 7, "<p><br></p>", (), BLANK),
    Text("line_comment", 12, "12<!-- 99 -->", (12,), NUMBER),
    Text("footnote_above", 12, "12<sup>1</sup>", (12,)),
    Text("footnote_below", 12, "12<sub>1</sub>", (12,)),
    Text("footnote_link", 12, '12<a href="#f1">[1]</a>', (12,)),
    Text("footnote_before", 12, "<sup>1</sup>12", (12,)),
    Text("deleted", 7, "<del>5</del>7", (7,)),
    Text("struck", 7, "<s>5</s>7", (7,)),
    Text("strike", 7, "<strike>5</strike>7", (7,)),
    Text("struck_by_style", 7, '<span style="text-decoration: line-through">5</span>7', (7,)),
    Text("inserted", 7, "<del>5</del><ins>7</ins>", (7,)),
    Text("deleted_only", 5, "<del>5</del>", ()),
    Text("hidden", 12, '12<span style="display:none">99</span>', (12,)),
    Text("hidden_spaced", 12, '12<span style="DISPLAY : none ;color:red">99</span>', (12,)),
    Text("hidden_attribute", 12, "12<span hidden>99</span>", (12,)),
    Text("invisible", 12, '12<span style="visibility:hidden">9</span>', (12,)),
    Text("font_size_zero", 12, '12<span style="font-size:0">9</span>', (12,)),
    Text("transparent", 12, '12<span style="opacity:0">9</span>', (12,)),
    Text("white", 12, '<span style="color:#ffffff">9</span>12', (12,)),
    Text("white_named", 12, '<font color="white">9</font>12', (12,)),
    Text("script", 12, "<script>document.write(99)</script>12", (12,)),
    Text("style", 12, "<style>.a{width:99px}</style>12", (12,)),
    Text("picture", 12, '12<img src="x.png" alt="99" width="1">', (12,)),
    Text("picture_only", 12, '<img src="12.png" alt="12">', (12,)),
    Text("input", 12, '<input value="12">', (12,)),
    Text("select", 7, "<select><option>5<option>9</select>", ()),
    Text("ruby", 12, "<ruby>12<rt>99</rt></ruby>", (12,)),
    Text("bidirectional", 12, '<bdo dir="rtl">21</bdo>', (12,)),
    Text("title", 12, '<span title="99">12</span>', (12,)),
    Text("noscript", 12, "12<noscript>99</noscript>", (12,)),
    Text("list", 7, "<ul><li>5</li><li>9</li></ul>", ()),
    Text("blocks", 7, "<div>5</div><div>9</div>", ()),
    Text("paragraphs", 7, "<p>5</p><p>9</p>", ()),
    Text("break", 7, "5<br>9", ()),
    Text("rule", 7, "5<hr>9", ()),
    Text("split_by_break", 1234, "12<br>34", (1234,)),
    Text("fraction", 7, "<sup>1</sup>/<sub>2</sub>", (0.5,)),
    Text("table_of_one", 12, "<table><tr><td>12</td></tr></table>", (12,)),
    Text("table_of_two", 7, "<table><tr><td>5</td><td>9</td></tr></table>", ()),
    Text("table_of_two_rows", 7, "<table><tr><td>5</td></tr><tr><td>9</td></tr></table>", ()),
    Text("unknown_entity", 12, "12&foo;", (12,)),
    Text("null_reference", 12, "1&#0;2", (12,)),
    Text("bare_less_than", 12, "12 < 99", ()),
)

AMOUNTS = (
    Text("with_unit", 0, "12.5万元", (12.5,), NUMBER),
    Text("wide", 0, "１２．５", (12.5,), NUMBER),
    Text("hundred_million", 0, "12.5亿", (125000,)),
    Text("comma_for_point", 0, "12,50", ()),
    Text("chinese_point", 0, "12。5", (12.5,)),
    Text("about", 0, "约12.5", (), NOT),
    Text("two_points", 0, "1.2.5", (), NOT),
    Text("said_more", 0, "12.5（含罚没3.2）", (12.5,)),
    Text("dash", 0, "—", (), BLANK),
    Text("currency", 0, "￥12.5", (12.5,)),
    Text("yuan", 0, "125000元", (125000, 12.5)),
    Text("dollars", 0, "12.5美元", ()),
    Text("point_first", 0, ".5", (0.5,)),
    Text("point_last", 0, "12.", (12,)),
)

CHANGES = (
    Text("minus_word", 0, "减7", (-7,), NUMBER),
    Text("plus_word", 0, "增7", (7,), NUMBER),
    Text("plus_sign", 0, "+7", (7,), NUMBER),
    Text("word_and_sign", 0, "增-7", ()),
    Text("two_signs", 0, "+-7", (), NOT),
    Text("both", 0, "增3减10", ()),
    Text("spaced", 0, "减 7", (-7,)),
    Text("less_percent", 0, "-7%", (), NOT),
    Text("arrow", 0, "↓7", (-7,)),
    Text("brackets", 0, "7（减）", (-7,)),
    Text("slash_word", 0, "减/7", (-7,)),
    Text("minus_only", 0, "减", (), NOT),
)


def _register(
    kind: str, shapes: tuple[str, ...], entries: tuple[Text, ...], cell: tuple[str, str, str], form: str = "2021"
) -> None:
    table, row, _ = cell
    for entry in entries:

        def damage(draft: Draft, entry: Text = entry) -> None:
            slot = draft.page.tables[table].slot(cell)
            slot.text = entry.printed
            slot.html = entry.printed if kind == "cell_html" else None
            draft.doubt_rows(row, table=table)
            if entry.states:
                draft.ask([cell], *entry.states)
            draft.allowed[cell] = set(entry.values)

        damage.__name__ = kind
        parts = {ROW: (7, entry.part, 6, 2, 5, 1)} if table == "requests" else {}
        REGISTRY.append(Entry(damage, shapes, {entry.name: ()}, parts, form))


_register("cell_text", ("html", "txt"), TEXTS, CELL)
_register("cell_html", ("html",), HTMLS, CELL)
_register("amount", ("html", "txt"), AMOUNTS, ("disclosure", "fees", "amount"))
_register("change", ("html", "txt"), CHANGES, ("disclosure", "licensing", "change"), "2019")
