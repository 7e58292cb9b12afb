"""A table of parsed numbers → its reports: every cell their forms ask for, settled, completed, with an id."""

from collections.abc import Sequence
from hashlib import sha256

import polars as pl

from toolkit.codebook import Codebook
from toolkit.errors import ParsedInputError
from toolkit.extraction.addresses import AddressBook
from toolkit.extraction.layouts import NUMBER, Rows, rows_of
from toolkit.extraction.mapping import ADDRESS, PLACES, TableMapping
from toolkit.extraction.parsed_cells import TOLD, settle_rows
from toolkit.extraction.parsed_facts import FACT_TYPES, facts_of
from toolkit.extraction.parsed_forms import completed, forms_of, states_of
from toolkit.records import ParsedReports

_PLACE_TYPES: dict[str, pl.DataType] = {**dict.fromkeys(PLACES, pl.Int32()), "box": pl.List(pl.Float64)}
_PART = "\x1f"
_SAID = (*ADDRESS, "value", "unit", "raw", "state")


def read_parsed(frame: pl.DataFrame, codebook: Codebook, mapping: TableMapping | None = None) -> ParsedReports:
    """Returns the reports of a parsed table.

    Of two rows for one cell that differ neither is believed; value, raw text and state that contradict each other
    make the cell unreadable. Rows that are no cell of a form are leftovers of their report. What was doubted stands
    in the notes.

    Args:
        frame: the table as read; the order of its rows does not matter.
        codebook: the official forms.
        mapping: how the table is laid out, where it is not one of the toolkit's own layouts.

    Raises:
        ParsedInputError: a column is missing or of another type, more than half of the rows are no cells, or it is no
            table of reports at all.
    """
    mapping = mapping or TableMapping()
    rows = rows_of(frame, mapping, codebook)
    del frame  # a million rows: what is no longer needed is let go
    notes = list(rows.notes)
    book = AddressBook(codebook, mapping.values)
    found, facts = _of_reports(rows, notes)
    del rows
    found, left = _addressed(found, book, notes)
    cells = _without_contradictions(settle_rows(_told(found, book), mapping.empty), notes)
    del found
    cells = _each_once(cells, notes)
    forms = forms_of(cells, facts, book)
    cells, outside = completed(cells, forms, book)
    if outside.height:
        notes.append(
            f"{_cells(outside.height)} of another form than the rest of {'its' if outside.height == 1 else 'their'} "
            f"table {_are(outside.height)} kept as leftovers; the first in row {_first_row(outside)}."
        )
    facts = facts.join(states_of(cells, forms, codebook), on="report", how="left", maintain_order="left")
    return _assembled(facts, cells, pl.concat([left, _leftovers(outside)]), notes)


# ---------------------------------------------------------------- which report, which cell


def _of_reports(rows: Rows, notes: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with the number of their report, and the reports' facts; rows that name no report are told."""
    keys = list(rows.keys)
    if keys == [NUMBER]:
        numbers = pl.col(NUMBER).alias("report")
        return rows.frame.with_columns(numbers), facts_of(rows.reports.with_columns(numbers), notes)
    names = rows.reports.select(pl.col(keys).str.strip_chars())
    names = names.with_columns(pl.when(pl.col(key) != "").then(key).alias(key) for key in keys)
    distinct = names.unique().filter(pl.any_horizontal(pl.col(keys).is_not_null())).sort(keys).with_row_index("report")
    if distinct.is_empty():
        raise ParsedInputError("bad_rows", f"No row names a report: nothing stands in {' and '.join(map(repr, keys))}.")
    report = names.join(distinct, on=keys, how="left", nulls_equal=True, maintain_order="left")["report"]
    numbered, facts = rows.frame.with_columns(report), rows.reports.with_columns(report)
    if report.null_count():
        nameless = facts.filter(pl.col("report").is_null())
        notes.append(
            f"{_rows(nameless.height)} {'names' if nameless.height == 1 else 'name'} no report (first: row "
            f"{_first_row(nameless)}) and could not be kept: {' and '.join(map(repr, keys))} being empty."
        )
        numbered, facts = (frame.filter(pl.col("report").is_not_null()) for frame in (numbered, facts))
    return numbered, facts_of(facts, notes)


def _addressed(rows: pl.DataFrame, book: AddressBook, notes: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that are cells of a form, with the cell's number, and the others as leftovers."""
    distinct = rows.select(ADDRESS).unique(maintain_order=True)
    found = [book.find(*address) for address in distinct.iter_rows()]
    schema = {"address": pl.UInt16, "of_table": pl.String}
    known = distinct.hstack(pl.DataFrame(found, schema=schema, orient="row"))
    joined = rows.join(known, on=ADDRESS, how="left", nulls_equal=True, maintain_order="left")
    bad = joined.filter(pl.col("address").is_null())
    if bad.height:
        first = bad.filter(pl.col(NUMBER) == pl.col(NUMBER).min()).row(0, named=True)
        sentence = f"row {first[NUMBER]}: {book.problem(*(first[name] for name in ADDRESS))}"
        if 2 * bad.height > joined.height:
            raise ParsedInputError(
                "bad_rows",
                f"{bad.height:,} of {joined.height:,} rows are no cells of a form; {_ended(sentence)} "
                "A mapping can say what the table's own codes mean.",
            )
        notes.append(
            f"{_rows(bad.height)} fitted no cell of a form and {_are(bad.height)} kept as leftovers; {_ended(sentence)}"
        )
    return joined.filter(pl.col("address").is_not_null()).drop(ADDRESS, "of_table"), _leftovers(bad)


def _leftovers(rows: pl.DataFrame) -> pl.DataFrame:
    shown = [pl.col(name) for name in (*ADDRESS, "value", "raw", "unit", "state") if name in rows.columns]
    return rows.select(
        "report",
        table=pl.coalesce("of_table", "table", pl.lit("")),
        raw=pl.concat_str(shown, separator=" | ", ignore_nulls=True),
        grid_row=(pl.col(NUMBER) - 1).cast(pl.Int32),
    )


def _told(rows: pl.DataFrame, book: AddressBook) -> pl.DataFrame:
    """The rows with all that a table may tell of a cell, null where this one does not."""
    absent = [pl.lit(None, pl.String).alias(name) for name in (*TOLD[1:], "score") if name not in rows.columns]
    kinds = book.frame.select("address", "kind")
    places = []
    for name, dtype in _PLACE_TYPES.items():
        if name not in rows.columns:
            places.append(pl.lit(None, dtype).alias(name))
        elif name == "box":
            decoded = pl.col(name).str.replace_all("null", "").str.strip_chars("[] ").str.split(",")
            places.append(decoded.list.eval(pl.element().str.strip_chars().cast(pl.Float64, strict=False)).alias(name))
        else:
            places.append(pl.col(name).cast(pl.Float64, strict=False).cast(pl.Int32, strict=False).alias(name))
    with_all = rows.with_columns(*absent).with_columns(
        *places,
        score=pl.col("score").cast(pl.Float64, strict=False),
        state=pl.when(pl.col("state").str.strip_chars() != "").then(pl.col("state").str.strip_chars()),
    )
    return with_all.join(kinds, on="address", how="left", maintain_order="left")


# ---------------------------------------------------------------- contradictions


def _without_contradictions(cells: pl.DataFrame, notes: list[str]) -> pl.DataFrame:
    doubted = cells.filter(pl.col("doubt").is_not_null())
    if doubted.height:
        first = doubted.filter(pl.col(NUMBER) == pl.col(NUMBER).min()).row(0, named=True)
        notes.append(
            f"{_cells(doubted.height)} told in ways that contradict each other {_are(doubted.height)} unreadable; "
            f"row {first[NUMBER]}: {first['doubt']}."
        )
    return cells.filter(pl.col("state").is_not_null()).drop("doubt")


def _each_once(cells: pl.DataFrame, notes: list[str]) -> pl.DataFrame:
    """The cells, each once: of several rows that say the same the first by its text, of others none."""
    key = ["report", "address"]
    repeated = cells.filter(cells.select(pl.struct(key).is_duplicated()).to_series())
    if repeated.is_empty():
        return cells
    # Texts in order, so that the order of the rows does not decide.
    grouped = repeated.sort(*key, "raw", "unit", *PLACES[:-1], NUMBER).group_by(key, maintain_order=True)
    same = (pl.col("value").n_unique() == 1) & (pl.col("state").n_unique() == 1) & (pl.col("unit").n_unique() == 1)
    merged = grouped.agg(
        pl.exclude("raw", NUMBER).first(),
        pl.col(NUMBER).min(),
        raw=pl.when(same).then(pl.col("raw").first()).otherwise(pl.col("raw").drop_nulls().str.join(" ¦ ")),
        same=same,
    )
    differing = merged.filter(~pl.col("same"))
    if differing.height:
        notes.append(
            f"{_cells(differing.height)} told more than once, and differently, {_are(differing.height)} unreadable; "
            f"the first in row {_first_row(differing)}."
        )
    once = merged.with_columns(
        value=pl.when("same").then("value"),
        state=pl.when("same").then("state").otherwise(pl.lit("unreadable")),
    ).select(cells.columns)
    return pl.concat([cells.join(once, on=key, how="anti"), once.cast(cells.schema)])


# ---------------------------------------------------------------- ids


def _assembled(facts: pl.DataFrame, cells: pl.DataFrame, left: pl.DataFrame, notes: Sequence[str]) -> ParsedReports:
    facts = facts.with_columns(
        template_disclosure="form_disclosure",
        template_requests="form_requests",
        requests_state=pl.col("requests_state").fill_null("unreadable"),
        blank_convention=pl.col("blank_convention").fill_null("none"),
    ).drop("form_disclosure", "form_requests", "template")
    digests = _digests(facts, cells, left)
    ids = (
        digests.sort("report")
        .with_columns(copy=pl.col("report").cum_count().over("digest"))
        .select(
            "report",
            report_id=pl.col("digest").str.slice(0, 16)
            + pl.when(pl.col("copy") > 1).then(pl.format("-{}", "copy")).otherwise(pl.lit("")),
        )
    )
    whole = sha256("\n".join(digests["digest"].sort()).encode()).hexdigest()
    reports, of_cells, leftovers = (
        frame.join(ids, on="report", maintain_order="left") for frame in (facts, cells, left)
    )
    return ParsedReports(reports, of_cells, leftovers, tuple(notes), whole)


def _digests(facts: pl.DataFrame, cells: pl.DataFrame, left: pl.DataFrame) -> pl.DataFrame:
    """The SHA-256 of each report's canonical rows: what it says, whatever file and order said it."""
    names = ["given_id", "given_source", *FACT_TYPES]
    lines = (
        facts.with_columns(_one_line(pl.col(pl.String))).select("report", line=_line(names)),
        # Codes and numbers hold no line ends; of a million cells only what was printed is looked through.
        cells.with_columns(_one_line(pl.col("raw"))).select("report", line=_line(_SAID)),
        left.with_columns(_one_line(pl.col(pl.String)))
        .sort("report", "table", "raw")
        .select("report", line=_line(["table", "raw"])),
    )
    texts = facts.select("report")
    for number, each in enumerate(lines):
        joined = each.group_by("report", maintain_order=True).agg(
            pl.col("line").str.join("\n").alias(f"lines_{number}")
        )
        texts = texts.join(joined, on="report", how="left", maintain_order="left")
    whole = texts.select(pl.concat_str(pl.exclude("report").fill_null(""), separator="\n\n").alias("text"))["text"]
    return texts.select("report", digest=pl.Series([sha256(text.encode()).hexdigest() for text in whole]))


def _one_line(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all("\n", "\\n", literal=True)


def _line(names: Sequence[str]) -> pl.Expr:
    return pl.concat_str([pl.col(name).cast(pl.String).fill_null("\x00") for name in names], separator=_PART)


def _first_row(rows: pl.DataFrame) -> int:
    return int(rows.select(pl.col(NUMBER).min()).item())


def _rows(count: int) -> str:
    return f"{count:,} row{'s' * (count != 1)}"


def _cells(count: int) -> str:
    return f"{count:,} cell{'s' * (count != 1)}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith("?") else sentence + "."
