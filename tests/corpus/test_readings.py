"""Which reading of a content counts."""

import polars as pl

from toolkit.corpus.readings import settle


def documents(*rows: tuple[str, str | None, str, int, bool]) -> pl.DataFrame:
    """Rows of source, content, status, part, live; a document that was read has a report named by its content."""
    return pl.DataFrame(
        [
            (f"d-{source}", source, sha256, status, None, None, [sha256] if status == "read" else [], part, live)
            for source, sha256, status, part, live in rows
        ],
        schema={
            "document_id": pl.String,
            "source": pl.String,
            "sha256": pl.String,
            "status": pl.String,
            "reason": pl.String,
            "detail": pl.String,
            "report_ids": pl.List(pl.String),
            "part": pl.Int32,
            "live": pl.Boolean,
        },
        orient="row",
    )


def reports(*rows: tuple[str, int]) -> pl.DataFrame:
    return pl.DataFrame(
        [(report_id, "?", "?", part) for report_id, part in rows],
        schema={"report_id": pl.String, "document_id": pl.String, "source": pl.String, "part": pl.Int32},
        orient="row",
    )


def test_the_first_source_owns_a_content_whatever_was_loaded_first() -> None:
    settled, owned = settle(
        documents(("b", "x", "read", 0, True), ("a", "x", "read", 1, True)), reports(("x", 0), ("x", 1))
    )
    assert settled.select("source", "status", "reason", "report_ids").rows() == [
        ("a", "read", None, ["x"]),
        ("b", "duplicate", "same_content", ["x"]),
    ]
    # The later reading counts, once.
    assert owned.rows() == [("x", "d-a", "a", 1)]


def test_what_is_no_report_is_no_duplicate() -> None:
    settled, owned = settle(
        documents(("a", "x", "not_a_report", 0, True), ("b", None, "unreadable", 0, True)), reports()
    )
    assert settled["status"].to_list() == ["not_a_report", "unreadable"]
    assert owned.is_empty()


def test_a_reading_goes_when_no_file_has_its_content_any_more() -> None:
    rows = documents(("a", "x", "read", 0, False), ("a", "y", "read", 1, True))
    settled, owned = settle(rows, reports(("x", 0), ("y", 1)))
    assert settled["sha256"].to_list() == ["y"]
    assert owned["report_id"].to_list() == ["y"]


def test_a_content_no_longer_a_report_is_not_brought_back_by_its_old_reading() -> None:
    rows = documents(("a", "x", "read", 0, False), ("a", "x", "not_a_report", 1, True))
    settled, owned = settle(rows, reports(("x", 0)))
    assert settled["status"].to_list() == ["not_a_report"]
    assert owned.is_empty()


def test_a_duplicate_of_what_was_never_read_stays_as_it_is() -> None:
    settled, _ = settle(documents(("a", "x", "duplicate", 0, True)), reports())
    assert settled.select("status", "report_ids").rows() == [("duplicate", [])]


def test_a_copy_is_what_its_original_was_at_last() -> None:
    """A document that waited for an extra is tried again, its copies are not."""
    rows = documents(
        ("a", "x", "unreadable", 0, False), ("b", "x", "duplicate", 0, True), ("a", "x", "not_a_report", 1, True)
    )
    for order in (rows, rows.reverse()):
        settled, _ = settle(order, reports())
        assert settled.select("source", "status").rows() == [("a", "not_a_report"), ("b", "not_a_report")]
