"""Old documents through LibreOffice: every number right, many in one go, and each mishap costing one document."""

import hashlib
import http.server
import io
import os
import stat
import sys
import threading
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.specimens.old_office import OLE, printed, save_as
from toolkit import pipeline
from toolkit.codebook import shipped_codebook
from toolkit.corpus import Corpus
from toolkit.demo import Printed
from toolkit.demo.shapes_excel import EXCEL_SHAPES, excel_file
from toolkit.demo.shapes_word import WORD_SHAPES
from toolkit.documents import Converter, Unreadable, read_blocks
from toolkit.documents.conversion import convert_alone, is_locked
from toolkit.documents.docx import DocxReader
from toolkit.extraction import extract_reports
from toolkit.records import Grid, Paragraph
from toolkit.workers import Limits

WORD_FORMATS, EXCEL_FORMATS = ("doc", "rtf", "odt"), ("xls",)


def load(source: Path, store: Path | None = None, **options: Any) -> Corpus:
    return pipeline.load(source, store=store, progress=False, **({"workers": 1} | options))


@pytest.fixture(scope="session")
def saved(libreoffice: str, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[tuple[Path, Printed]]]:
    """The demo's Word and Excel files saved in the old formats, by format; WPS gives its own ending to Word's."""
    made = {}
    for shapes, ending, formats in ((WORD_SHAPES, "docx", WORD_FORMATS), (EXCEL_SHAPES, "xlsx", EXCEL_FORMATS)):
        files = printed(shapes, 3)
        contents = {name: one.data for name, one in files.items()}
        for format_ in formats:
            folder = tmp_path_factory.mktemp(format_) / "saved"
            paths = save_as(libreoffice, format_, contents, ending, folder)
            made[format_] = list(zip(paths, files.values(), strict=True))
    for own, (format_, ending) in {"wps": ("doc", ".wps"), "et": ("xls", ".et")}.items():
        folder = tmp_path_factory.mktemp(own)
        made[own] = [((folder / path.name).with_suffix(ending), one) for path, one in made[format_][:2]]
        for (path, _), (original, _) in zip(made[own], made[format_], strict=False):
            path.write_bytes(original.read_bytes())
    return made


# ----------------------------------------------------------------------------------------------------- what is read
@pytest.mark.slow
@pytest.mark.parametrize("format_", ["doc", "wps", "rtf", "odt", "xls", "et"])
def test_every_number_of_the_demo_is_read(format_: str, saved: Mapping[str, list[tuple[Path, Printed]]]) -> None:
    files = saved[format_]
    corpus = load(files[0][0].parent)
    assert set(corpus.documents.select("format", "status").iter_rows()) == {(format_, "read")}
    for path, one in files:
        report = corpus.reports.filter(source=path.as_posix()).row(0, named=True)
        cells = corpus.cells.filter(report_id=report["report_id"])
        read = {
            (table, row, column): value
            for table, row, column, value in cells.select("table", "row", "column", "value").iter_rows()
        }
        truth = {key: None if value is None else float(value) for key, value in one.truth.numbers.items()}
        assert {key: read.get(key) for key in truth} == truth, path.name
        assert (report["agency"], report["year"]) == (one.truth.agency.name, one.truth.year)


@pytest.mark.slow
@pytest.mark.parametrize("format_", WORD_FORMATS)
def test_the_empty_form_has_all_its_blanks(format_: str, libreoffice: str, real_reports: Path, tmp_path: Path) -> None:
    empty = {"empty": (real_reports / "template-2021-empty.docx").read_bytes()}
    [path] = save_as(libreoffice, format_, empty, "docx", tmp_path / "saved")
    [report] = extract_reports(read_blocks(path.read_bytes(), format_), shipped_codebook()).reports
    assert [cell.state for cell in report.cells] == ["blank"] * 200
    assert len({cell.row for cell in report.cells if cell.table == "requests"}) == 25


def test_errors_in_old_sheets_are_no_blanks(libreoffice: str, tmp_path: Path) -> None:
    cells = "<c r='A1'><v>5</v></c><c r='B1'><f>1/0</f></c><c r='C1'/><c r='D1'><f>2+3</f></c>"
    rows = f"<sheetData><row r='1'>{cells}</row><row r='2'>{cells.replace('1', '2')}</row></sheetData>"
    sheet = f"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>{rows}</worksheet>"
    [path] = save_as(libreoffice, "xls", {"errors": excel_file({"a": sheet})}, "xlsx", tmp_path / "saved")
    [grid] = read_blocks(path.read_bytes(), "xls").blocks
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.rows[0]] == ["5", "#DIV/0!", "", "5"]


def test_what_an_old_document_links_to_is_not_looked_at(libreoffice: str, tmp_path: Path) -> None:
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            asked.append(str(self.rfile.readline()))

    (tmp_path / "secret.txt").write_text("secret 12345")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        blocks = read_blocks(
            linking(f"{address}/a.png", (tmp_path / "secret.txt").as_uri(), f"{address}/b.txt"), "odt"
        ).blocks
        server.shutdown()
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["before", "kept", "kept"]
    assert asked == []


def linking(picture: str, *texts: str) -> bytes:
    """Returns an OpenDocument text with a picture and texts that lie elsewhere."""
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    names = {"office": "office", "text": "text", "draw": "drawing", "svg": "svg-compatible"}
    spaces = " ".join(f'xmlns:{short}="{urn}:{name}:1.0"' for short, name in names.items())
    parts = "".join(
        f'<text:section text:name="s{at}"><text:section-source xlink:href="{text}" text:filter-name="Text"/>'
        "<text:p>kept</text:p></text:section>"
        for at, text in enumerate(texts)
    )
    framed = '<draw:frame svg:width="2cm" svg:height="2cm" text:anchor-type="as-char">'
    shown = f'<draw:image xlink:href="{picture}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
    body = f"<office:text><text:p>before{framed}{shown}</draw:frame></text:p>{parts}</office:text>"
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    return open_document(
        f'<office:document-content {spaces} {link} office:version="1.2"><office:body>{body}</office:body>'
        "</office:document-content>"
    )


def open_document(content: str, locked: str = "") -> bytes:
    kind = "application/vnd.oasis.opendocument.text"
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}">{}</manifest:file-entry>'
    entries = entry.format("/", kind, "") + entry.format("content.xml", "text/xml", locked)
    manifest = f'<manifest:manifest xmlns:manifest="{space}" manifest:version="1.2">{entries}</manifest:manifest>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", kind)
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


# -------------------------------------------------------------------------------------------------- what cannot be
def reason_of(data: bytes, format_: str) -> str:
    with pytest.raises(Unreadable) as caught:
        read_blocks(data, format_)
    return caught.value.reason


def test_old_documents_with_a_password_are_encrypted(saved: Mapping[str, list[tuple[Path, Printed]]]) -> None:
    doc, xls = (bytearray(saved[format_][0][0].read_bytes()) for format_ in ("doc", "xls"))
    assert not is_locked(bytes(doc))
    assert not is_locked(bytes(xls))
    doc[doc.index(b"\xec\xa5", 512) + 11] |= 1
    assert is_locked(bytes(doc))
    assert reason_of(bytes(doc), "doc") == "encrypted"
    begin = next(at for at in range(512, len(xls), 512) if xls[at : at + 2] == b"\x09\x08")
    after = begin + 4 + xls[begin + 2]
    xls[after : after + 2] = b"\x2f\x00"
    assert is_locked(bytes(xls))
    locked = open_document("locked", '<manifest:encryption-data manifest:checksum-type="x" manifest:checksum="x"/>')
    assert is_locked(locked)
    assert not is_locked(open_document("open"))


@pytest.mark.usefixtures("libreoffice")
def test_broken_old_documents_are_damaged(saved: Mapping[str, list[tuple[Path, Printed]]]) -> None:
    whole = saved["doc"][0][0].read_bytes()
    assert reason_of(whole[:9000], "doc") == "damaged"
    assert reason_of(OLE + hashlib.sha512(b"noise").digest() * 200, "doc") == "damaged"
    assert reason_of(b"PK\x03\x04" + bytes(100), "odt") == "damaged"
    assert reason_of(open_document("").replace(b"content.xml", b"contents.xm"), "odt") == "damaged"


@pytest.mark.usefixtures("libreoffice")
@pytest.mark.parametrize(
    ("data", "format_", "reason"),
    [
        (b"content" + b"<office:x/>" * 4_000_000, "odt", "too_large"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><x>&a;</x>', "odt", "damaged"),
        (b'<?xml version="1.0"?><!DOCTYPE x SYSTEM "x" [<!ENTITY a SYSTEM "file:///etc/hostname">]>', "doc", "damaged"),
    ],
    ids=["bomb", "entities", "external_entity"],
)
def test_what_unpacks_without_measure_is_not_handed_on(data: bytes, format_: str, reason: str) -> None:
    assert reason_of(open_document(data.decode()) if format_ == "odt" else data, format_) == reason


# ------------------------------------------------------------------------------------------------------- in batches
FAKE = """#!{python}
import os, shutil, sys, time
place = sys.argv.index("--outdir")
for path in sys.argv[place + 2:]:
    with open({journal!r}, "a") as journal:
        journal.write(f"{{os.getpid()}}\\n")
    said = open(path, "rb").read()[-40:]
    if b"hang" in said:
        time.sleep(600)
    if b"crash" in said:
        os.kill(os.getpid(), 11)
    if b"refuse" not in said:
        name = os.path.basename(path).rpartition(".")[0] + ".docx"
        shutil.copy({result!r}, os.path.join(sys.argv[place + 1], name))
"""


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in LibreOffice's place that does to each document what its last words say; returns its journal."""
    if sys.platform == "win32":
        pytest.skip("a script is no program there")
    folder, journal, result = tmp_path / "bin", tmp_path / "journal", tmp_path / "result.docx"
    result.write_bytes(next(iter(printed(WORD_SHAPES, 1).values())).data)
    folder.mkdir()
    program = folder / "soffice"
    program.write_text(FAKE.format(python=sys.executable, journal=str(journal), result=str(result)))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return journal


def old(words: str) -> bytes:
    return OLE + "WordDocument".encode("utf-16-le") + words.encode()


def write(folder: Path, **files: str) -> Path:
    folder.mkdir()
    for name, words in files.items():
        (folder / f"{name}.doc").write_bytes(old(words))
    return folder


def reasons(corpus: Corpus) -> dict[str, str | None]:
    return {
        Path(source).stem: reason
        for source, reason in corpus.documents.sort("source").select("source", "reason").iter_rows()
    }


def runs(journal: Path) -> list[int]:
    """How many documents each run of the program began, in order."""
    pids = journal.read_text().split()
    return [pids.count(pid) for pid in dict.fromkeys(pids)]


def test_a_batch_is_converted_in_one_run(fake: Path, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", **{f"a{at:02}": f"{at}" for at in range(60)})
    (folder / "b.txt").write_text("text")
    corpus = load(folder)
    assert corpus.documents.group_by("format", "status").len().sort("len").rows() == [
        ("txt", "not_a_report", 1),
        ("doc", "read", 60),
    ]
    assert runs(fake) == [50, 10]


def test_a_document_that_is_refused_costs_no_other_run(fake: Path, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a="1", b="refuse", c="3", d="refuse 2")
    assert reasons(load(folder)) == {"a": None, "b": "damaged", "c": None, "d": "damaged"}
    assert runs(fake) == [4]


def test_a_document_that_ends_the_program_costs_itself(fake: Path, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a="1", b="refuse", c="crash", d="4", e="5", f="crash 2")
    corpus = load(folder)
    assert reasons(corpus) == {"a": None, "b": "damaged", "c": "crashed", "d": None, "e": None, "f": "crashed"}
    detail = corpus.documents.filter(reason="crashed")["detail"].to_list()
    assert set(detail) == {"LibreOffice ended before it had converted it."}


@pytest.mark.slow
def test_a_document_that_hangs_costs_itself_and_nothing_is_left(
    fake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    folder = write(tmp_path / "in", a="refuse", b="2", c="hang", d="4")
    corpus = load(folder, limits=Limits(seconds=3))
    assert reasons(corpus) == {"a": "damaged", "b": None, "c": "timeout", "d": None}
    assert runs(fake) == [3, 3]
    assert list((tmp_path / "tmp").iterdir()) == []
    for pid in map(int, set(fake.read_text().split())):
        for _ in range(100):
            if not is_alive(pid):
                break
            time.sleep(0.05)
        assert not is_alive(pid)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # Nobody may be there to collect a process whose parents were killed.
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] not in "ZX"


def test_nothing_is_left_behind(fake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    load(write(tmp_path / "in", a="1", b="crash"))
    with pytest.raises(Unreadable, match="crashed"):
        convert_alone(old("crash"), "doc")
    assert convert_alone(old("3"), "doc").startswith(b"PK")
    assert list((tmp_path / "tmp").iterdir()) == []


def test_the_same_content_is_converted_once(fake: Path, tmp_path: Path) -> None:
    with Converter(tmp_path) as converter:
        converter.add(old("1"), "doc")
        converter.add(old("1"), "doc")
        assert DocxReader().read(converter.convert(old("1"), "doc")).blocks
        assert converter.convert(old("1"), "doc").startswith(b"PK")
    assert runs(fake) == [1]


def test_a_store_is_the_same_bytes_with_one_and_with_two_workers(fake: Path, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", **{f"a{at:02}": "crash" if at == 7 else f"{at}" for at in range(55)})
    for workers in (1, 2):
        load(folder, tmp_path / str(workers), workers=workers)
    assert fake.exists()
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / n).rglob("*") if p.is_file()} for n in "12")
    assert one == two


# ------------------------------------------------------------------------------------------------ without LibreOffice
@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr("toolkit.documents.conversion._USUAL_PLACES", ())
    monkeypatch.setenv("PATH", "/nowhere")
    return monkeypatch


def test_without_the_program_it_is_said_what_to_install(absent: pytest.MonkeyPatch) -> None:
    with pytest.raises(
        Unreadable, match=r"missing_extra: Install LibreOffice \(Debian/Ubuntu: apt-get install "
    ) as caught:
        read_blocks(old("1"), "doc")
    assert caught.value.detail.endswith("and load again.")


def test_what_waited_for_the_program_is_read_once_it_is_there(
    fake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, store = write(tmp_path / "in", a="1", b="refuse", c="1", e="refuse"), tmp_path / "store"
    (folder / "d.txt").write_text("text")
    with monkeypatch.context() as absent:
        absent.setattr("toolkit.documents.conversion._USUAL_PLACES", ())
        absent.setenv("PATH", "/nowhere")
        first = load(folder, store)
        assert reasons(first) == dict.fromkeys("abce", "missing_extra") | {"d": "other_page"}
        before = {path.name: path.read_bytes() for path in store.rglob("*") if path.is_file()}
        load(folder, store)
        assert before == {path.name: path.read_bytes() for path in store.rglob("*") if path.is_file()}
    later = load(folder, store)
    assert reasons(later) == {"a": None, "b": "damaged", "c": "same_content", "d": "other_page", "e": "damaged"}
    assert later.changes == ((), ())
    assert later.documents.equals(load(folder).documents)
    parts = len(list(store.glob("part-*")))
    load(folder, store)
    assert len(list(store.glob("part-*"))) == parts == 2
    assert pl.Series(later.documents["reason"]).is_in(["missing_extra"]).sum() == 0
