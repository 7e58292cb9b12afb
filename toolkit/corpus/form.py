"""A report beside the official form: its sections, forms, title, and what its prose must say. One row per report."""

import tomllib
from collections.abc import Mapping
from functools import cache, reduce
from operator import or_
from pathlib import Path
from typing import Any

import polars as pl

from toolkit.codebook import Codebook
from toolkit.corpus.form_fees import fee_columns
from toolkit.corpus.schema import SORT_KEYS

_FIRST_FORM = 2019
_FIVE_PARTS_SINCE = 2021
_TABLES = {2: "disclosure", 3: "requests", 4: "review"}
_PLACE = ("page", "block", "line")
_NUMERALS = "一二三四五六"
_LEAST_SENTENCES = 2
_QUOTED = 28


@cache
def words() -> Mapping[str, Any]:
    """Returns the words of `form.toml`."""
    return tomllib.loads(Path(__file__).with_name("form.toml").read_text("utf-8"))


def form_facts(reports: pl.DataFrame, sections: pl.LazyFrame, cells: pl.LazyFrame, codebook: Codebook) -> pl.DataFrame:
    """Returns one row per report: how it keeps to the form, and what its prose says that the form asks for.

    Args:
        reports: the frame of that name.
        sections: the frame of that name, of these reports.
        cells: the long frame, of these reports.
        codebook: the official forms.

    Returns:
        report_id, agency, year, and, each with what a message says of it, null where it cannot be told:

        - `sections_complete`: six sections, in order, none empty (`section_faults_zh`, `section_faults_en`);
        - `form_known`, whether the year has an official form, and `form_fits`, whether tables 2 and 3 are of it
          (`form_disclosure`, `form_requests`, those found, a dash for none, and `form_expected`);
        - `title_complete`: the title names agency, year and report (`title`, `title_lacks_zh`, `title_lacks_en`);
        - `unfilled`: something is left to be filled in (`unfilled_text`);
        - `wrong_year`: the prose tells another year than the report's (`years_told`, `year_quote`);
        - `five_parts_due` and `five_parts` (`parts_lacking_zh`, `parts_lacking_en`);
        - `government` and `accountable` (`results_lacking_zh`, `results_lacking_en`);
        - `both_parts` of section 5 (`sides_lacking_zh`, `sides_lacking_en`);
        - `fees_due`, `fees_said` in section 6, `fees_excused`: told elsewhere, or there was no request
          (`fees_excuse_zh`, `fees_excuse_en`);
        - `fee_told` in section 6, in 元, `fee_given`, whether there is one, `fee_amount` of table 2, in 元, and
          `fee_above`, whether more is told than table 2 has.
    """
    wide = _side_by_side(reports, sections, cells, codebook)
    found = wide.with_columns(
        **_sections(codebook), **_forms(codebook), **_title(), **_unfilled(), **_years(), **_narratives(),
    ).with_columns(**fee_columns(words()))  # fmt: skip
    return found.select(*_COLUMNS).collect().sort(SORT_KEYS["form_facts"])


_COLUMNS = (
    "report_id", "agency", "year",
    "sections_complete", "section_faults_zh", "section_faults_en",
    "form_known", "form_fits", "form_disclosure", "form_requests", "form_expected",
    "title_complete", "title", "title_lacks_zh", "title_lacks_en",
    "unfilled", "unfilled_text", "wrong_year", "years_told", "year_quote",
    "five_parts_due", "five_parts", "parts_lacking_zh", "parts_lacking_en",
    "government", "accountable", "results_lacking_zh", "results_lacking_en",
    "both_parts", "sides_lacking_zh", "sides_lacking_en",
    "fees_due", "fees_said", "fees_excused", "fees_excuse_zh", "fees_excuse_en",
     "fee_given", "fee_told", "fee_amount", "fee_above",
)  # fmt: skip


# ---------------------------------------------------------------- one report a row


def _side_by_side(
    reports: pl.DataFrame, sections: pl.LazyFrame, cells: pl.LazyFrame, codebook: Codebook
) -> pl.LazyFrame:
    """The reports with the text of each section in a column, `numbers` of the sections as they stand, and tables."""
    space = words()["space"]
    told = sections.group_by("report_id").agg(
        *(
            pl.col("text").filter(pl.col("number") == section.number).first().alias(section.code)
            for section in codebook.sections
        ),
        numbers=pl.col("number").sort_by(*_PLACE, nulls_last=True),
        headings=pl.col("heading").str.join("\n"),
    )
    amount = (pl.col("row") == "fees") & (pl.col("column") == "amount")
    tables = cells.group_by("report_id").agg(
        *(((pl.col("table") == table).any()).alias(f"has_{table}") for table in _TABLES.values()),
        *(pl.col(name).filter(amount).first().alias(f"fee_{name}") for name in ("value", "unit", "raw")),
        scanned=(pl.col("source") == "ocr").any(),
    )
    prose = pl.concat_str(
        "title", "preamble", *(section.code for section in codebook.sections), separator="\n", ignore_nulls=True
    )
    return (
        reports.lazy()
        .join(told, on="report_id", how="left")
        .join(tables, on="report_id", how="left")
        .with_columns(prose=prose, foreign=pl.col("headings").str.contains(words()["traditional"]).fill_null(False))
        .with_columns(pl.col("title", "preamble", *(s.code for s in codebook.sections)).str.replace_all(space, ""))
    )


def _listed(parts: Mapping[str, pl.Expr], separator: str) -> pl.Expr:
    """The words whose expression holds, as one text; empty where none does."""
    return pl.concat_list(
        [pl.when(expression).then(pl.lit(word, pl.String)) for word, expression in parts.items()]
    ).list.drop_nulls().list.join(separator)  # fmt: skip


# ---------------------------------------------------------------- sections, forms, title


def _sections(codebook: Codebook) -> dict[str, pl.Expr]:
    """Whether the six sections are there, in order, and none is empty."""
    absent: dict[int, pl.Expr] = {}
    empty: dict[int, pl.Expr] = {}
    unsure: list[pl.Expr] = []
    for section in codebook.sections:
        text, number = pl.col(section.code), section.number
        there = pl.col("numbers").list.contains(number)
        table = pl.col(f"has_{_TABLES[number]}").fill_null(False) if number in _TABLES else pl.lit(False)
        bare = (text.str.strip_chars() == "") | (text.str.contains(words()["nothing"]) & pl.lit(number != 6))
        # Another wording of the heading stands as a line in the section before it; a table may stand without one.
        other = pl.col("prose").str.contains(rf"(?:^|\n)\s*第?{_NUMERALS[number - 1]}(?:部分)?\s*[、.．]")
        hidden = table | other.fill_null(False) | pl.col("scanned").fill_null(False)
        absent[number] = ~there & ~hidden
        unsure.append(~there & hidden)
        empty[number] = there & bare.fill_null(True) & ~table
    steps = pl.col("numbers").list.diff(null_behavior="drop")
    turned = pl.col("numbers").list.len().ge(2) & (steps.list.min() <= 0)
    faults = reduce(or_, [*absent.values(), *empty.values(), turned])
    labels = {section.number: section.label for section in codebook.sections}
    order = pl.col("numbers").list.eval(pl.element().cast(pl.String)).list.join(" ")

    def said(lack: str, bare: str, wrong: str, part: str, separator: str) -> pl.Expr:
        parts = {lack.format(part.format(n, labels[n])): one for n, one in absent.items()}
        parts |= {bare.format(part.format(n, labels[n])): one for n, one in empty.items()}
        told = pl.when(turned).then(pl.format(wrong, order))
        lists = [pl.when(expression).then(pl.lit(word)) for word, expression in parts.items()]
        return pl.concat_list([*lists, told]).list.drop_nulls().list.join(separator)

    return {
        "sections_complete": pl.when(pl.col("numbers").is_null()).then(None)
        .when(faults).then(False)
        .when(reduce(or_, unsure)).then(None)
        .otherwise(True),
        "section_faults_zh": said("缺少{}", "{}没有内容", "各部分的顺序为 {}", "第{}部分“{}”", "；"),
        "section_faults_en": said("{} is not there", "{} is empty", "the order is {}", "section {} ({})", "; "),
    }  # fmt: skip


def _forms(codebook: Codebook) -> dict[str, pl.Expr]:
    """Whether the forms found are those of the year."""
    year, none = pl.col("year"), pl.lit(None, pl.String)
    expected: pl.Expr = none
    for code, template in codebook.templates.items():
        expected = (
            pl.when(year.is_between(template.first_year, template.last_year)).then(pl.lit(code)).otherwise(expected)
        )
    found = pl.concat_list("template_disclosure", "template_requests").list.drop_nulls()
    both = pl.all_horizontal(
        (pl.col(name) == expected).fill_null(pl.col(name).is_null())
        for name in ("template_disclosure", "template_requests")
    )
    return {
        "form_known": year >= _FIRST_FORM,
        "form_expected": expected,
        "form_disclosure": pl.col("template_disclosure").fill_null("–"),
        "form_requests": pl.col("template_requests").fill_null("–"),
        "form_fits": pl.when(year.is_null() | (found.list.len() == 0)).then(None).otherwise(both),
    }


def _title() -> dict[str, pl.Expr]:
    """Whether the title names the agency, the year and the report. Another name than the agency's is a name too."""
    known, title = words()["title"], _in_digits(pl.col("title"))
    reported, dated = title.str.contains(known["report"]), title.str.contains(known["year"])
    rest = title.str.replace(known["report"], "").str.replace_all(known["year"], "").str.replace_all(known["other"], "")
    agency = pl.col("agency").is_not_null() & pl.col("title").str.contains(pl.col("agency"), literal=True).fill_null(
        False
    )
    named = pl.when(agency).then(True).when(rest.str.len_chars() > 0).then(None).otherwise(False)
    lacking = {"agency": ~named.fill_null(True), "year": ~dated, "report": ~reported}
    complete = named & dated & reported
    return {
        "title_complete": pl.when(pl.col("foreign") | title.is_null()).then(None).otherwise(complete),
        "title_lacks_zh": _listed(
            dict(zip(("机关名称", "年度", "“政府信息公开…报告”"), lacking.values(), strict=True)), "、"
        ),
        "title_lacks_en": _listed(
            dict(zip(("agency", "year", "“政府信息公开…报告”"), lacking.values(), strict=True)), ", "
        ),
    }


def _in_digits(text: pl.Expr) -> pl.Expr:
    """Chinese numerals as digits: 二〇二三年 as 2023年. Longer numbers are no longer what they were."""
    return text.str.replace_many(words()["numerals"], words()["digits"])


def _unfilled() -> dict[str, pl.Expr]:
    """Whether something is left to be filled in, and the words around it."""
    pattern = "|".join(f"(?:{one})" for one in words()["placeholder"]["patterns"])
    plain = pl.col("prose").str.replace_all(words()["quoted"], "〓")
    told = plain.str.extract(rf"(.{{0,10}}(?:{pattern}).{{0,10}})").str.replace_all(r"\s+", " ")
    # Nothing to look through: a parsed table has no prose.
    return {
        "unfilled": pl.when(pl.col("numbers").is_null() & pl.col("title").is_null()).then(None)
        .otherwise(plain.str.contains(pattern)),
        "unfilled_text": told.str.strip_chars(),
    }  # fmt: skip


# ---------------------------------------------------------------- the year that the prose tells


def _years() -> dict[str, pl.Expr]:
    """Whether the prose tells another year than the report's, as a period or as the year its sentences begin with."""
    known, year = words()["year"], pl.col("year").cast(pl.String)
    plain = pl.col("overview").fill_null("").str.replace_all(known["wrapped"], "${1}")
    joined = pl.col("prose").fill_null("").str.replace_all(r"\s+", "")
    overview, prose = _in_digits(plain), _in_digits(joined)
    above = _in_digits(pl.col("preamble").fill_null("")).str.replace_all(r"\n", "")
    reporting = pl.concat_list(
        _whole_years(above.str.extract_all(known["period"])),
        _whole_years(prose.str.extract_all(f"{known['reporting']}{known['period']}|{known['whole']}")),
    )
    periods = _whole_years(prose.str.extract_all(f"{known['period']}|{known['whole']}"))
    begin = _first_years(overview.str.extract_all(known["begin"]))
    own = _first_years(overview.str.extract_all(known["own"]))
    opening = overview.str.contains(known["opening"])
    silent = ~overview.str.contains(pl.concat_str(year, pl.lit("年")), literal=True)
    enough = (
        (opening & (begin.list.first() != year))
        | (own.list.len() >= _LEAST_SENTENCES)
        | ((own.list.len() > 0) & ~overview.str.contains(known["this"]))
    )
    wrong_period = (reporting.list.len() > 0) & ~periods.list.contains(year)
    wrong_sentences = (begin.list.len() > 0) & silent & enough
    told = pl.when(wrong_period).then(reporting).when(wrong_sentences).then(begin)
    right = periods.list.contains(year) | begin.list.contains(year)
    unread = pl.col("foreign") | pl.col("year").is_null() | pl.col("numbers").is_null()
    return {
        "wrong_year": pl.when(unread)
        .then(None)
        .when(wrong_period | wrong_sentences)
        .then(True)
        .when(right)
        .then(False),
        "years_told": told.list.unique().list.sort().list.join("、"),
        "year_quote": pl.when(wrong_period)
        .then(_quote(joined, wrong_period, known["period"] + "|" + known["whole"]))
        .otherwise(_quote(plain, wrong_sentences, known["begin"])),
    }


def _quote(text: pl.Expr, needed: pl.Expr, pattern: str) -> pl.Expr:
    """The words that a pattern finds first, and some behind them, as printed: the pattern is one of digits."""
    asked = pl.when(needed).then(text)
    before = _in_digits(asked).str.extract(rf"(?s)^(.*?)(?:{pattern})").str.len_chars()
    return asked.str.slice(before, _QUOTED).str.strip_chars_start("。！：:\n况作开理设障").str.replace_all(r"\s+", " ")


def _first_years(found: pl.Expr) -> pl.Expr:
    return found.list.eval(pl.element().str.extract(words()["year"]["first"]))


def _whole_years(found: pl.Expr) -> pl.Expr:
    """The years of periods from January to December; one that spans several years tells none."""
    first = pl.element().str.extract(words()["year"]["first"])
    last = pl.element().str.extract(words()["year"]["last"])
    return found.list.eval(pl.when(last.fill_null(first) == first).then(first)).list.drop_nulls()


# ---------------------------------------------------------------- what the prose must speak of


def _narratives() -> dict[str, pl.Expr]:
    overview, problems, dated = pl.col("overview"), pl.col("problems"), pl.col("year").is_null()
    return {
        "five_parts_due": pl.col("year") >= _FIVE_PARTS_SINCE,
        **_spoken_of("five_parts", "five_parts", "parts", overview, dated | ~_says_something(overview)),
        "government": pl.col("kind") == "government",
        **_spoken_of(
            "accountability",
            "accountable",
            "results",
            pl.col("prose"),
            pl.col("kind").is_null() | ~_says_something(overview),
        ),
        **_spoken_of("problems", "both_parts", "sides", problems, ~_says_something(problems)),
    }


def _spoken_of(table: str, name: str, lacking: str, text: pl.Expr, unknown: pl.Expr) -> dict[str, pl.Expr]:
    """Whether a text speaks of everything that a table of the words has, and what it does not speak of."""
    # A word may be parted by a line break, as pages of a fixed width have them.
    known, text = words()[table], text.str.replace_all(r"\s+", "")
    absent = {key: ~text.str.contains(known[key]) for key in known["zh"]}
    return {
        name: pl.when(pl.col("foreign") | unknown).then(None).otherwise(~reduce(or_, absent.values())),
        f"{lacking}_lacking_zh": _listed({known["zh"][key]: one for key, one in absent.items()}, "、"),
        f"{lacking}_lacking_en": _listed({known["en"][key]: one for key, one in absent.items()}, ", "),
    }


def _says_something(text: pl.Expr) -> pl.Expr:
    """Whether a section is there and says more than nothing."""
    plain = text.fill_null("").str.strip_chars()
    return (plain != "") & ~plain.str.contains(words()["nothing"])
