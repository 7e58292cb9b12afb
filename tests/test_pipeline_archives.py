"""Archives through the whole flow: read as folders are, incrementally, and the same with any number of workers."""

import os
import zipfile
from pathlib import Path

import polars as pl
import pytest

from toolkit import pipeline
from toolkit.corpus import Corpus
from toolkit.demo import write_demo
from toolkit.workers import run


def load(source: Path, store: Path | None = None, workers: int = 1) -> Corpus:
    return pipeline.load(source, store=store, workers=workers, progress=False)


def pack(folder: Path, archive: Path, *, gbk: bool = False) -> Path:
    """Packs a folder; with `gbk` as Chinese Windows does, without the mark of UTF-8."""
    archive.parent.mkdir(exist_ok=True)
    names: dict[bytes, bytes] = {}
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder).as_posix()
            raw = name.encode("gbk")
            stand_in = f"<{len(names)}>".ljust(len(raw), "#")
            names[stand_in.encode()] = raw
            packed.writestr(stand_in if gbk else name, path.read_bytes())
    data = archive.read_bytes()
    for stand_in_bytes, raw in names.items():
        data = data.replace(stand_in_bytes, raw)
    archive.write_bytes(data)
    return archive


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six reports of an agency and the strays of a demo; not to be changed."""
    return write_demo(tmp_path_factory.mktemp("demo") / "demo", agencies=1) / "reports"


def told(corpus: Corpus, prefix: Path) -> pl.DataFrame:
    """What became of each file, named as in its folder or archive."""
    name = pl.col("source").str.strip_prefix(f"{prefix.as_posix()}/")
    return corpus.documents.select(name, "format", "bytes", "sha256", "status", "reason").sort("source")


@pytest.mark.parametrize("gbk", [False, True], ids=["utf8", "gbk"])
def test_an_archive_is_read_as_its_folder_is(written: Path, tmp_path: Path, gbk: bool) -> None:
    folder, archive = load(written), load(pack(written, tmp_path / "in" / "r.zip", gbk=gbk), tmp_path / "store")
    assert told(archive, tmp_path / "in" / "r.zip").equals(told(folder, written))
    assert archive.cells.equals(folder.cells)
    assert archive.reports.drop("document_id", "source").equals(folder.reports.drop("document_id", "source"))


def test_a_store_is_the_same_bytes_with_one_and_with_two_workers(written: Path, tmp_path: Path) -> None:
    pack(written, tmp_path / "in" / "a.zip")
    pack(tmp_path / "in", tmp_path / "in" / "b.zip")
    for workers in (1, 2):
        load(tmp_path / "in", tmp_path / str(workers), workers=workers)
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / n).rglob("*") if p.is_file()} for n in "12")
    assert one == two


def test_what_lies_in_an_archive_and_beside_it_is_a_duplicate(written: Path, tmp_path: Path) -> None:
    pack(written, tmp_path / "in" / "a.zip")
    page = next(path for path in sorted(written.rglob("*.html")) if "其他" not in path.parts)
    (tmp_path / "in" / "0.html").write_bytes(page.read_bytes())
    pack(tmp_path / "in", tmp_path / "in" / "z.zip")
    corpus = load(tmp_path / "in")
    same = corpus.documents.filter(pl.col("sha256") == pl.col("sha256").filter(source=f"{tmp_path}/in/0.html").first())
    assert dict(same.select("source", "status").iter_rows()) == {
        f"{tmp_path}/in/0.html": "read",
        f"{tmp_path}/in/a.zip/{page.relative_to(written).as_posix()}": "duplicate",
        f"{tmp_path}/in/z.zip/0.html": "duplicate",
        f"{tmp_path}/in/z.zip/a.zip/{page.relative_to(written).as_posix()}": "duplicate",
    }
    assert corpus.reports.height == 6


def test_only_the_members_that_changed_are_read_again(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def noting(task: object, batches: object, **options: object) -> object:
        kept = list(batches)  # type: ignore[call-overload]
        opened.extend(job.file.source for batch in kept for job in batch)
        return run(task, kept, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "run", noting)
    archive = pack(written, tmp_path / "in" / "a.zip")
    load(archive, tmp_path / "store")
    assert len(opened) == 10
    opened.clear()
    os.utime(archive)
    assert load(archive, tmp_path / "store").changes == ((), ())
    assert opened == []
    with zipfile.ZipFile(archive) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    first, second = [name for name in members if name.endswith(".html") and "其他" not in name][:2]
    with zipfile.ZipFile(archive, "w") as packed:
        for name, data in members.items():
            if name != second:
                packed.writestr(name, data + (b"<!-- -->" if name == first else b""))
    corpus = load(archive, tmp_path / "store")
    assert opened == [f"{archive.as_posix()}/{first}"]
    assert corpus.changes == ((f"{archive.as_posix()}/{first}",), (f"{archive.as_posix()}/{second}",))


def test_a_member_that_cannot_be_unpacked_has_its_line(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("a.txt", b"x" * 5000)
        packed.writestr("b.txt", b"y" * 5000)
        packed.writestr("c.7z", b"7z\xbc\xaf\x27\x1c" + b"z" * 50)
    data = bytearray(archive.read_bytes())
    data[3000] ^= 1
    archive.write_bytes(data)
    corpus = load(archive)
    assert dict(corpus.documents.select(pl.col("source").str.tail(5), "reason").iter_rows()) == {
        "a.txt": "damaged",
        "b.txt": "other_page",
        "/c.7z": "unsupported_format",
    }
    detail = corpus.documents.filter(reason="unsupported_format")["detail"].item()
    assert detail == "Packed files of the kind '7z' are not opened: unpack it and load the folder."
