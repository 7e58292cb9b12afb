"""Damage that only scraped text knows: lost separators, stray lines, one cell a line."""

from tests.specimens.specimen import Draft, row_keys, specimen

ROW = "denied_security"
NEXT = "denied_third_party"
RESEARCH = ("requests", ROW, "research")


def _numbers(draft: Draft, row: str = ROW) -> list[str]:
    return [slot.text for slot in draft.page.tables["requests"].values(row)]


@specimen("txt", variants={"space": (" ",), "comma": (",",), "wide_comma": ("，",), "wide_space": ("　",)})
def cells_parted_by(draft: Draft, mark: str) -> None:
    """1 234 5 … are neighbours, 1,234 too: joining them to thousands makes numbers nobody printed."""
    numbers = _numbers(draft, "new")
    draft.edit("\t".join(numbers), mark.join(numbers))
    draft.doubt_rows("new")


@specimen("txt", parts={ROW: (1, 234, 5, 678, 2, 345)}, variants={"space": (" ",), "comma": (",",)})
def thousands_by_chance(draft: Draft, mark: str) -> None:
    numbers = _numbers(draft)
    draft.edit("\t".join(numbers), mark.join(numbers))
    draft.doubt_rows(ROW)


@specimen("txt", variants={"second": (2,), "fifth": (5,)})
def tab_lost(draft: Draft, position: int) -> None:
    """Two neighbouring cells' digits run together."""
    numbers = _numbers(draft)
    draft.edit("\t".join(numbers), "\t".join(numbers[:position]) + "\t".join(numbers[position:]))
    draft.doubt_rows(ROW)


@specimen("txt")
def tab_lost_and_another_doubled(draft: Draft) -> None:
    """Seven fields, one of them empty: 7 3 6 2 5 1 24 became 7 36 2 5 1 (empty) 24."""
    one, two, three, *rest, total = _numbers(draft)
    draft.edit("\t".join(_numbers(draft)), "\t".join([one, two + three, *rest, "", total]))
    draft.doubt_rows(ROW)


@specimen("txt")
def number_split_over_two_lines(draft: Draft) -> None:
    """143 is broken by a line end: 1 / 43."""
    row = "rejected_repeat"
    numbers = _numbers(draft, row)
    draft.edit("\t".join(numbers), "\t".join([*numbers[:-1], numbers[-1][:1] + "\n" + numbers[-1][1:]]))
    draft.doubt_rows(row)


@specimen("txt", variants={"after_three": (3,), "after_six": (6,)})
def row_split_over_two_lines(draft: Draft, position: int) -> None:
    numbers = _numbers(draft)
    draft.edit("\t".join(numbers), "\t".join(numbers[:position]) + "\n" + "\t".join(numbers[position:]))
    draft.doubt_rows(ROW)


@specimen(
    "txt",
    variants={
        "dashes": ("— 3 —",),
        "bare": ("3",),
        "words": ("第 3 页 共 6 页",),
        "slash": ("3 / 6",),
        "blank_lines": ("\n\n3\n\n",),
    },
)
def page_number_between_rows(draft: Draft, mark: str) -> None:
    draft.edit(draft.line(ROW), draft.line(ROW) + "\n" + mark)
    draft.doubt_rows(ROW, NEXT)


@specimen("lines", variants={"dashes": ("- 3 -",), "bare": ("3",), "words": ("第 3 页 共 6 页",)})
def page_number_between_cells(draft: Draft, mark: str) -> None:
    """One cell a line: the page's number stands where an eighth number would."""
    old = "\n".join(_numbers(draft)) + "\n"
    draft.edit(old, old + mark + "\n")
    draft.doubt_rows(ROW)


@specimen("lines", variants={"dashes": ("-3-",), "spaced": ("— 3 —",), "words": ("第3页",)})
def page_number_in_place_of_a_number(draft: Draft, mark: str) -> None:
    """A number is lost and the page's number makes seven again."""
    numbers = _numbers(draft)
    draft.edit("\n".join(numbers) + "\n", "\n".join([*numbers[:2], *numbers[3:], mark]) + "\n")
    draft.doubt_rows(ROW)


@specimen("lines")
def number_lost_and_next_label_lost(draft: Draft) -> None:
    """One cell a line: a row of six numbers runs into a row without a label, thirteen numbers in all."""
    table = draft.page.tables["requests"]
    table.slot(RESEARCH).text = ""
    table.label(NEXT).text = ""
    draft.doubt_rows(ROW, NEXT)


@specimen("lines")
def zeros_left_out(draft: Draft) -> None:
    """One cell a line, and the empty cells of a row leave no line at all: three numbers are left of seven."""
    table = draft.page.tables["requests"]
    for column in ("natural_person", "public_welfare", "legal_service", "total"):
        table.slot(("requests", ROW, column)).text = ""
    draft.doubt_rows(ROW)


@specimen("txt")
def blank_cells_collapse(draft: Draft) -> None:
    """Two cells of a row are blank and the scraper dropped empty fields: which five are left?"""
    numbers = _numbers(draft)
    draft.edit("\t".join(numbers), "\t".join(numbers[:1] + numbers[2:4] + numbers[5:]))
    draft.doubt_rows(ROW)


@specimen("txt")
def footnote_number_before_label(draft: Draft) -> None:
    """A footnote mark stands between label and numbers as a field of its own."""
    draft.edit("\t".join(_numbers(draft)), "[1]\t" + "\t".join(_numbers(draft)))
    draft.doubt_rows(ROW)


@specimen("txt")
def header_of_next_page_repeats(draft: Draft) -> None:
    """The page's head, with its year and number, is printed again between two rows."""
    draft.edit(draft.line(ROW), draft.line(ROW) + "\n水利局2023年年度报告 5\n自然人\t商业企业\t科研机构\t总计")
    draft.doubt_rows(ROW, NEXT)


@specimen("txt")
def prose_in_the_table(draft: Draft) -> None:
    """A sentence that quotes a label and seven numbers stands between the rows."""
    sentence = "说明：4.保护第三方合法权益 去年分别为 9 8 7 6 5 4 39 件。"
    draft.edit(draft.line(NEXT), draft.line(NEXT) + "\n" + sentence)
    draft.doubt_rows(NEXT)


@specimen("txt")
def numbers_before_label(draft: Draft) -> None:
    """A table read from right to left: total first, label last, in every row."""
    for row in dict.fromkeys(key[1] for key in draft.keys("requests")):
        label, *numbers = draft.line(row).split("\t")
        draft.edit(draft.line(row), "\t".join([*reversed(numbers), label]))
    draft.doubt(draft.keys("requests"))


@specimen("txt")
def rows_become_columns(draft: Draft) -> None:
    """The table is turned: one line an applicant, the rows of the form across."""
    table = draft.page.tables["requests"]
    rows = list(dict.fromkeys(key[1] for key in draft.keys("requests")))
    grid = [["", *(table.label(row).text for row in rows)]]
    for column, name in zip(
        ("natural_person", "enterprise", "research", "public_welfare", "legal_service", "other_organisation", "total"),
        ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"),
        strict=True,
    ):
        grid.append([name, *(table.slot(("requests", row, column)).text for row in rows)])
    draft.edit(table.text(), "\n".join("\t".join(line) for line in grid))
    draft.doubt(draft.keys("requests"))
    draft.absent |= {key for row in rows for key in row_keys(row)}
