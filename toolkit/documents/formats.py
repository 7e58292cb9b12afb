"""Which format a file is: told by its content, and by its name only where the content does not tell."""

import re
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
)
_ZIPPED = {"docx", "xlsx", "pptx", "odt", "ofd", "wps", "zip"}
# What a package holds tells what it is. Names stand unpacked in a zip, all of them once more in its directory.
_MEMBERS = (
    (re.compile(rb"word[/\\]document\d*\.xml", re.IGNORECASE), "docx"),
    (re.compile(rb"xl[/\\]workbook\d*\.(?:xml|bin)", re.IGNORECASE), "xlsx"),
    (re.compile(rb"ppt[/\\]presentation\.xml", re.IGNORECASE), "pptx"),
    (re.compile(rb"OFD\.xml"), "ofd"),
)
_DIRECTORY_END = b"PK\x05\x06"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE = {"doc", "wps", "xls", "ppt", "et"}
_BY_NAME = {
    "txt": "txt", "text": "txt", "md": "md", "markdown": "md",
    "html": "html", "htm": "html", "shtml": "html", "xhtml": "html", "jhtml": "html", "asp": "html", "aspx": "html",
    "jsp": "html", "php": "html",
}  # fmt: skip
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
            if format_ == "doc" and _ENCRYPTED in data:
                return "xlsx" if ending.startswith("xls") else "docx"  # with a password; its reader says so
            return ending if format_ == "doc" and ending in _OLE else format_
    if data.startswith(b"PK\x03\x04"):
        return _packaged(data) or (ending if ending in _ZIPPED else "zip")
    known = _BY_NAME.get(ending)
    if known == "html":
        return known
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if known == "txt" or not ending:
        if head.startswith((b"<!doctype html", b"<html", b"<?xml")) or sum(tag in head for tag in _TAGS) >= 2:
            return "html"
        return "txt"
    return known or ending


def _packaged(data: bytes) -> str | None:
    """The format of a zip by its members; None for one that holds none of ours, or whose directory was not given."""
    end = data.rfind(_DIRECTORY_END)
    start = int.from_bytes(data[end + 16 : end + 20], "little") if end >= 0 else 0
    names = data[start:end] if 0 < start < end else data  # of a file that was cut, its first members
    if b"opendocument.text" in data[:128]:
        return "odt"
    return next((format_ for member, format_ in _MEMBERS if member.search(names)), None)
