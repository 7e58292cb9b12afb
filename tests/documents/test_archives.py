"""Zip archives: which members are found under which names, and what is said of those that cannot be read."""

import io
import os
import stat
import struct
import time
import warnings
import zipfile
from pathlib import Path

import pytest

from toolkit.documents import SourceFile, Unreadable, archives, find_sources, read_source, without_double
from toolkit.documents.contents import Contents
from toolkit.errors import SourceError

DOCX = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
Members = dict[str, bytes] | list[tuple[str | zipfile.ZipInfo, bytes]]


def zipped(members: Members, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that are there twice
        for name, data in members.items() if isinstance(members, dict) else members:
            archive.writestr(name, data)
    return buffer.getvalue()


def named(raw: bytes, data: bytes = b"text") -> bytes:
    """Returns an archive with one member whose name is these bytes, without the mark of UTF-8."""
    return zipped({"n" * len(raw): data}).replace(b"n" * len(raw), raw)


def patched(archive: bytes, at: int, format_: str, value: int) -> bytes:
    """Returns an archive with a field of its first entry changed, in the directory and before the member itself."""
    directory = archive.index(b"PK\x01\x02")
    made = bytearray(archive)
    struct.pack_into(format_, made, directory + at, value)
    if at < 30:  # the entry before the member lacks the field of two bytes that the directory begins with
        struct.pack_into(format_, made, at - 2, value)
    return bytes(made)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def content_of(file: SourceFile) -> bytes:
    with Contents() as contents:
        return contents.read(file)


def found_in(data: bytes, name: str = "r.zip") -> list[SourceFile]:
    Path(name).write_bytes(data)
    return find_sources(name)


def problems_of(files: list[SourceFile]) -> dict[str, str | None]:
    return {file.source: file.problem and file.problem[0] for file in files}


# ------------------------------------------------------------------------------------------------- what is found
def test_an_archive_is_a_folder_of_its_members() -> None:
    files = found_in(zipped({"b.html": b"two", "2023/a.txt": b"text", "2023/": b""}))
    assert files == [
        SourceFile("r.zip/2023/a.txt", Path("r.zip"), 4, None, (1,)),
        SourceFile("r.zip/b.html", Path("r.zip"), 3, None, (0,)),
    ]
    assert [file.name for file in files] == ["a.txt", "b.html"]
    assert [content_of(file) for file in files] == [b"text", b"two"]


def test_archives_in_a_folder_stand_among_its_files() -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_bytes(b"text")
    Path("in/z.txt").write_bytes(b"text")
    found_in(zipped({"x.txt": b"text"}), "in/m.zip")
    assert [file.source for file in find_sources("in")] == ["in/a.txt", "in/m.zip/x.txt", "in/z.txt"]
    assert [file.source for file in find_sources(["in", "in/m.zip", "in/*.zip"])] == [
        "in/a.txt",
        "in/m.zip/x.txt",
        "in/z.txt",
    ]


def test_hidden_members_are_passed_over() -> None:
    members = {
        "a.txt": b"text",
        "__MACOSX/a.txt": b"x",
        "b/._a.txt": b"x",
        ".git/b.txt": b"x",
        "c/.DS_Store": b"x",
        "~$d.docx": b"x",
    }
    assert problems_of(found_in(zipped(members))) == {"r.zip/a.txt": None}


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("报告/年报.html".encode("gbk"), "报告/年报.html"),
        ("报告/年报.html".encode(), "报告/年报.html"),
        ("誠\\淾.html".encode("gbk"), "誠/淾.html"),  # 0x5C, a backslash, is also the second half of 淾 in GBK
        (b"\x81.html", "ü.html"),
        (b"a\\b\\c.html", "a/b/c.html"),
        (b"./a//b.html", "a/b.html"),
    ],
    ids=["gbk", "utf8_without_its_mark", "backslashes_in_gbk", "dos", "backslashes", "needless"],
)
def test_names_are_decoded(raw: bytes, name: str) -> None:
    [file] = found_in(named(raw))
    assert file.source == f"r.zip/{name}"
    assert content_of(file) == b"text"


def test_a_name_with_the_mark_of_utf8_is_that() -> None:
    assert problems_of(found_in(zipped({"年报.html": b"text"}))) == {"r.zip/年报.html": None}


def test_members_of_one_name_are_all_read() -> None:
    inner = zipped({"x.txt": b"inner"})
    files = found_in(zipped([("a.b.txt", b"1"), ("a.b.txt", b"2"), ("i/x.txt", b"3"), ("i", inner)]))
    assert {file.source: content_of(file) for file in files} == {
        "r.zip/a.b.txt": b"1",
        "r.zip/a.b (2).txt": b"2",
        "r.zip/i/x.txt": b"3",
        "r.zip/i/x (2).txt": b"inner",
    }


def test_old_documents_are_known_by_their_first_bytes() -> None:
    files = found_in(
        zipped({"a.html": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "b.doc": b"<html>", "c.rtf": b"{\\rtf1}"})
    )
    assert [file.converted for file in files] == [True, False, True]


# ------------------------------------------------------------------------------------------- archive or document
def test_content_tells_an_archive_from_a_document() -> None:
    docx, reports = zipped(DOCX), zipped({"a.txt": b"text"})
    assert problems_of(found_in(docx, "x.zip")) == {"x.zip": None}
    assert problems_of(found_in(docx, "x.docx")) == {"x.docx": None}
    assert problems_of(found_in(reports, "y.docx")) == {"y.docx/a.txt": None}
    assert problems_of(found_in(reports, "y")) == {"y/a.txt": None}
    late = zipped({"word/styles.xml": b"", **DOCX})
    assert problems_of(found_in(late, "late.zip")) == {"late.zip": None}
    assert problems_of(found_in(zipped({"z.zip": docx, "y.docx": reports, "late.zip": late}))) == {
        "r.zip/z.zip": None,
        "r.zip/y.docx/a.txt": None,
        "r.zip/late.zip": None,
    }


def test_a_document_that_was_cut_is_no_damaged_archive() -> None:
    cut = zipped(DOCX)[:-30]
    assert problems_of(found_in(cut, "x.zip")) == {"x.zip": None}
    assert problems_of(found_in(zipped({"x.zip": cut}))) == {"r.zip/x.zip": None}


def test_a_folder_named_as_those_of_word_makes_no_document() -> None:
    members = {"word/1.html": b"<html>", "xl/2.html": b"<html>"}
    assert problems_of(found_in(zipped(members))) == {"r.zip/word/1.html": None, "r.zip/xl/2.html": None}
    assert problems_of(found_in(zipped(members), "r.docx")) == {"r.docx": None}


def test_an_archive_in_an_archive_is_opened_and_one_in_that_is_not() -> None:
    innermost = zipped({"c.txt": b"text"})
    inner = zipped({"b.txt": b"inner", "report.docx": zipped(DOCX), "innermost.zip": innermost})
    files = found_in(zipped({"a.txt": b"text", "市/inner.zip": inner}))
    assert problems_of(files) == {
        "r.zip/a.txt": None,
        "r.zip/市/inner.zip/b.txt": None,
        "r.zip/市/inner.zip/innermost.zip": "unsupported_format",
        "r.zip/市/inner.zip/report.docx": None,
    }
    assert content_of(files[1]) == b"inner"
    assert files[2].problem is not None
    assert "an archive in an archive in an archive" in files[2].problem[1].lower()


def test_several_archives_are_read_by_turns() -> None:
    for name in ("r.zip", "s.zip"):
        Path(name).write_bytes(zipped({f"{at}.zip": zipped({"a.txt": f"{name}{at}".encode()}) for at in (1, 2)}))
    files = find_sources(["r.zip", "s.zip"])
    with Contents() as contents:
        for file in (*files, *reversed(files), files[0], files[2]):
            assert contents.read(file).decode() == file.source[:5] + file.source[6]


def test_an_archive_that_changed_since_it_was_listed_gives_no_other_members_content() -> None:
    files = found_in(zipped({"a.txt": b"text", "i.zip": zipped({"b.txt": b"inner"}), "z.txt": b"last"}))
    Path("r.zip").write_bytes(zipped({"0.txt": b"other, longer"}))
    for file in files:
        with pytest.raises(Unreadable, match=r"not_found|damaged"):
            content_of(file)


def test_a_member_may_be_a_copy_of_a_file() -> None:
    Path("a.txt").write_bytes(b"text")
    Path("r.zip").write_bytes(zipped({"b.txt": b"text", "c.txt": b"longer"}))
    assert without_double(find_sources(["a.txt", "r.zip"])) == {"r.zip/c.txt"}


# ---------------------------------------------------------------------------------------------- what is not read
@pytest.mark.parametrize(
    "raw", [b"../a.html", b"b/../../a.html", b"..\\a.html", b"/etc/a.html", b"\\a.html", b"C:\\a.html"]
)
def test_names_that_lead_out_of_the_archive_are_listed(raw: bytes) -> None:
    [file] = found_in(named(raw))
    assert problems_of([file]) == {file.source: "unsafe_name"}
    assert file.source.startswith("r.zip/")


def linked(mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = mode << 16
    return info


def test_links_and_pipes_are_listed() -> None:
    assert problems_of(found_in(zipped([(linked(stat.S_IFLNK | 0o777), b"/etc/passwd")]))) == {"r.zip/link.txt": "link"}
    assert problems_of(found_in(zipped([(linked(stat.S_IFIFO), b"")]))) == {"r.zip/link.txt": "not_a_file"}


def test_members_with_a_password_are_encrypted() -> None:
    assert problems_of(found_in(patched(zipped({"a.txt": b"text"}), 8, "<H", 1))) == {"r.zip/a.txt": "encrypted"}


def test_members_packed_in_an_unknown_way_are_listed() -> None:
    [file] = found_in(patched(zipped({"a.txt": b"text"}), 10, "<H", 9))
    assert problems_of([file]) == {"r.zip/a.txt": "unsupported_format"}


def test_a_damaged_member_costs_only_itself() -> None:
    data = bytearray(zipped({"a.txt": bytes(range(256)) * 9, "b.txt": b"text"}, zipfile.ZIP_STORED))
    data[600] ^= 1
    first, second = found_in(bytes(data))
    with pytest.raises(Unreadable, match="damaged: The file is damaged in its archive"):
        content_of(first)
    assert content_of(second) == b"text"


@pytest.mark.parametrize("cut", [1, 30, 300])
def test_a_damaged_archive_has_one_line(cut: int) -> None:
    data = zipped({"a.txt": os.urandom(400), "b.txt": os.urandom(400)})
    [file] = found_in(data[:-cut])
    assert problems_of([file]) == {"r.zip": "damaged"}
    [inside] = found_in(zipped({"i.zip": data[:-cut]}))
    assert problems_of([inside]) == {"r.zip/i.zip": "damaged"}
    assert problems_of(found_in(b"PK\x03\x04 nothing more", "x.docx")) == {"x.docx": None}  # its reader tells


@pytest.mark.parametrize("members", [{}, {"a/": b""}, {".DS_Store": b"x"}], ids=["nothing", "folders", "hidden"])
def test_an_archive_without_a_visible_file_is_empty(members: Members) -> None:
    assert problems_of(found_in(zipped(members))) == {"r.zip": "empty"}
    assert problems_of(found_in(zipped({"i.zip": zipped(members), "a.txt": b"x"}))) == {
        "r.zip/a.txt": None,
        "r.zip/i.zip": "empty",
    }


# --------------------------------------------------------------------------------------------------------- bounds
def test_what_tells_that_it_unpacks_to_too_much_is_not_unpacked() -> None:
    bomb = zipped({"bomb.txt": bytes(8 << 20), "small.txt": bytes(9000)})
    assert problems_of(found_in(bomb)) == {"r.zip/bomb.txt": "too_large", "r.zip/small.txt": None}


def test_what_lies_about_its_size_is_unpacked_to_the_limit_only(monkeypatch: pytest.MonkeyPatch) -> None:
    lie = patched(zipped({"bomb.txt": os.urandom(3000) * 20}), 24, "<I", 50_000)
    [file] = found_in(lie)
    assert file.bytes == 50_000
    with pytest.raises(Unreadable, match=r"damaged|too_large"):
        content_of(file)
    monkeypatch.setattr(archives.Archive.read, "__defaults__", (1000,))
    with pytest.raises(Unreadable, match="too_large: It unpacks to more than 1,000 bytes"):
        content_of(file)


def test_archives_in_an_archive_share_one_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = {f"{at}.zip": zipped({f"{n}.txt": b"x" for n in range(at, at + 4)}) for at in range(3)}
    monkeypatch.setattr(archives, "MAX_MEMBERS", 12)
    assert problems_of(found_in(zipped(inner)))["r.zip/2.zip"] == "too_large"
    assert problems_of(found_in(zipped(inner)))["r.zip/1.zip/4.txt"] is None
    monkeypatch.setattr(archives, "MAX_MEMBERS", 100)
    monkeypatch.setattr(archives, "MAX_UNPACKED", 2 * len(inner["0.zip"]))
    assert problems_of(found_in(zipped(inner)))["r.zip/2.zip"] == "too_large"
    monkeypatch.setattr(archives, "MAX_INNER", 10)
    assert set(problems_of(found_in(zipped(inner))).values()) == {"too_large"}


def test_an_archive_of_too_many_members_has_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped({f"{at}.txt": b"x" for at in range(50)})
    monkeypatch.setattr(archives, "MAX_MEMBERS", 49)
    assert problems_of(found_in(data)) == {"r.zip": "too_large"}
    monkeypatch.setattr(archives, "MAX_MEMBERS", 50)
    assert len(found_in(data)) == 50
    monkeypatch.setattr(archives, "MAX_DIRECTORY", 1000)
    assert problems_of(found_in(data)) == {"r.zip": "too_large"}


@pytest.mark.slow
def test_a_hundred_thousand_members_are_listed_and_read_in_bounded_time() -> None:
    with zipfile.ZipFile("r.zip", "w") as archive:
        for at in range(100_000):
            archive.writestr(f"{at:06}.txt", b"x")
    start = time.monotonic()
    files = find_sources("r.zip")
    with Contents() as contents:
        assert all(contents.read(file) == b"x" for file in files)
    assert len(files) == 100_000
    assert time.monotonic() - start < 120


# ---------------------------------------------------------------------------------------------------- read_source
def test_the_bytes_behind_a_source_are_given_again() -> None:
    Path("plain.txt").write_bytes(b"plain")
    found_in(zipped({"年/a.txt": b"text", "i.zip": zipped({"b.txt": b"inner"})}))
    assert read_source("plain.txt") == b"plain"
    assert read_source("r.zip/年/a.txt") == b"text"
    assert read_source("r.zip/i.zip/b.txt") == b"inner"


@pytest.mark.skipif(os.name == "nt", reason="other systems have no such names")
def test_a_source_whose_name_is_no_text_is_found_again() -> None:
    Path(os.fsdecode(b"\xc9\xf1.txt")).write_bytes(b"text")
    found_in(zipped({"a.txt": b"member"}), os.fsdecode(b"\xff.zip"))
    assert [read_source(file.source) for file in find_sources(".")] == [b"text", b"member"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("gone.txt", "holds no 'gone.txt'"),
        ("r.zip/gone.txt", "'r.zip' holds no such file"),
        ("r.zip/locked.txt", "protected by a password"),
        ("r.zip/broken.txt", "damaged in its archive"),
        ("broken.zip/a.txt", "'broken.zip' holds no such file"),
    ],
)
def test_a_source_that_cannot_be_read_any_more_says_why(source: str, message: str) -> None:
    data = bytearray(patched(zipped({"locked.txt": b"text", "broken.txt": b"broken"}, zipfile.ZIP_STORED), 8, "<H", 1))
    data[data.index(b"broken", data.index(b"broken.txt") + 10)] ^= 1
    Path("r.zip").write_bytes(data)
    Path("broken.zip").write_bytes(data[:-40])
    with pytest.raises(SourceError, match=message):
        read_source(source)
