"""A table of parsed numbers → its reports: every cell their forms ask for, settled, completed, with an id."""

from collections.abc import Sequence
from hashlib import sha256

import polars as pl

from toolkit.codebook import TABLES, Codebook
from toolkit.errors import ParsedInputError
from toolkit.extraction.addresses import NO_FORM, AddressBook
from toolkit.extraction.layouts import NUMBER, Rows, rows_of
from toolkit.extraction.mapping import ADDRESS, PLACES, TableMapping
from toolkit.extraction.parsed_cells import TOLD, settle_rows
from toolkit.extraction.parsed_facts import FACT_TYPES, facts_of
from toolkit.extraction.states import blank_convention, requests_state
from toolkit.records import Cell, ParsedReports, Place

_NOWHERE = Place()
_PLACE_TYPES: dict[str, pl.DataType] = {**dict.fromkeys(PLACES, pl.Int32()), "box": pl.List(pl.Float64)}
_PART = "\x1f"


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
    notes = list(rows.notes)
    numbered, reports = _numbered_reports(rows, notes)
    book = AddressBook(codebook, mapping.values)
    found, left = _addressed(numbered, book, notes)
    cells = _without_contradictions(settle_rows(_told(found, book), mapping.empty), notes)
    cells = _each_once(cells, notes)
    facts = facts_of(reports, notes)
    forms = _forms(cells, facts, book)
    cells, outside = _completed(cells, forms, book, notes)
    facts = facts.join(_states(cells, forms, book, codebook), on="report", how="left", maintain_order="left")
    return _assembled(facts, cells, pl.concat([left, outside]), book, notes)


# ---------------------------------------------------------------- which report, which cell


def _numbered_reports(rows: Rows, notes: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows and the reports' facts with the number of their report; rows that name none are told."""
    keys = list(rows.keys)
    facts = rows.reports
    if keys != [NUMBER]:
        named = pl.any_horizontal(pl.col(keys).str.strip_chars().str.len_chars() > 0).fill_null(False)
        nameless = facts.filter(~named)
        if nameless.height:
            notes.append(
                f"{_rows(nameless.height)} {'names' if nameless.height == 1 else 'name'} no report "
                f"(first: row {_first_row(nameless)}), {' and '.join(map(repr, keys))} being empty."
            )
        facts = facts.filter(named)
        if facts.is_empty():
            raise ParsedInputError("bad_rows", f"No row names a report: {' and '.join(map(repr, keys))} are empty.")
    distinct = facts.select(keys).unique().sort(keys).with_row_index("report")
    reports = facts.join(distinct, on=keys, how="left", nulls_equal=True, maintain_order="left")
    of_row = reports.select(NUMBER, "report")
    numbered = rows.frame.drop([name for name in facts.columns if name != NUMBER])
    return numbered.join(of_row, on=NUMBER, how="inner", maintain_order="left"), reports


def _addressed(rows: pl.DataFrame, book: AddressBook, notes: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that are cells of a form, with the cell's number, and the others as leftovers."""
    distinct = rows.select(ADDRESS).unique(maintain_order=True)
    found = [book.find(*address) for address in distinct.iter_rows()]
    schema = {"address": pl.UInt16, "of_table": pl.String, "problem": pl.String}
    known = distinct.hstack(pl.DataFrame(found, schema=schema, orient="row"))
    joined = rows.join(known, on=ADDRESS, how="left", nulls_equal=True, maintain_order="left")
    bad = joined.filter(pl.col("address").is_null())
    if bad.height:
        first = bad.filter(pl.col(NUMBER) == pl.col(NUMBER).min()).row(0, named=True)
        sentence = f"row {first[NUMBER]}: {first['problem']}"
        if 2 * bad.height > joined.height:
            raise ParsedInputError(
                "bad_rows",
                f"{bad.height:,} of {joined.height:,} rows are no cells of a form; {_ended(sentence)} "
                "A mapping can say what the table's own codes mean.",
            )
        notes.append(
            f"{_rows(bad.height)} fitted no cell of a form and {_are(bad.height)} kept as leftovers; {_ended(sentence)}"
        )
    return joined.filter(pl.col("address").is_not_null()).drop(ADDRESS, "of_table", "problem"), _leftovers(bad)


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


# ---------------------------------------------------------------- forms


def _forms(cells: pl.DataFrame, facts: pl.DataFrame, book: AddressBook) -> pl.DataFrame:
    """The form of each table that a report has: `report`, `table`, `form`.

    It is the one whose own cells the table tells more of; cells told to be missing count where no others do. Where
    all cells stand in both forms, it is the form that the table names itself, else that of the report's other table.
    """
    votes = (
        cells.join(book.frame, on="address")
        .group_by("report", "table", "only")
        .agg(told=(pl.col("state") != "missing").sum(), listed=pl.len())
    )
    best = (
        votes.filter(pl.col("only").is_not_null())
        .sort("told", "listed", "only", descending=True)
        .unique(["report", "table"], keep="first", maintain_order=True)
        .select("report", "table", voted="only")
    )
    present = votes.select("report", "table").unique().join(best, on=["report", "table"], how="left")
    wide = present.pivot("table", index="report", values="voted").join(facts, on="report", how="left")
    absent = [pl.lit(None, pl.String).alias(table) for table in TABLES if table not in wide.columns]
    wide = wide.with_columns(absent)
    forms = wide.select(
        "report",
        disclosure=pl.coalesce("disclosure", "template_disclosure", "requests", "template_requests", "template"),
        requests=pl.coalesce("requests", "template_requests", "disclosure", "template_disclosure", "template"),
        review=pl.lit(NO_FORM),
    )
    long = forms.unpivot(index="report", variable_name="table", value_name="form")
    return (
        present.select("report", "table")
        .join(long, on=["report", "table"])
        .with_columns(pl.col("form").fill_null(NO_FORM))
    )


def _completed(
    cells: pl.DataFrame, forms: pl.DataFrame, book: AddressBook, notes: list[str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All cells that the forms ask for, absent ones missing; and the cells of another form, as leftovers."""
    asked = forms.join(book.asked, on=["table", "form"]).select("report", "address")
    outside = cells.join(asked, on=["report", "address"], how="anti").filter(pl.col("state") != "missing")
    if outside.height:
        notes.append(
            f"{_cells(outside.height)} of another form than the rest of {'its' if outside.height == 1 else 'their'} "
            f"table {_are(outside.height)} kept as leftovers; the first in row {_first_row(outside)}."
        )
    named = outside.join(book.frame.drop("kind", "only"), on="address").with_columns(
        of_table="table", value=pl.lit(None, pl.String)
    )
    kinds = book.frame.select("address", *ADDRESS, "kind")
    whole = asked.join(kinds, on="address").join(
        cells.drop("kind", NUMBER, strict=False), on=["report", "address"], how="left"
    )
    completed = whole.with_columns(
        state=pl.col("state").fill_null("missing"),
        unit=pl.when(pl.col("kind") == "amount").then("unit").otherwise(pl.col("unit").fill_null("件")),
    )
    return completed.sort("report", *ADDRESS), _leftovers(named)


def _states(cells: pl.DataFrame, forms: pl.DataFrame, book: AddressBook, codebook: Codebook) -> pl.DataFrame:
    """What each report's cells say together, asked of the same code as for documents."""
    received = cells.filter((pl.col("table") == "requests") & pl.col("row").is_in(["new", "carried_in"]))
    requests = {report: requests_state(own) for report, own in _records(received)}
    counted = cells.filter(pl.col("table") != "disclosure")
    # A report without a blank has no convention for blanks: most need not be looked at cell by cell.
    with_blanks = counted.filter(pl.col("state") == "blank").select("report").unique()
    table_3 = dict(
        forms.filter((pl.col("table") == "requests") & (pl.col("form") != NO_FORM)).select("report", "form").iter_rows()
    )
    conventions = {
        report: blank_convention(own, codebook, table_3.get(report))
        for report, own in _records(counted.join(with_blanks, on="report", how="semi", maintain_order="left"))
    }
    wide = forms.pivot("table", index="report", values="form")
    absent = [pl.lit(None, pl.String).alias(table) for table in TABLES if table not in wide.columns]
    known = {table: pl.when(pl.col(table) != NO_FORM).then(table) for table in TABLES}
    return wide.with_columns(absent).select(
        "report",
        form_disclosure=known["disclosure"],
        form_requests=known["requests"],
        requests_state=pl.col("report").replace_strict(requests, default=None, return_dtype=pl.String),
        blank_convention=pl.col("report").replace_strict(conventions, default=None, return_dtype=pl.String),
    )


def _records(cells: pl.DataFrame) -> list[tuple[int, list[Cell]]]:
    found: dict[int, list[Cell]] = {}
    columns = ("report", *ADDRESS, "value", "unit", "raw", "state")
    for report, table, row, column, value, unit, raw, state in cells.select(columns).iter_rows():
        found.setdefault(report, []).append(Cell(table, row, column, value, unit, raw, state, "parsed", None, _NOWHERE))
    return list(found.items())


# ---------------------------------------------------------------- ids


def _assembled(
    facts: pl.DataFrame, cells: pl.DataFrame, left: pl.DataFrame, book: AddressBook, notes: Sequence[str]
) -> ParsedReports:
    facts = facts.with_columns(
        template_disclosure="form_disclosure",
        template_requests="form_requests",
        requests_state=pl.col("requests_state").fill_null("unreadable"),
        blank_convention=pl.col("blank_convention").fill_null("none"),
    ).drop("form_disclosure", "form_requests", "template")
    digests = _digests(facts, cells, left)
    ids = (
        digests.sort("digest", "report")
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
    lines = [
        facts.select("report", line=_line(["given_id", "given_source", *FACT_TYPES], "0")),
        cells.select("report", line=_line([*ADDRESS, "value", "unit", "raw", "state"], "1")),
        left.select("report", line=_line(["table", "raw"], "2")),
    ]
    joined = (
        pl.concat(lines)
        .sort("report", "line")
        .group_by("report", maintain_order=True)
        .agg(pl.col("line").str.join("\n"))
    )
    digests = [sha256(text.encode()).hexdigest() for text in joined["line"]]
    return joined.select("report", digest=pl.Series(digests, dtype=pl.String))


def _line(names: Sequence[str], kind: str) -> pl.Expr:
    texts = [
        pl.col(name).cast(pl.String).str.replace_all("\n", "\\n", literal=True).fill_null("\x00") for name in names
    ]
    return pl.concat_str([pl.lit(kind), *texts], separator=_PART)


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
