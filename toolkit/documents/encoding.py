"""Bytes → text. Pages lie about their encoding, so what decodes strictly goes before what is declared."""

import codecs
import re

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]{2,20})""", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Every GB name is read as its superset: real "gb2312" pages hold characters beyond GB 2312.
_GB = {"gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "gb2312-80", "hz-gb-2312", "cp936", "chinese"}
_BIG5 = {"big5", "big5-hkscs", "x-x-big5", "cp950"}
_STRANGE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
# A UTF-8 text with a few damaged bytes is still UTF-8; GBK read as UTF-8 is damage in most of its characters.
_TOLERATED = 0.02


def decode(data: bytes) -> tuple[str, str]:
    """Returns the text and the encoding it was read by.

    Order: byte order mark; strict UTF-8; the declared charset (GB names widened to GB 18030); UTF-8 with single
    damaged bytes; GB 18030. Characters that cannot be read become U+FFFD. Statistics are not asked: on short
    Chinese pages detectors are slower and wrong more often.

    >>> decode("政府".encode("gbk"))
    ('政府', 'gb18030')
    >>> decode("政府".encode())
    ('政府', 'utf-8')
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    declared = _declared(data)
    if declared not in (None, "utf-8"):
        assert declared is not None
        try:
            return data.decode(declared), declared
        except (UnicodeDecodeError, LookupError):
            pass
    damaged = data.decode("utf-8", "replace")
    beyond_ascii = sum(1 for character in damaged if character > "\x7f")
    if damaged.count("\ufffd") <= _TOLERATED * beyond_ascii:
        return damaged, "utf-8"
    return data.decode("gb18030", "replace"), "gb18030"


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:4096])
    if match is None:
        return None
    name = match[1].decode("ascii").lower()
    if name in _GB:
        return "gb18030"
    if name in _BIG5:
        return "big5hkscs"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def is_binary(text: str) -> bool:
    """Says whether a decoded text is really something else: too many control or unreadable characters.

    >>> is_binary("\\x00\\x01\\x02ab"), is_binary("政府信息公开\\n")
    (True, False)
    """
    sample = text if len(text) <= 8_000 else text[:4_000] + text[len(text) // 2 : len(text) // 2 + 4_000]
    return len(_STRANGE.findall(sample)) > len(sample) // 50
