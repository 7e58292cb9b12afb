"""The store: parts, resuming, superseding, byte identity, and what is said of one that is damaged."""

import json
import os
import threading
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.small_reports import content, frames, read, report, unreadable
from toolkit.corpus import Corpus, Frames, StoreWriter, frames_of, open_corpus, read_metadata
from toolkit.corpus.schema import SCHEMA_VERSION, SORT_KEYS, STORED
from toolkit.corpus.store import Known
from toolkit.errors import StoreError
from toolkit.records import Document


def writer(path: Path, parser: str = "1") -> StoreWriter:
    return StoreWriter(path, parser=parser, codebook="c", toolkit="0")


def write(path: Path, *parts: Frames, parser: str = "1") -> None:
    with writer(path, parser) as store:
        for part in parts:
            store.add(part)


def files(path: Path) -> dict[str, bytes]:
    return {str(file.relative_to(path)): file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()}


def assert_same(left: Corpus, right: Corpus) -> None:
    for name in (*STORED, "agency_years", "panel", "requests_by_column", "report_pairs"):
        assert getattr(left, name).equals(getattr(right, name)), name


def values(corpus: Corpus) -> list[float]:
    """The numbers of 新收 / 总计, in the order of the report ids."""
    return corpus.cells.filter(table="requests", row="new", column="total")["value"].to_list()


def new(number: float) -> dict[tuple[str, str, str], float | str | None]:
    return {("requests", "new", "total"): number}


def test_a_store_gives_back_what_memory_gives(tmp_path: Path) -> None:
    made = frames(read("a.html", report(), report(year=2022)), unreadable("b.pdf"))
    write(tmp_path / "s", made)
    assert_same(open_corpus(tmp_path / "s"), Corpus.of_frames(made))


def test_the_same_parts_are_the_same_bytes(tmp_path: Path) -> None:
    parts = [frames(read(f"{number}.html", report(year=2000 + number))) for number in range(3)]
    write(tmp_path / "one", *parts)
    write(tmp_path / "two", *parts)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    manifest = (tmp_path / "one" / "manifest.json").read_text("utf-8")
    assert str(tmp_path) not in manifest
    assert json.loads(manifest)["schema"] == SCHEMA_VERSION


documents = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz"), st.sampled_from([2021, 2022, 2024])),
    min_size=1,
    max_size=4,
    unique_by=lambda entry: entry[0],
)


@settings(max_examples=15)
@given(documents, st.integers(0, 4))
def test_two_parts_hold_what_one_part_holds(
    tmp_path_factory: pytest.TempPathFactory, entries: list[tuple[str, str, int]], cut: int
) -> None:
    # Two files of one content tell the same, so the year hangs on the content.
    year = {name: year for _, name, year in entries}
    made = [read(source, report(year=year[name]), sha256=content(name)) for source, name, _ in entries]
    path = tmp_path_factory.mktemp("stores")
    write(path / "one", frames(*made))
    write(path / "two", frames(*made[:cut]), frames(*made[cut:]))
    write(path / "back", frames(*made[cut:]), frames(*made[:cut]))
    assert_same(open_corpus(path / "two"), open_corpus(path / "one"))
    assert_same(open_corpus(path / "back"), open_corpus(path / "one"))
    assert_same(Corpus.of_frames(frames(*made)), open_corpus(path / "one"))


def test_big_frames_are_sorted_over_many_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.corpus.corpus._SORTED_AT_ONCE", 2)
    write(tmp_path, *(frames(read(f"{number}", report(), report(year=2020))) for number in range(4)))
    cells = open_corpus(tmp_path).cells
    assert cells.height == 1600
    assert cells.equals(cells.sort(SORT_KEYS["cells"]))


def test_a_changed_source_replaces_its_old_reading(tmp_path: Path) -> None:
    write(tmp_path, frames(read("a", report(printed=new(1)), sha256=content("old")), read("b", report("淮安市水利局"))))
    write(tmp_path, frames(read("a", report(printed=new(2)), sha256=content("new"))))
    corpus = open_corpus(tmp_path)
    assert corpus.reports["source"].sort().to_list() == ["a", "b"]
    assert sorted(values(corpus)) == [0.0, 2.0]
    manifest = json.loads((tmp_path / "manifest.json").read_bytes())
    assert [part["superseded"] for part in manifest["parts"]] == [["a"], []]


def test_a_source_read_again_by_a_newer_parser_counts_once(tmp_path: Path) -> None:
    write(tmp_path, frames(read("a", report(printed=new(1)))))
    write(tmp_path, frames(read("a", report(printed=new(2)))), parser="2")
    corpus = open_corpus(tmp_path)
    assert (corpus.reports.height, corpus.cells.height, values(corpus)) == (1, 200, [2.0])
    with writer(tmp_path, "2") as store:
        assert store.known() == {"a": Known(content("a"), "2", "c")}


def test_a_copy_keeps_the_reading_when_the_original_changes(tmp_path: Path) -> None:
    copy = Document("b", "html", 1, content("x"), "duplicate", "same_content", "The same content as a.")
    write(tmp_path, frames(read("a", report(printed=new(1)), sha256=content("x")), copy))
    before = open_corpus(tmp_path).documents.sort("source").select("source", "status", "detail")
    assert before.rows() == [("a", "read", None), ("b", "duplicate", "The same content as a.")]
    write(tmp_path, frames(read("a", report(year=2024, printed=new(2)), sha256=content("y"))))
    corpus = open_corpus(tmp_path)
    assert corpus.reports.sort("source").select("source", "year").rows() == [("a", 2024), ("b", 2023)]
    assert set(corpus.documents["status"]) == {"read"}
    assert sorted(values(corpus)) == [1.0, 2.0]
    assert corpus.report("b").facts["year"] == 2023


def test_a_source_that_became_unreadable_loses_its_reading(tmp_path: Path) -> None:
    write(tmp_path, frames(read("a", report())))
    write(tmp_path, frames(unreadable("a")))
    corpus = open_corpus(tmp_path)
    assert corpus.documents["status"].to_list() == ["unreadable"]
    assert corpus.reports.is_empty()
    assert corpus.cells.is_empty()


def test_known_and_disappeared(tmp_path: Path) -> None:
    with writer(tmp_path) as store:
        store.add(frames(read("a", report()), unreadable("b")))
        assert store.known() == {"a": Known(content("a"), "1", "c"), "b": Known(content("b"), "1", "c")}
        assert store.disappeared(["b", "c"]) == ("a",)


def test_a_killed_load_leaves_its_committed_parts_and_the_next_resumes(tmp_path: Path) -> None:
    write(tmp_path, frames(read("a", report())))
    committed = files(tmp_path)
    # Killed while writing aside, after the rename of the folder, and while writing the manifest.
    (tmp_path / ".part-000002.tmp").mkdir()
    (tmp_path / ".part-000002.tmp" / "cells.parquet").write_bytes(b"PAR1")
    (tmp_path / "part-000002").mkdir()
    (tmp_path / ".manifest.json.tmp").write_bytes(b"{")
    assert open_corpus(tmp_path).reports["source"].to_list() == ["a"]
    with writer(tmp_path):
        assert files(tmp_path) == committed
    write(tmp_path, frames(read("b", report(year=2022))))
    assert open_corpus(tmp_path).reports["source"].sort().to_list() == ["a", "b"]


def test_a_first_load_killed_at_once_may_be_begun_again(tmp_path: Path) -> None:
    (tmp_path / ".manifest.json.tmp").write_bytes(b"{")
    write(tmp_path, frames(read("a", report())))
    assert open_corpus(tmp_path).reports.height == 1


def test_a_reader_never_sees_half_a_part(tmp_path: Path) -> None:
    write(tmp_path, frames(read("first", report())))
    done = threading.Event()
    seen: list[tuple[int, int]] = []
    failures: list[Exception] = []

    def look() -> None:
        while not done.is_set():
            try:
                corpus = open_corpus(tmp_path)
                seen.append((corpus.reports.height, corpus.cells.height))
            except Exception as error:
                failures.append(error)

    thread = threading.Thread(target=look)
    thread.start()
    with writer(tmp_path) as store:
        for number in range(15):
            store.add(frames(read(f"{number}", report())))
    done.set()
    thread.join()
    assert failures == []
    assert all(cells == reports * 200 for reports, cells in seen)


def test_a_second_load_into_the_same_store_is_refused(tmp_path: Path) -> None:
    with writer(tmp_path), pytest.raises(StoreError, match="Another load is writing"):
        writer(tmp_path)
    writer(tmp_path).close()


def test_a_folder_with_other_content_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"dear")
    with pytest.raises(StoreError, match=r"not a store and not empty \(it holds 'thesis.docx'\)"):
        writer(tmp_path)
    assert files(tmp_path) == {"thesis.docx": b"dear"}


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(b"")
    with pytest.raises(StoreError, match="not a folder"):
        writer(tmp_path / "s")


def test_only_identified_frames_with_each_source_once_are_stored(tmp_path: Path) -> None:
    with writer(tmp_path) as store:
        with pytest.raises(ValueError, match="identified"):
            store.add(frames_of([read("a", report())]))
        with pytest.raises(ValueError, match="twice"):
            store.add(frames(read("a", report()), read("a", report(), sha256=content("b"))))
        store.add(frames())
    assert json.loads((tmp_path / "manifest.json").read_bytes())["parts"] == []


def test_reports_are_read_without_the_cells(tmp_path: Path) -> None:
    write(tmp_path, frames(read("a", report())))
    corpus = open_corpus(tmp_path)
    (tmp_path / "part-000001" / "cells.parquet").unlink()
    assert corpus.reports.height == 1
    assert corpus.agency_years.height == 1
    with pytest.raises(StoreError, match="cannot be read"):
        _ = corpus.cells


def test_one_report_opens_its_own_part_only(tmp_path: Path) -> None:
    write(tmp_path, frames(read("a", report())), frames(read("b", report())))
    corpus = open_corpus(tmp_path)
    (tmp_path / "part-000002" / "cells.parquet").unlink()
    assert corpus.report("a").cells.height == 200


def test_metadata_stays_with_the_store(tmp_path: Path) -> None:
    with writer(tmp_path) as store:
        store.add(frames(read("a", report(year=None))))
        store.set_metadata(read_metadata(pl.DataFrame({"source": ["a"], "published": ["2024-01-31"]})))
    assert open_corpus(tmp_path).reports["published_source"].to_list() == ["user"]


# ---------------------------------------------------------------- damage


def manifest_with(path: Path, **changes: object) -> None:
    manifest = json.loads((path / "manifest.json").read_bytes())
    (path / "manifest.json").write_text(json.dumps({**manifest, **changes}), encoding="utf-8")


def part_with(path: Path, **changes: object) -> None:
    part = json.loads((path / "manifest.json").read_bytes())["parts"][0]
    manifest_with(path, parts=[{**part, **changes}])


def truncate(path: Path) -> None:
    file = path / "part-000001" / "reports.parquet"
    file.write_bytes(file.read_bytes()[:-10])


def overwrite(path: Path) -> None:
    file = path / "part-000001" / "reports.parquet"
    file.write_bytes(b"\0" * file.stat().st_size)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda path: (path / "manifest.json").unlink(), r"is not a store: it has no manifest.json"),
        (
            lambda path: (path / "manifest.json").write_bytes(b'{"parts": ['),
            r"manifest.json is damaged: .*line 1 column 12",
        ),
        (lambda path: (path / "manifest.json").write_bytes(b"\xff\xfe\0"), r"manifest.json is damaged"),
        (lambda path: (path / "manifest.json").write_bytes(b"[" * 100_000), r"manifest.json is damaged"),
        (lambda path: (path / "manifest.json").write_bytes(b"[]"), r"damaged: it does not have the entries"),
        (
            lambda path: manifest_with(path, schema=99, toolkit="9.9"),
            r"store version 99 \(toolkit 9.9\).*reads version 4",
        ),
        (lambda path: manifest_with(path, parts={}), r"damaged: it does not have the entries"),
        (lambda path: part_with(path, name="../elsewhere"), r"damaged: it does not have the entries"),
        (lambda path: part_with(path, files={"cells": 1}), r"damaged: it does not have the entries"),
        (lambda path: (path / "part-000001" / "claims.parquet").unlink(), r"part-000001/claims.parquet is not there"),
        (truncate, r"part-000001/reports.parquet has \d+ bytes instead of \d+"),
    ],
)
def test_a_damaged_store_is_told_when_it_is_opened(tmp_path: Path, damage: object, message: str) -> None:
    assert callable(damage)
    write(tmp_path, frames(read("a", report())))
    damage(tmp_path)
    with pytest.raises(StoreError, match=message):
        open_corpus(tmp_path)


def test_a_part_with_other_bytes_is_told_when_it_is_read(tmp_path: Path) -> None:
    write(tmp_path, frames(read("a", report())))
    overwrite(tmp_path)
    with pytest.raises(StoreError, match="cannot be read"):
        _ = open_corpus(tmp_path).reports


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no such folder"):
        open_corpus(tmp_path / "nowhere")


def test_a_store_of_another_version_is_not_written_to(tmp_path: Path) -> None:
    write(tmp_path, frames(read("a", report())))
    manifest_with(tmp_path, schema=99)
    before = files(tmp_path)
    with pytest.raises(StoreError, match="store version 99"):
        writer(tmp_path)
    assert files(tmp_path) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="cannot be written to"):
        writer(tmp_path)


def test_filtered_stores_read_only_what_is_left(tmp_path: Path) -> None:
    write(
        tmp_path,
        *(
            frames(read(f"{year}", report(year=year)), read(f"n{year}", report("淮安市水利局", year)))
            for year in (2021, 2022)
        ),
    )
    part = open_corpus(tmp_path).filter(years=2022, agencies="淮安市水利局")
    assert part.reports["source"].to_list() == ["n2022"]
    assert part.cells.height == 200
    assert part.cells["report_id"].unique().to_list() == part.reports["report_id"].to_list()
