"""The whole flow: files → frames and store; again, in part, interrupted, and beside readers that misbehave."""

import hashlib
import importlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

import toolkit as tk
from tests.specimens.drawn_pdf import draw_report
from tests.specimens.printed_page import numbers, page
from toolkit import cli, pipeline, reading
from toolkit.corpus import Corpus, Frames, StoreWriter
from toolkit.demo import demo_documents, score, write_demo
from toolkit.documents import SourceFile
from toolkit.progress import LONG, progress_bar
from toolkit.workers import Failure, Limits, run

FRAMES = (
    "documents", "reports", "cells", "leftovers", "sections", "claims", "second_readings", "agency_years", "panel",
    "requests_by_column", "requests_by_row", "review_by_channel", "disclosure_by_report", "report_pairs",
)  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six reports of an agency with the four strays of a demo; not to be changed."""
    return write_demo(tmp_path_factory.mktemp("demo") / "demo", agencies=1) / "reports"


@pytest.fixture
def reports(written: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return Path(shutil.copytree(written, tmp_path / "reports"))


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few documents make several batches and parts."""
    monkeypatch.setattr(pipeline, "BATCH", 2)
    monkeypatch.setattr(pipeline, "PART", 4)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were handed to workers, in order; a copy with `=` and the name of its original."""
    names: list[str] = []

    def noted_name(job: reading.Job) -> str:
        return job.file.path.name + (f"={Path(job.duplicate_of).name}" if job.duplicate_of else "")

    def noting(task: Any, batches: Any, **options: Any) -> Any:
        def noted() -> Iterator[Any]:
            for batch in batches:
                names.extend(map(noted_name, batch))
                yield batch

        return run(task, noted(), **options)

    monkeypatch.setattr(pipeline, "run", noting)
    return names


def load(source: Any, store: Path | None = None, **options: Any) -> Corpus:
    return pipeline.load(source, store=store, progress=False, **({"workers": 1} | options))


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def assert_same(left: Corpus, right: Corpus) -> None:
    for name in FRAMES:
        assert getattr(left, name).equals(getattr(right, name)), name


def html_files(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.rglob("*.htm*") if "其他" not in path.parts)
    assert len(found) > 1
    return found


def line_of(corpus: Corpus, name: str) -> dict[str, Any]:
    (line,) = corpus.documents.filter(pl.col("source").str.ends_with("/" + name)).to_dicts()
    return line


# ------------------------------------------------------------------------------------------------------ always the same
@pytest.mark.usefixtures("small_parts")
def test_a_store_is_the_same_bytes_with_one_and_with_four_workers(written: Path, tmp_path: Path) -> None:
    one = load(written, tmp_path / "one", workers=1)
    load(written, tmp_path / "four", workers=4)
    assert files(tmp_path / "one") == files(tmp_path / "four")
    assert len(list((tmp_path / "one").glob("part-*"))) >= 3
    assert (one.documents.height, one.reports.height) == (10, 6)


@pytest.mark.usefixtures("small_parts")
def test_memory_and_store_hold_the_same_frames(written: Path, tmp_path: Path) -> None:
    in_memory = load(written, workers=2)
    assert_same(in_memory, load(written, tmp_path / "store"))
    assert_same(in_memory, tk.open_corpus(tmp_path / "store"))


def test_parts_do_not_decide_what_the_frames_hold(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = load(written, tmp_path / "whole")
    monkeypatch.setattr(pipeline, "BATCH", 1)
    monkeypatch.setattr(pipeline, "PART", 1)
    assert_same(whole, load(written, tmp_path / "parts"))


def test_a_folder_a_pattern_and_a_list_give_the_same(written: Path) -> None:
    folder = load(written)
    assert_same(folder, load(f"{written}/**/*"))
    assert_same(folder, load(sorted(written.iterdir(), reverse=True)))


def test_files_of_which_none_can_be_read_give_their_lines_and_empty_frames(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7")
    corpus = load(tmp_path)
    assert corpus.documents.sort("source")["reason"].to_list() == ["empty", "damaged"]
    assert [getattr(corpus, name).height for name in FRAMES[1:]] == [0] * (len(FRAMES) - 1)


# ------------------------------------------------------------------------------------------------------ loading again
def test_loading_again_opens_nothing_and_changes_nothing(reports: Path, tmp_path: Path, opened: list[str]) -> None:
    first = load(reports, tmp_path / "store")
    assert sorted(opened) == sorted(path.name for path in reports.rglob("*") if path.is_file())
    before = files(tmp_path / "store")
    opened.clear()
    again = load(reports, tmp_path / "store")
    assert opened == []
    assert again.changes == ((), ())
    assert files(tmp_path / "store") == before
    assert_same(first, again)


def test_a_new_file_alone_is_opened(reports: Path, tmp_path: Path, opened: list[str]) -> None:
    late = html_files(reports)[0]
    content = late.read_bytes()
    late.unlink()
    load(reports, tmp_path / "store")
    late.write_bytes(content)
    opened.clear()
    corpus = load(reports, tmp_path / "store")
    assert opened == [late.name]
    assert corpus.changes == ((), ())
    assert_same(corpus, load(reports))


def test_a_changed_file_is_read_again_and_told(reports: Path, tmp_path: Path, opened: list[str]) -> None:
    changed = html_files(reports)[0]
    first = load(reports, tmp_path / "store")
    changed.write_bytes(changed.read_bytes() + b"\n<!-- moved -->\n")
    opened.clear()
    again = load(reports, tmp_path / "store")
    assert opened == [changed.name]
    assert again.changes == ((changed.as_posix(),), ())
    assert line_of(again, changed.name)["sha256"] != line_of(first, changed.name)["sha256"]
    assert_same(again, load(reports))


def test_a_file_that_disappeared_is_told_and_its_reading_kept(reports: Path, tmp_path: Path) -> None:
    gone = html_files(reports)[0]
    first = load(reports, tmp_path / "store")
    gone.unlink()
    again = load(reports, tmp_path / "store")
    assert again.changes == ((), (gone.as_posix(),))
    assert_same(first, again)


def test_a_changed_file_that_cannot_be_read_now_replaces_its_old_reading(reports: Path, tmp_path: Path) -> None:
    emptied = html_files(reports)[0]
    first = load(reports, tmp_path / "store")
    emptied.write_bytes(b"")
    again = load(reports, tmp_path / "store")
    assert again.changes.changed == (emptied.as_posix(),)
    assert (line_of(again, emptied.name)["status"], line_of(again, emptied.name)["reason"]) == ("unreadable", "empty")
    assert again.reports.height == first.reports.height - 1


@pytest.mark.parametrize(
    ("name", "other"),
    [("parser_version", lambda: "0" * 12), ("shipped_codebook", lambda: SimpleNamespace(version="0" * 12))],
)
def test_what_another_version_read_is_read_again(
    name: str,
    other: Callable[[], object],
    written: Path,
    tmp_path: Path,
    opened: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(pipeline, name, other)
        load(written, tmp_path / "store")
    opened.clear()
    again = load(written, tmp_path / "store")
    assert len(opened) == 10
    assert again.changes == ((), ())
    assert_same(again, load(written))
    opened.clear()
    load(written, tmp_path / "store")
    assert opened == []


def test_the_parsers_version_is_that_of_all_that_reads() -> None:
    assert len(pipeline.parser_version()) == 12
    assert set(pipeline.parser_version()) <= set("0123456789abcdef")


# -------------------------------------------------------------------------------------------------------------- copies
@pytest.mark.parametrize("later", [False, True], ids=["at_once", "in_a_later_load"])
def test_a_copy_is_a_duplicate_that_is_not_read_and_its_report_counts_once(
    later: bool, reports: Path, tmp_path: Path, opened: list[str]
) -> None:
    original = html_files(reports)[0]
    copy = original.with_name("zz_copy.html")
    if later:
        load(reports, tmp_path / "store")
    shutil.copy(original, copy)
    corpus = load(reports, tmp_path / "store")
    assert opened.count(f"{copy.name}={original.name}") == 1
    assert opened.count(original.name) == 1
    line = line_of(corpus, copy.name)
    assert (line["status"], line["reason"]) == ("duplicate", "same_content")
    assert line["detail"] == f"The same content as {original.as_posix()}."
    assert line["report_ids"] == line_of(corpus, original.name)["report_ids"]
    assert corpus.reports["report_id"].is_unique().all()
    assert_same(corpus, load(reports))


def test_a_copy_keeps_the_report_when_the_original_changes(reports: Path, tmp_path: Path) -> None:
    original = html_files(reports)[0]
    copy = original.with_name("zz_copy.html")
    shutil.copy(original, copy)
    first = load(reports, tmp_path / "store")
    original.write_bytes(b"")
    again = load(reports, tmp_path / "store")
    assert line_of(again, copy.name)["status"] == "read"
    assert again.reports["report_id"].to_list() == first.reports["report_id"].to_list()
    assert again.cells.equals(first.cells)
    assert_same(again, load(reports))


# -------------------------------------------------------------------------------------------------------- interrupted
@pytest.mark.usefixtures("small_parts")
def test_an_interrupted_load_leaves_a_store_that_the_next_load_completes(
    written: Path, tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    add = StoreWriter.add

    def interrupted(writer: StoreWriter, part: Any) -> None:
        if writer.known():
            raise KeyboardInterrupt
        add(writer, part)

    with monkeypatch.context() as patched:
        patched.setattr(StoreWriter, "add", interrupted)
        with pytest.raises(KeyboardInterrupt):
            load(written, tmp_path / "store")
    half = tk.open_corpus(tmp_path / "store")
    assert half.documents.height == 4
    assert half.cells.height > 0
    assert_completed(written, tmp_path / "store", opened)


KILLED = """
import os, signal, sys
from toolkit import pipeline
from toolkit.corpus import StoreWriter

write, calls = StoreWriter._write_manifest, []

def killed(writer, manifest):
    calls.append(manifest)
    if len(calls) == 3:  # the first is the empty store's; the second part lies there, the manifest does not know it
        os.kill(os.getpid(), signal.SIGKILL)
    write(writer, manifest)

StoreWriter._write_manifest = killed
pipeline.BATCH, pipeline.PART = 2, 4
pipeline.load(sys.argv[1], store=sys.argv[2], workers=2, progress=False)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.usefixtures("small_parts")
def test_a_killed_load_leaves_a_store_that_the_next_load_completes(
    written: Path, root: Path, tmp_path: Path, opened: list[str]
) -> None:
    command = [sys.executable, "-c", KILLED, str(written), str(tmp_path / "store")]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(root)}, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert len(list((tmp_path / "store").glob("part-*"))) == 2
    assert tk.open_corpus(tmp_path / "store").documents.height == 4
    assert_completed(written, tmp_path / "store", opened)


def assert_completed(reports: Path, store: Path, opened: list[str]) -> None:
    """The next load opens what is not in the store yet, and nothing tells the store from one never disturbed."""
    opened.clear()
    completed = load(reports, store)
    undisturbed = load(reports, store.with_name("undisturbed"))
    assert len(opened) == 2 * undisturbed.documents.height - 4
    assert_same(completed, undisturbed)
    assert files(store) == files(store.with_name("undisturbed"))


# ----------------------------------------------------------------------------------------------------------- metadata
def test_metadata_by_source_goes_before_what_was_read_and_is_kept(reports: Path, tmp_path: Path) -> None:
    source = html_files(reports)[0]
    known = pl.DataFrame({"source": [source.name], "agency": ["宁武县水利局"], "year": [2018]})
    corpus = load(reports, tmp_path / "store", metadata=known)
    told = corpus.reports.filter(source=source.as_posix()).row(0, named=True)
    assert (told["agency"], told["year"], told["county"], told["level"]) == ("宁武县水利局", 2018, "宁武县", "county")
    assert corpus.warnings == ()
    assert_same(corpus, load(reports, metadata=known))
    assert_same(corpus, load(reports, tmp_path / "store"))
    assert_same(load(reports, tmp_path / "store", metadata=known.filter(year=0)), load(reports))


def test_metadata_of_a_file_that_is_not_there_is_told(written: Path) -> None:
    known = pl.DataFrame({"source": ["nowhere.html"], "year": [2018]})
    assert load(written, metadata=known).warnings == ("metadata: no document has the source 'nowhere.html'.",)


def test_an_unreadable_file_counts_for_its_agency_once_metadata_says_whose_it_is(reports: Path) -> None:
    (reports / "scan.pdf").write_bytes(b"%PDF-1.7 a scan")
    known = pl.DataFrame({"source": ["scan.pdf"], "agency": ["宁武县水利局"], "year": [2022]})
    years = load(reports, metadata=known).agency_years.filter(agency="宁武县水利局")
    assert years.select("year", "state").rows() == [(2022, "unreadable")]


# ------------------------------------------------------------------------------------------- readers that misbehave
MISBEHAVING = '''
"""Reads as the toolkit does, except files whose names say what happens to their reader."""
import ctypes, os, time
from toolkit import reading

read_document, read_batch_as_ever = reading.read_document, reading.read_batch

def eat():
    hoard = []
    while True:
        hoard.append(bytearray(16 << 20))

MISHAPS = {
    "crash": lambda: ctypes.string_at(0),
    "leave": lambda: os._exit(0),
    "hang": lambda: time.sleep(60),
    "eat": eat,
}

def misbehave(job, convert, on_page):
    if job.verify and job.file.path.name.startswith("second"):
        time.sleep(60)
    for name, mishap in MISHAPS.items():
        if job.file.path.name.startswith(name):
            mishap()
    return read_document(job, convert, on_page)

def read_batch(jobs, failures, begin, workplace):
    reading.read_document = misbehave
    return read_batch_as_ever(jobs, failures, begin, workplace)
'''


@pytest.fixture
def misbehaving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Workers read with the module above; they find it where this process does."""
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "misbehaving_readers.py").write_text(MISBEHAVING, "utf-8")
    monkeypatch.syspath_prepend(tmp_path / "modules")
    module = importlib.import_module("misbehaving_readers")
    monkeypatch.setattr(pipeline, "read_batch", module.read_batch)
    yield
    del sys.modules["misbehaving_readers"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space")
@pytest.mark.usefixtures("misbehaving")
def test_a_reader_that_crashes_hangs_or_eats_memory_costs_its_one_document(reports: Path, tmp_path: Path) -> None:
    good = load(reports)
    mishaps = {"crash.html": "crashed", "leave.txt": "crashed", "hang.html": "timeout", "eat.md": "too_large"}
    for name in mishaps:
        (reports / name).write_text(f"report {name}", "utf-8")
    limits = Limits(seconds=3, megabytes=512)
    corpus = load(reports, tmp_path / "one", limits=limits, workers=1)
    for name, reason in mishaps.items():
        line = line_of(corpus, name)
        assert (line["status"], line["reason"], line["report_ids"]) == ("unreadable", reason, []), name
        assert line["detail"]
        assert len(line["sha256"]) == 64
    for frame in FRAMES[1:]:
        assert getattr(corpus, frame).equals(getattr(good, frame)), frame
    load(reports, tmp_path / "four", limits=limits, workers=4)
    assert files(tmp_path / "one") == files(tmp_path / "four")


@pytest.mark.slow
@pytest.mark.usefixtures("misbehaving")
def test_a_second_reading_that_hangs_does_not_cost_the_first(tmp_path: Path) -> None:
    reports = tmp_path / "read twice"
    reports.mkdir()
    (reports / "second.pdf").write_bytes(draw_report(page("安吉县水利局", numbers("2021")), 20))
    good = load(reports)
    (reports / "second.html").write_text("report second.html", "utf-8")
    (reports / "hang.pdf").write_text("%PDF-1.7 report", "utf-8")
    corpus = load(reports, limits=Limits(seconds=3), workers=1, verify="ocr")
    line = line_of(corpus, "second.pdf")
    assert (line["status"], line["detail"]) == ("read", "Not read a second time. It took longer than 3 s.")
    assert good.cells.height == 200
    assert corpus.cells.equals(good.cells)
    assert cli.summary_of(corpus, store="")["not_read_twice"] == 1
    # What is never read twice is not tried once more, and what fails twice has failed.
    for name in ("second.html", "hang.pdf"):
        assert (line_of(corpus, name)["reason"], line_of(corpus, name)["status"]) == ("timeout", "unreadable")


def test_a_file_that_nests_too_deeply_for_its_reader_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_deep(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(reading, "read_blocks", too_deep)
    read = reading.read_document(job(tmp_path / "deep.html", b"<html>"))
    assert (read.status, read.reason) == ("unreadable", "damaged")


def test_a_file_that_is_gone_when_its_turn_comes_is_unreadable(tmp_path: Path) -> None:
    gone = job(tmp_path / "gone.html", b"<html>")
    gone.file.path.unlink()
    read = reading.read_document(gone)
    assert (read.status, read.reason, read.format) == ("unreadable", "io_error", "html")


def job(path: Path, data: bytes) -> reading.Job:
    path.write_bytes(data)
    return reading.Job(SourceFile(path.as_posix(), path, len(data), None), "0" * 64, None)


# ----------------------------------------------------------------------------------------------------------- progress
@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What `load` tells its progress bar: (total, show), then how many more documents are through."""
    words: list[Any] = []

    @contextmanager
    def bar(_: str, total: int, *, show: bool) -> Iterator[Callable[[int], None]]:
        words.append((total, show))
        yield words.append

    monkeypatch.setattr(pipeline, "progress_bar", bar)
    return words


def test_progress_adds_up_to_all_files_new_or_known(reports: Path, tmp_path: Path, told: list[Any]) -> None:
    (reports / "link.html").symlink_to(reports / "nowhere.html")
    total = sum(path.is_file() or path.is_symlink() for path in reports.rglob("*"))
    for show in (True, False):
        pipeline.load(reports, store=tmp_path / "store", workers=2, progress=show)
        assert told[0] == (total, show)
        assert sum(told[1:]) == total
        told.clear()


@pytest.mark.parametrize(
    ("total", "show", "terminal", "drawn"),
    [(LONG, True, True, True), (LONG, False, True, False), (LONG - 1, True, True, False), (LONG, True, False, False)],
    ids=["long", "not_wanted", "short", "no_terminal"],
)
def test_a_bar_is_drawn_for_long_work_in_a_terminal_only(
    total: int,
    show: bool,
    terminal: bool,
    drawn: bool,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setenv("TTY_COMPATIBLE", "1" if terminal else "0")
    with progress_bar("Reading", total, show=show) as advance:
        advance(total)
    written = capsys.readouterr()
    assert written.out == ""
    assert ("Reading" in written.err and f"{total}/{total}" in written.err) is drawn
    assert bool(written.err) is drawn


# --------------------------------------------------------------------------------------------------------------- demo
def test_a_demo_is_loaded_and_scored_without_a_wrong_cell(tmp_path: Path) -> None:
    corpus = pipeline.load_demo(tmp_path / "demo", agencies=3, workers=2, progress=False)
    assert corpus.reports.height == 18
    printed = list(demo_documents(agencies=3))
    assert len(printed) == 18
    prefix = (tmp_path / "demo").as_posix() + "/"
    read = corpus.reports.select("source", "report_id").iter_rows()
    scores = score(
        printed, corpus.cells, corpus.reports, {source.removeprefix(prefix): found for source, found in read}
    )
    assert scores["wrong"].sum() == 0
    read_well = scores
    assert read_well.height >= 16
    assert read_well["right"].sum() == read_well["cells"].sum()
    assert_same(corpus, pipeline.load_demo(tmp_path / "demo", agencies=3, progress=False))


def test_every_file_that_was_opened_has_its_digest_asked_before_or_not(tmp_path: Path) -> None:
    text = ("无" * 3_000).encode()
    contents = {"a.txt": text, "b.txt": text, "c.txt": text + b"1", "d.bin": bytes(range(256)) * 40, "empty.txt": b""}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    lines = pipeline.load(tmp_path, progress=False, workers=1).documents
    told = {Path(source).name: sha256 for source, sha256 in lines.select("source", "sha256").iter_rows()}
    assert told == {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}


def test_a_file_that_cost_its_worker_has_its_digest(tmp_path: Path) -> None:
    path = tmp_path / "hangs.html"
    path.write_bytes(b"<html>")
    unread = reading.Job(SourceFile(path.as_posix(), path, 6, None), None, None)
    frames = Frames.from_bytes(reading.read_batch([unread], {0: Failure("timeout", "It took too long.")}, print))
    assert frames.documents.select("reason", "sha256").row(0) == ("timeout", hashlib.sha256(b"<html>").hexdigest())
