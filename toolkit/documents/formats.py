"""Which format a file is: told by its content, and by its name only where the content does not tell."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

# First bytes that settle the matter, whatever the file is called.
_SIGNATURES = (
    (b"%PDF-", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
    (b"PAR1", "parquet"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"MIME-Version:", "mht"),
)
_ZIPPED = {"docx", "xlsx", "pptx", "odt", "ods", "ofd", "wps", "et", "zip"}
# What a package holds tells what it is. Names stand unpacked in a zip, all of them once more in its directory.
_MEMBERS = (
    (re.compile(rb"word[/\\]document\d*\.xml", re.IGNORECASE), "docx"),
    (re.compile(rb"xl[/\\]workbook\d*\.(?:xml|bin)", re.IGNORECASE), "xlsx"),
    (re.compile(rb"ppt[/\\]presentation\.xml", re.IGNORECASE), "pptx"),
    (re.compile(rb"OFD\.xml"), "ofd"),
)
# What stands at the top of a document's package, and of no archive of documents; and the folders of Office's parts.
_TOP = {"[content_types].xml", "_rels/.rels", "mimetype", "ofd.xml"}
_FOLDERS = ("word/", "xl/", "ppt/", "doc_0/")
_DIRECTORY_END = b"PK\x05\x06"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE = {"doc", "wps", "xls", "ppt", "et"}
# Streams in the container of an old document, which tell what it is; and the endings it may have besides.
_STREAMS = (
    ("WordDocument".encode("utf-16-le"), "doc", {"wps"}),
    ("Workbook".encode("utf-16-le"), "xls", {"et"}),
    ("PowerPoint Document".encode("utf-16-le"), "ppt", {"dps"}),
)
CONVERTED = {"doc": "docx", "wps": "docx", "rtf": "docx", "odt": "docx", "xls": "xlsx", "et": "xlsx"}
"""Formats that another program converts before they are read, and what to; see `conversion`."""
_BY_NAME = {
    "txt": "txt", "text": "txt", "md": "md", "markdown": "md",
    "html": "html", "htm": "html", "shtml": "html", "xhtml": "html", "jhtml": "html", "asp": "html", "aspx": "html",
    "jsp": "html", "php": "html",
    "csv": "csv", "tsv": "csv", "json": "json", "jsonl": "json", "ndjson": "json",
}  # fmt: skip
_PAGE = (b"<!doctype html", b"<html", b"<table")
_TAGS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<div", b"<meta", b"<p>", b"<p ")


def find_format(name: str, data: bytes) -> str:
    """Returns the format of a document, such as `html`, `txt`, `md`, `pdf`, `docx`.

    A page saved as `.txt` is `html`, a PDF named `.html` is `pdf`: content goes before name.

    Args:
        name: the file's name; only its ending counts.
        data: the content, or at least its first 4 KiB.

    >>> find_format("report.txt", b"<!DOCTYPE html><html>")
    'html'
    >>> find_format("report.html", b"%PDF-1.7")
    'pdf'
    """
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[:2] == b"BM" and data[6:10] == bytes(4):  # two letters alone could begin a text
        return "bmp"
    for signature, format_ in _SIGNATURES:
        if data.startswith(signature):
            return _old(ending, data) if format_ == "doc" else format_
    if data.startswith(b"PK\x03\x04"):
        return _packaged(data) or (ending if ending in _ZIPPED else "zip")
    if data[257:262] == b"ustar":
        return "tar"
    known = _BY_NAME.get(ending)
    if known == "html":
        return known
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if ending in CONVERTED or ending in _OLE | _ZIPPED:
        if any(tag in head for tag in _PAGE):
            return "html"  # many sites give out their pages as Word files
        if ending in CONVERTED and head and not head.startswith(b"<?xml"):
            return "txt"  # what has no mark of the old formats is at best text; as XML they are written too
    if known == "txt" or not ending:
        if head.startswith((b"<!doctype html", b"<html", b"<?xml")) or sum(tag in head for tag in _TAGS) >= 2:
            return "html"
        return "txt"
    return known or ending


def _old(ending: str, data: bytes) -> str:
    """The format of a document of old programs, by its streams; without them (a few bytes were given) by its ending."""
    if _ENCRYPTED in data:
        return "xlsx" if ending.startswith("xls") else "docx"  # with a password; its reader says so
    for stream, format_, endings in _STREAMS:
        if stream in data:
            return ending if ending in endings else format_
    return ending if ending in _OLE else "doc"


def is_package(name: str, members: Iterable[str]) -> bool:
    """Says whether a zip is a document of an office program rather than an archive of documents.

    Args:
        name: of the zip; only its ending counts, and only where the members do not settle it.
        members: their names, or the first one's.

    >>> is_package("report.zip", ["[Content_Types].xml"]), is_package("reports.docx", ["2023.html"])
    (True, False)
    """
    named = is_named_as_package(name)
    for member in members:
        path = member.replace("\\", "/").lower()
        if path in _TOP or any(pattern.fullmatch(path.encode()) for pattern, _ in _MEMBERS):
            return True
        if named and path.startswith(_FOLDERS):
            return True
    return False


def is_named_as_package(name: str) -> bool:
    """Says whether a file has the ending of an office program's zipped documents."""
    return PurePosixPath(name).suffix.lower().lstrip(".") in _ZIPPED - {"zip"}


def _packaged(data: bytes) -> str | None:
    """The format of a zip by its members; None for one that holds none of ours, or whose directory was not given."""
    end = data.rfind(_DIRECTORY_END)
    start = int.from_bytes(data[end + 16 : end + 20], "little") if end >= 0 else 0
    names = data[start:end] if 0 < start < end else data  # of a file that was cut, its first members
    for kind, format_ in ((b"text", "odt"), (b"spreadsheet", "ods")):
        if b"vnd.oasis.opendocument." + kind in data[:128]:
            return format_
    return next((format_ for member, format_ in _MEMBERS if member.search(names)), None)
