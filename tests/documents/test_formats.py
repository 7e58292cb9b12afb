"""Content goes before name."""

import io
import zipfile

import pytest

from toolkit.documents.formats import find_format

PAGE = b"<!DOCTYPE html><html><body>"


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "format_"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "doc"),
        (b"{\\rtf1\\ansi", "rtf"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"GIF89a", "gif"),
        (b"II*\x00", "tif"),
        (b"MM\x00*", "tif"),
        (b"PAR1", "parquet"),
        (b"Rar!\x1a", "rar"),
        (b"7z\xbc\xaf\x27", "7z"),
        (b"\x1f\x8b\x08", "gz"),
        (b"BZh91AY", "bz2"),
        (b"\xfd7zXZ\x00\x00", "xz"),
        (b"MIME-Version: 1.0", "mht"),
        (b"PK\x03\x04", "zip"),
    ],
)
def test_first_bytes_settle_it_whatever_the_name_says(data: bytes, format_: str) -> None:
    assert find_format("report.html", data) == format_
    assert find_format("report", data) == format_


@pytest.mark.parametrize(
    ("name", "stream", "format_"),
    [
        ("a.doc", "Workbook", "xls"),
        ("a.et", "Workbook", "et"),
        ("a.xls", "WordDocument", "doc"),
        ("a.wps", "WordDocument", "wps"),
        ("a.doc", "PowerPoint Document", "ppt"),
        ("a.doc", "EncryptedPackage", "docx"),
    ],
)
def test_the_streams_of_an_old_file_go_before_its_name(name: str, stream: str, format_: str) -> None:
    assert find_format(name, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le")) == format_


@pytest.mark.parametrize(
    ("name", "data", "format_"),
    [
        ("a.doc", PAGE, "html"),
        ("a.xls", b"<table><tr><td>1", "html"),
        ("a.docx", b"\xef\xbb\xbf <html>", "html"),
        ("a.doc", "一、总体情况".encode(), "txt"),
        ("a.wps", b"text", "txt"),
        ("a.doc", b"<?xml version='1.0'?><w:wordDocument>", "doc"),
        ("a.doc", b"", "doc"),
        ("a.tar", bytes(257) + b"ustar", "tar"),
        ("a.html", bytes(257) + b"ustar", "tar"),
        ("a.odt", b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text", "odt"),
        ("a.zip", b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "ods"),
    ],
)
def test_what_has_no_mark_of_its_ending_is_told_by_its_content(name: str, data: bytes, format_: str) -> None:
    assert find_format(name, data) == format_


@pytest.mark.parametrize(
    ("name", "format_"),
    [("a.doc", "doc"), ("a.WPS", "wps"), ("a.xls", "xls"), ("a.ppt", "ppt"), ("a.et", "et"), ("a.txt", "doc")],
)
def test_old_office_files_are_told_apart_by_their_name_only(name: str, format_: str) -> None:
    assert find_format(name, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") == format_


@pytest.mark.parametrize(
    ("name", "format_"),
    [("a.docx", "docx"), ("a.XLSX", "xlsx"), ("a.odt", "odt"), ("a.ofd", "ofd"), ("a.wps", "wps"), ("a.txt", "zip")],
)
def test_zipped_files_whose_members_are_not_known_are_told_apart_by_their_name(name: str, format_: str) -> None:
    assert find_format(name, b"PK\x03\x04") == format_


@pytest.mark.parametrize(
    ("member", "format_"),
    [
        ("word/document.xml", "docx"),
        ("word\\document.xml", "docx"),
        ("Word/Document2.xml", "docx"),
        ("xl/workbook.xml", "xlsx"),
        ("xl/workbook.bin", "xlsx"),
        ("ppt/presentation.xml", "pptx"),
        ("OFD.xml", "ofd"),
        ("a.html", "zip"),
    ],
)
def test_zipped_files_are_told_by_their_members(member: str, format_: str) -> None:
    assert find_format("a.zip", zipped({"x": b"x", member: b"x"})) == format_


def test_a_zip_that_holds_a_word_file_is_none() -> None:
    assert find_format("a.zip", zipped({"a.docx": zipped({"word/document.xml": b"x"})})) == "zip"


def test_an_open_document_says_so_in_its_first_bytes() -> None:
    data = zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"x"})
    assert find_format("a.docx", data) == "odt"


@pytest.mark.parametrize(("name", "format_"), [("a.docx", "docx"), ("a.doc", "docx"), ("a.xls", "xlsx"), ("a", "docx")])
def test_a_package_with_a_password_goes_to_the_reader_that_says_so(name: str, format_: str) -> None:
    assert find_format(name, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")) == format_


@pytest.mark.parametrize(
    "ending", ["html", "htm", "shtml", "xhtml", "jhtml", "asp", "aspx", "jsp", "php", "HTML", "Htm"]
)
def test_endings_of_pages(ending: str) -> None:
    assert find_format(f"content_123.{ending}", b"<p>") == "html"


@pytest.mark.parametrize("head", [PAGE, b"\xef\xbb\xbf \r\n" + PAGE, b"<HTML>", b"<?xml version='1.0'?><html>"])
@pytest.mark.parametrize("name", ["report.txt", "report", "report.text"])
def test_a_page_saved_under_another_name(name: str, head: bytes) -> None:
    assert find_format(name, head) == "html"


def test_a_piece_of_a_page_saved_as_text() -> None:
    assert find_format("report.txt", b"<div class='article'><p>") == "html"
    assert find_format("report.txt", b"<TABLE><TR>") == "txt"  # one tag may be talked about


def test_a_text_that_talks_of_a_page_further_down_is_text() -> None:
    assert find_format("report.txt", b"0\t" * 2048 + b"<div><p>") == "txt"
    assert find_format("report.txt", b"see <html>") == "txt"


@pytest.mark.parametrize("name", ["report", "2023.12/report", ".hidden", ""])
def test_without_an_ending_it_is_text(name: str) -> None:
    assert find_format(name, "政府信息公开".encode()) == "txt"


@pytest.mark.parametrize(("name", "format_"), [("a.md", "md"), ("a.markdown", "md"), ("a.TXT", "txt")])
def test_endings_of_text(name: str, format_: str) -> None:
    assert find_format(name, b"| 0 | 0 |") == format_


@pytest.mark.parametrize(("name", "format_"), [("a.pdf", "pdf"), ("a.docx", "docx"), ("b/a.tar.XZ", "xz")])
def test_an_ending_that_the_content_does_not_bear_out_is_kept_as_told(name: str, format_: str) -> None:
    assert find_format(name, b"no such thing") == format_
