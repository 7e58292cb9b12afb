"""A report beside the official form: its sections, forms, title, and what its prose must say. One row per report."""

import polars as pl

from toolkit.codebook import Codebook
from toolkit.corpus.form_fees import fee_columns, fee_excuses
from toolkit.corpus.form_prose import first_looks, flat_columns, narrative_columns, second_looks, year_columns
from toolkit.corpus.form_words import form_words, listed
from toolkit.corpus.schema import SORT_KEYS

_FIRST_FORM = 2019
_TABLES = {2: "disclosure", 3: "requests", 4: "review"}
_PLACE = ("page", "block", "line")
_LEAST_SECTIONS = 4
_LONG = 300
_NUMERALS = "一二三四五六"


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
    # In stages: what is dear is looked for once, and what only some reports need in those alone.
    looked = wide.with_columns(**flat_columns()).with_columns(**first_looks(), **_gaps(codebook), **fee_columns())
    found = looked.with_columns(**second_looks(), **_doubts(codebook), **fee_excuses()).with_columns(
        **_sections(codebook), **_forms(codebook), **_title(codebook), **year_columns(), **narrative_columns()
    )
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
    space = form_words()["space"]
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
        .with_columns(
            prose=prose, foreign=pl.col("headings").str.contains(form_words()["traditional"]).fill_null(False)
        )
        .with_columns(pl.col("title", "preamble", *(s.code for s in codebook.sections)).str.replace_all(space, ""))
    )


# ---------------------------------------------------------------- sections, forms, title


def _gaps(codebook: Codebook) -> dict[str, pl.Expr]:
    """Which sections have no heading, which have nothing below it, and whether they are out of order."""
    found: dict[str, pl.Expr] = {}
    for section in codebook.sections:
        text, number = pl.col(section.code), section.number
        there = pl.col("numbers").list.contains(number)
        bare = (text.str.strip_chars() == "") | (text.str.contains(form_words()["nothing"]) & pl.lit(number != 6))
        found[f"absent_{number}"] = ~there
        found[f"empty_{number}"] = there & bare.fill_null(True) & ~_has_table(number)
    steps = pl.col("numbers").list.diff(null_behavior="drop")
    found["turned"] = pl.col("numbers").list.len().ge(2) & (steps.list.min() <= 0)
    return found


def _has_table(number: int) -> pl.Expr:
    return pl.col(f"has_{_TABLES[number]}").fill_null(False) if number in _TABLES else pl.lit(False)


def _doubts(codebook: Codebook) -> dict[str, pl.Expr]:
    """Of which absent sections it is not certain: another wording of the heading is a line of the section before.

    A table may stand without the heading, and a scan's may have been misread.
    """
    return {
        f"doubtful_{number}": pl.when(f"absent_{number}").then(
            _has_table(number)
            | pl.col("scanned").fill_null(False)
            | pl.when(f"absent_{number}").then("prose")
            .str.contains(rf"(?:^|\n)\s*第?{numeral}(?:部分)?\s*[、.．]").fill_null(False)
        )
        for number, numeral in enumerate(_NUMERALS[: len(codebook.sections)], 1)
    }  # fmt: skip


def _sections(codebook: Codebook) -> dict[str, pl.Expr]:
    """Whether the six sections are there, in order, and none is empty."""
    labels = {section.number: section.label for section in codebook.sections}
    absent = {n: pl.col(f"absent_{n}") & ~pl.col(f"doubtful_{n}") for n in labels}
    empty = {n: pl.col(f"empty_{n}") for n in labels}
    doubtful = pl.any_horizontal(pl.col(f"doubtful_{n}").fill_null(False) for n in labels)
    order = pl.col("numbers").list.eval(pl.element().cast(pl.String)).list.join(" ")

    def said(lack: str, bare: str, wrong: str, part: str, separator: str) -> pl.Expr:
        parts = {lack.format(part.format(n, labels[n])): one for n, one in absent.items()}
        parts |= {bare.format(part.format(n, labels[n])): one for n, one in empty.items()}
        lists = [pl.when(expression).then(pl.lit(word)) for word, expression in parts.items()]
        told = pl.when("turned").then(pl.format(wrong, order))
        return pl.concat_list([*lists, told]).list.drop_nulls().list.join(separator)

    # Of a few headings, or of a list of them that stands above a report, nothing follows.
    few = pl.col("numbers").list.len() < _LEAST_SECTIONS
    listing = pl.col("empty_1") & pl.col("empty_5") & (pl.col("other_matters").str.len_chars() > _LONG)
    return {
        "sections_complete": pl.when(pl.col("numbers").is_null() | few | listing.fill_null(False)).then(None)
        .when(pl.any_horizontal(*absent.values(), *empty.values(), "turned")).then(False)
        .when(doubtful).then(None)
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


def _title(codebook: Codebook) -> dict[str, pl.Expr]:
    """Whether the title names the agency, the year and the report. Another name than the agency's is a name too."""
    known, year, title = form_words()["title"], form_words()["year"], pl.col("title")
    reported, dated = title.str.contains(known["report"]), title.str.contains(year)
    rest = title.str.replace(known["report"], "").str.replace_all(year, "").str.replace_all(known["other"], "")
    agency = pl.col("agency").is_not_null() & pl.col("title").str.contains(pl.col("agency"), literal=True).fill_null(
        False
    )
    named = pl.when(agency).then(True).when(rest.str.len_chars() > 0).then(None).otherwise(False)
    lacking = {"agency": ~named.fill_null(True), "year": ~dated, "report": ~reported}
    # The line that was taken for the title may be one of the page's, if a whole title stands elsewhere.
    complete = named & dated & reported
    whole = known["whole"].replace("YEAR", year)
    body = pl.concat_str(
        "preamble", *(section.code for section in codebook.sections), separator="\n", ignore_nulls=True
    )
    other = pl.when(~complete).then(body).str.count_matches(whole) > title.str.count_matches(whole)
    return {
        "title_complete": pl.when(pl.col("foreign") | title.is_null() | other.fill_null(False))
        .then(None)
        .otherwise(complete),
        "title_lacks_zh": listed(
            dict(zip(("机关名称", "年度", "“政府信息公开…报告”"), lacking.values(), strict=True)), "、"
        ),
        "title_lacks_en": listed(
            dict(zip(("agency", "year", "“政府信息公开…报告”"), lacking.values(), strict=True)), ", "
        ),
    }
