"""Reports copied as text: from Word, from PDF readers, from pages, with what such copies lose."""

import re
from dataclasses import replace
from random import Random
from zlib import crc32

from tests.shapes.shapes_form import Form, Slot, full_grid, lay_out, own_cells, plain, printed
from tests.shapes.shapes_paper import Paper, paper_of, text_lines
from tests.shapes.specimen_truth import Number, with_forms
from toolkit.codebook import shipped_codebook
from toolkit.demo.model import Key, Printed, TrueReport


def finish(
    report: TrueReport, form: Form, lines: list[str], shape: str, *, ending: str = "\n", code: str = "utf-8"
) -> Printed:
    """Returns a text file; a text tells no date of publication unless its shape says so."""
    data = ending.join(lines).encode(code)
    return printed(replace(report, published=None), form, f"{crc32(data)}.txt", data, shape)


def tabbed(form: Form) -> list[list[str]]:
    """Returns the tables as Word copies them: a tab between cells, one more for a cell that reaches in from above."""
    return [["\t".join(row) for row in full_grid(grid, once=True)] for grid in form.grids]


def word_to_notepad(report: TrueReport, rng: Random) -> Printed:
    """Word copied into Notepad, tabs right, some at line ends; CR LF; GBK, UTF-8 with a mark or UTF-16."""
    form = lay_out(report)
    tables = [[line + "\t" * rng.randrange(2) for line in table] for table in tabbed(form)]
    code = rng.choice(("gb18030", "utf-8-sig", "utf-16"))
    return finish(report, form, text_lines(paper_of(report, rng), tables), "word_to_notepad", ending="\r\n", code=code)


def cut_by_blank_lines(report: TrueReport, rng: Random) -> Printed:
    """Blank lines cut table 3, tabs shift behind a cut; （六）其他处理 on its second row; a ghost row in table 4."""
    form = lay_out(report)
    disclosure, requests, review = tabbed(form)
    if report.template_requests == "2021":
        first = next(number for number, line in enumerate(requests) if "（六）其他处理" in line)
        requests[first] = requests[first].replace("（六）其他处理", "", 1)
        requests[first + 1] = requests[first + 1].replace("\t\t", "\t（六）其他处理\t", 1)
    table: list[str] = []
    bare = False
    for number, line in enumerate(requests):
        if number > 3 and rng.random() < 0.12:
            table.append("")
            bare = True
        if bare and line.startswith("\t"):
            line = line.lstrip("\t").replace("\t", "\t\t", 1)
        elif line.startswith("四、"):
            line = line.replace("\t", "\t\t", 1)
        bare = bare and rng.random() < 0.7
        table.append(line + "\t" * rng.randrange(2))
    ghost = "\t" * 5 + "\t".join("持正果结计" * 2)
    return finish(
        report,
        form,
        text_lines(paper_of(report, rng), (disclosure, table, [*review[:3], ghost, review[3]])),
        "cut_by_blank_lines",
    )


def tabs_to_spaces(report: TrueReport, rng: Random) -> Printed:
    """Every tab has become one space or some."""
    form = lay_out(report)
    wide = rng.choice((1, 1, 4))
    tables = [[(" " * wide).join(row) for row in own_cells(grid)] for grid in form.grids]
    return finish(report, form, text_lines(paper_of(report, rng), tables), "tabs_to_spaces")


def tabs_doubled(report: TrueReport, rng: Random) -> Printed:
    """Tabs doubled here and there, lines led by tabs that mean nothing."""
    form = lay_out(report)
    tables = [
        [
            "\t" * rng.randrange(3) + "".join(text + "\t" * rng.choice((1, 1, 2)) for text in row)
            for row in own_cells(grid)
        ]
        for grid in form.grids
    ]
    return finish(report, form, text_lines(paper_of(report, rng), tables, gap=0), "tabs_doubled")


def blank_zero(key: Key, value: Number) -> tuple[str, Number]:
    """Prints zeros as blank cells."""
    return ("", None) if value == 0 else plain(key, value)


def tabbed_blank_zeros(report: TrueReport, rng: Random) -> Printed:
    """Every zero left blank; the tabs are right, so that each number's column can be told."""
    form = lay_out(report, blank_zero)
    return finish(report, form, text_lines(paper_of(report, rng), tabbed(form)), "tabbed_blank_zeros")


def tabbed_dashes(report: TrueReport, rng: Random) -> Printed:
    """Zeros as one kind of dash or slash in a report; a few cells say 无, which is no number."""
    dash = rng.choice(("/", "-", "—", "——", "－", "／"))

    def show(key: Key, value: Number) -> tuple[str, Number]:
        if value != 0 or rng.random() < 0.3:
            return plain(key, value)
        return ("无", "无") if rng.random() < 0.05 else (dash, None)

    form = lay_out(report, show)
    return finish(report, form, text_lines(paper_of(report, rng), tabbed(form)), "tabbed_dashes")


def lost_characters(report: TrueReport, rng: Random) -> Printed:
    """One character is gone from some labels (政许可, 年废止件数), mostly their first."""
    guarded = {
        "规章",
        "自然人",
        "其他",
        "3.其他",
        "总计",
        "（三）不予公开",
        "（一）予以公开",
        "（五）不予处理",
        "信息内容",
    }

    def word(label: str) -> str:
        name = re.sub(r"^([一二三四]、|（[一二三四五六七]）|\d\.)", "", label)
        if label in guarded or len(name) < 4 or rng.random() > 0.25:
            return label
        start = len(label) - len(name)
        gone = start + (0 if rng.random() < 0.6 else rng.randrange(len(name)))
        return label[:gone] + label[gone + 1 :]

    form = lay_out(report)
    tables = tabbed(form.worded(word))
    return finish(report, form, text_lines(paper_of(report, rng), tables), "lost_characters")


def other_wordings(report: TrueReport, rng: Random) -> Printed:
    """Labels and headings in the other wordings that the codebook lists; half-width brackets, spaces after numerals."""
    book = shipped_codebook()
    names = [
        *book.request_rows,
        *book.request_columns,
        *book.request_groups,
        *(name for block in book.blocks for name in (*block.rows, *block.columns["2019"], *block.columns["2021"])),
    ]
    other = {name.label: (name.label, *name.aliases) for name in names if name.aliases}
    other |= {section.label: (section.label, *section.aliases) for section in book.sections}
    used = {label: rng.choice(wordings) for label, wordings in other.items()}
    dot = rng.choice((r"\1.", r"\1、", r"\1．", r"\1. "))
    half = rng.random() < 0.5

    def word(label: str) -> str:
        said = re.sub(r"^(\d)\.", dot, used.get(label, label))
        return said.replace("（", "(").replace("）", ") ") if half else said

    def head(heading: str) -> str:
        numeral, _, name = heading.partition("、")
        return f"{numeral}、{used.get(name, name)}"

    form = lay_out(report)
    paper = paper_of(report, rng).headed(head)
    return finish(report, form, text_lines(paper, tabbed(form.worded(word))), "other_wordings")


WIDE = str.maketrans({code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


def full_width(report: TrueReport, rng: Random) -> Printed:
    """Full-width digits, points, commas and brackets, ideographic spaces around the numbers."""

    def show(key: Key, value: Number) -> tuple[str, Number]:
        text, truth = plain(key, value)
        grouped = f"{value:,}" if isinstance(value, int) and rng.random() < 0.3 else text
        return f"　{grouped}　".translate(WIDE), truth

    form = lay_out(report, show)
    worded = form.worded(lambda label: label.translate(WIDE).replace("（", "　（", 1) if rng.random() < 0.5 else label)
    return finish(report, form, text_lines(paper_of(report, rng), tabbed(worded)), "full_width")


def thousands(report: TrueReport, rng: Random) -> Printed:
    """Thousands parted by a comma, a full-width comma or a space, with zeros after the point of amounts."""
    mark = rng.choice((",", "，", " ", "\xa0"))

    def show(key: Key, value: Number) -> tuple[str, Number]:
        if key[2] == "amount" and isinstance(value, int | float):
            return f"{value:,.4f}".replace(",", mark), value
        return (f"{value:,}".replace(",", mark), value) if isinstance(value, int) else plain(key, value)

    larger = with_forms(report, rng, report.template_disclosure, report.template_requests)
    larger = max(
        (report, larger),
        key=lambda one: sum(float(value or 0) for value in one.numbers.values() if not isinstance(value, str)),
    )
    form = lay_out(larger, show)
    return finish(larger, form, text_lines(paper_of(larger, rng), tabbed(form)), "thousands")


def counted_things(report: TrueReport, rng: Random) -> Printed:
    """Numbers carry their unit: 12件, 3项, 0件, 1.5万元."""

    def show(key: Key, value: Number) -> tuple[str, Number]:
        text, truth = plain(key, value)
        unit = "万元" if key[2] == "amount" else "项" if key[2] in ("prior_items", "projects") else "件"
        return (text if key[2] == "change" or rng.random() < 0.3 else text + unit), truth

    form = lay_out(report, show)
    return finish(report, form, text_lines(paper_of(report, rng), tabbed(form)), "counted_things")


def page_number_lines(report: TrueReport, rng: Random) -> Printed:
    """Pages run together: page numbers, running titles and form feeds stand between the rows of the tables."""
    form = lay_out(report)
    paper = paper_of(report, rng)
    style = rng.choice(("— {} —", "- {} -", "{}", "第 {} 页 共 7 页", "－{}－"))
    lines: list[str] = []
    page = 1
    for line in text_lines(paper, [["  ".join(row) for row in own_cells(grid)] for grid in form.grids], gap=0):
        lines.append(line)
        if len(lines) > 6 and rng.random() < 0.08:
            lines += [*[""] * rng.randrange(2), style.format(page)]
            lines += ["\f" + "".join(paper.title)] if rng.random() < 0.4 else []
            page += 1
    return finish(report, form, lines, "page_number_lines")


def pdf_layout(report: TrueReport, rng: Random) -> Printed:
    """What `pdftotext -layout` gives: columns held by spaces, long labels on lines of their own."""
    form = lay_out(report)

    def line(slots: tuple[Slot, ...]) -> list[str]:
        labels = [slot.text for slot in slots if not slot.key]
        numbers = "".join(f" {slot.text:>7}" for slot in slots if slot.key)
        if not numbers:
            return [" " * 6 + "    ".join(labels)]
        lead, label = "".join(f"{text:　<4}  " for text in labels[:-1]), labels[-1] if labels else ""
        pieces = [label[at : at + 14] for at in range(0, len(label), 14)] or [""]
        blank = "　" * len(lead)
        written = [(lead if number == 0 else blank) + piece for number, piece in enumerate(pieces)]
        return [*written[:-1], f"{written[-1]:　<22}" + numbers]

    tables = [[text for slots in grid for text in line(slots)] for grid in form.grids]
    tables[2][-1] = "".join(f" {slot.text:>5}" for slot in form.review[-1])
    paper = paper_of(report, rng)
    wrapped: Paper = replace(
        paper,
        sections=tuple(
            (head, tuple(text[at : at + 40] for text in prose for at in range(0, len(text), 40)))
            for head, prose in paper.sections
        ),
    )
    return finish(report, form, text_lines(wrapped, tables, gap=0), "pdf_layout")
