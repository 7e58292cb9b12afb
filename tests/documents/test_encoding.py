"""Pages lie about their encoding: what decodes strictly goes before what is declared."""

import codecs

import pytest

from toolkit.documents.encoding import decode, is_binary

TEXT = "政府信息公开"


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins with the mark of UTF-16-LE
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_settles_it_and_is_no_text(bom: bytes, encoding: str) -> None:
    assert decode(bom + TEXT.encode(encoding)) == (TEXT, encoding)


def test_a_byte_order_mark_before_a_damaged_text_still_settles_it() -> None:
    assert decode(codecs.BOM_UTF8 + TEXT.encode() + b"\xff") == (TEXT + "\ufffd", "utf-8")


def test_a_page_that_declares_gb2312_and_holds_utf8_is_utf8() -> None:
    page = f'<meta charset="gb2312">{TEXT}'
    assert decode(page.encode()) == (page, "utf-8")


def test_a_page_that_declares_utf8_and_holds_gbk_is_gb18030() -> None:
    page = f'<meta charset="utf-8">{TEXT}'
    assert decode(page.encode("gbk")) == (page, "gb18030")


@pytest.mark.parametrize("name", ["gb2312", "GB2312", "gbk", "x-gbk", "gb_2312-80", "cp936", "hz-gb-2312", "chinese"])
def test_every_gb_name_means_its_superset(name: str) -> None:
    # 镕 is not in GB 2312, 㐂 not in GBK.
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={name}">镕㐂{TEXT}'
    assert decode(page.encode("gb18030")) == (page, "gb18030")


@pytest.mark.parametrize("name", ["big5", "Big5-HKSCS", "x-x-big5"])
def test_a_mirrored_page_in_big5(name: str) -> None:
    page = f"<meta charset='{name}'>政府資訊公開"
    assert decode(page.encode("big5")) == (page, "big5hkscs")


def test_a_declared_encoding_of_another_country_is_obeyed() -> None:
    page = '<?xml version="1.0" encoding="shift_jis"?>情報公開'
    assert decode(page.encode("shift_jis")) == (page, "shift_jis")


@pytest.mark.parametrize("declared", ["", "<meta charset=unheard-of>", "<meta charset=big5>", "<meta charset=euc-kr>"])
def test_nothing_or_something_wrong_is_declared(declared: str) -> None:
    page = declared + "瑷珲区镕㐂"
    assert decode(page.encode("gb18030")) == (page, "gb18030")


def test_what_is_declared_deep_in_the_page_is_prose() -> None:
    data = b" " * 4100 + b"charset=big5 " + TEXT.encode("gbk")
    assert decode(data)[1] == "gb18030"
    assert decode(data[50:])[1] == "big5hkscs"


def test_utf8_with_single_damaged_bytes_is_still_utf8() -> None:
    text = "政" * 98
    assert decode(text.encode() + b"\xff\xff") == (text + "\ufffd\ufffd", "utf-8")


def test_a_little_more_damage_is_another_encoding() -> None:
    assert decode(("政" * 97).encode() + b"\xff\xff\xff")[1] == "gb18030"


def test_bytes_that_no_encoding_can_read_are_shown_as_such() -> None:
    text, encoding = decode(TEXT.encode("gbk") + b"\xff")
    assert (text, encoding) == (TEXT + "\ufffd", "gb18030")


def test_plain_ascii_and_nothing() -> None:
    assert decode(b"0\t1") == ("0\t1", "utf-8")
    assert decode(b"") == ("", "utf-8")


@pytest.mark.parametrize(
    ("text", "binary"),
    [
        ("", False),
        ("规章\t0\r\n\f", False),
        ("政" * 98 + "\x00\x01", False),
        ("政" * 97 + "\x00\x01\x02", True),
        ("政" * 97 + "\ufffd" * 3, True),
        ("政" * 97 + "\x7f\x80\x9f", True),
        ("政" * 97 + "\x0e\x1f\x08", True),
        ("\x00", True),
    ],
)
def test_one_character_in_fifty_may_be_strange(text: str, binary: bool) -> None:
    assert is_binary(text) is binary


def test_a_picture_behind_a_page_of_text_is_noticed_by_its_middle() -> None:
    assert is_binary("a" * 15_000 + "\x00" * 15_000)
    assert not is_binary("a" * 20_000)
    # The middle is looked at and the start, not all of it: half a million characters cost as much as twenty thousand.
    assert not is_binary("a" * 40_000 + "\x00" * 300)
