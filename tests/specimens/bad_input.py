"""Files that are no good report: what they are, and what may become of them.

`BAD` stands together in one folder, a good report among them. `HEAVY` is made to cost a careless reader all memory or
time; each is loaded alone, with a good report beside it.
"""

import gzip
import io
import os
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.specimens.printed_page import Key, Page, numbers, page

TRUTH: dict[Key, float] = numbers()
NOT_READ = frozenset({"unreadable", "not_a_report"})
READ = frozenset({"read"})
EITHER = NOT_READ | READ
ANY: frozenset[str] = frozenset()

# Traditional forms of what the tables are called; what Big5 has no code for is printed as a character reference.
_SIMPLIFIED = "总计开发业构组织务机关结转续办纠维诉讼复议数数单项处罚许强规范现费额万信请审经济报级县农区会应设备书门对"
_TRADITIONAL = (
    "總計開發業構組織務機關結轉續辦糾維訴訟復議數數單項處罰許強規範現費額萬信請審經濟報級縣農區會應設備書門對"
)


_PASSWORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


class Bad(NamedTuple):
    """One input and its lawful outcomes.

    Attributes:
        name: what its line in `documents` ends with.
        data: its bytes.
        statuses: the statuses it may get.
        reasons: the reasons it may get when not read; none: any.
        path: where it lies in the folder, when that is not its name.
    """

    name: str
    data: bytes
    statuses: frozenset[str]
    reasons: frozenset[str] = ANY
    path: str = ""


def good(agency: str = "安吉县水利局", note: str = "") -> Page:
    """Returns the faultless report of an agency; `note` makes its content another's."""
    made = page(agency, TRUTH)
    if note:
        made.extra["disclosure"] = (f"<p>{note}</p>", note)
    return made


def article(title: str, *paragraphs: str) -> bytes:
    """Returns a page with a title and paragraphs (text or HTML), no tables of its own."""
    body = "\n".join(text if text.startswith("<") else f"<p>{text}</p>" for text in paragraphs)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><h1>{title}</h1>\n{body}\n</body></html>"
    ).encode()


def _noise(seed: int, low: int, high: int, count: int) -> bytes:
    chance = random.Random(seed)
    return bytes(chance.randint(low, high) for _ in range(count))


def _archive(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _nothing_to_read() -> list[Bad]:
    empty = frozenset({"empty"})
    binary = frozenset({"binary"})
    damaged = frozenset({"damaged"})
    gone = frozenset({"unreadable"})
    return [
        Bad("empty.txt", b"", gone, empty),
        Bad("empty.html", b"", gone, empty),
        Bad("empty.md", b"", gone, empty),
        Bad("only_bom.txt", b"\xef\xbb\xbf", gone, empty),
        Bad("only_utf16_bom.txt", b"\xff\xfe", gone, empty),
        Bad("only_space.txt", b" \r\n\t\n" * 40, gone, empty),
        Bad("only_space.html", "\u3000\n ".encode() * 40, gone, empty),
        Bad("only_tags.html", b"<!DOCTYPE html><html><head></head><body><div></div></body></html>", NOT_READ),
        Bad("binary.txt", _noise(1, 0, 255, 20000), gone, binary),
        Bad("binary.html", _noise(2, 0, 255, 20000), gone, binary),
        Bad("latin_garbage.txt", _noise(3, 0xA0, 0xFF, 5000), NOT_READ),
        Bad("latin_garbage.html", b"<html><body><p>" + _noise(4, 0xA0, 0xFF, 5000) + b"</p></body></html>", NOT_READ),
        Bad("picture.txt", b"\x89PNG\r\n\x1a\n" + _noise(5, 0, 255, 3000), gone),
        Bad("pdf_as.html", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\n", gone),
        Bad("doc_as.html", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + _noise(6, 0, 255, 4000), gone),
        Bad("docx_as.html", _archive(**{"word/document.xml": b"<w:document/>"}), NOT_READ),
        Bad("gzip_as.html", gzip.compress(good(note="压缩").html().encode(), mtime=0), gone),
        Bad("cut_zip.zip", _archive(**{"a.html": good(note="压缩包").html().encode()})[:700], gone, damaged),
        Bad("empty.zip", _archive(), gone, empty),
        Bad("hidden.zip", _archive(**{"__MACOSX/._a.html": b"x"}), gone, empty),
        Bad("packed.rar", b"Rar!\x1a\x07\x00" + _noise(7, 0, 255, 600), gone, frozenset({"unsupported_format"})),
        Bad("packed.tar", bytes(257) + b"ustar" + bytes(250), gone, frozenset({"unsupported_format"})),
        Bad("broken.pdf", b"%PDF-1.4\nnothing more", gone),
        Bad("broken.docx", b"PK\x03\x04 nothing more", gone, frozenset({"damaged"})),
        Bad("no_text.docx", _archive(**{"word/styles.xml": b"<x/>"}), gone, frozenset({"damaged"})),
        Bad("page.docx", good(note="网页").html().encode(), EITHER),
        Bad("broken.xlsx", b"PK\x03\x04 nothing more", gone, frozenset({"damaged"})),
        Bad("password.docx", _PASSWORD, gone, frozenset({"encrypted"})),
        Bad("letters.xyz", "一封没有关系的信。".encode(), NOT_READ),
    ]


def _encodings() -> list[Bad]:
    def text(note: str) -> str:
        return good(note=note).text()

    def html(note: str, declared: str) -> str:
        return good(note=note).html().replace('charset="utf-8"', f'charset="{declared}"')

    undeclared = html("未声明", "").replace('<meta charset="">', "")
    traditional = html("大五码", "big5").translate(str.maketrans(_SIMPLIFIED, _TRADITIONAL))
    broken = html("坏字节", "utf-8").encode().replace("坏字节".encode(), "坏字".encode() + b"\xe5\xad", 1)
    return [
        Bad("utf16.txt", text("双字节").encode("utf-16"), READ),
        Bad("utf16_big_endian.txt", b"\xfe\xff" + text("大端").encode("utf-16-be"), READ),
        Bad("utf16.html", html("双字节页", "utf-8").encode("utf-16"), READ),
        Bad("utf8_bom.html", b"\xef\xbb\xbf" + html("标记", "gb2312").encode(), READ),
        Bad("utf8_bom.txt", b"\xef\xbb\xbf" + text("标记文本").encode(), READ),
        Bad("gbk.txt", text("国标").encode("gbk"), READ),
        Bad("gbk_undeclared.html", undeclared.encode("gbk"), READ),
        Bad("gbk_says_utf8.html", html("国标页", "utf-8").encode("gbk"), READ),
        Bad("utf8_says_gb2312.html", html("误称", "gb2312").encode(), READ),
        Bad("klingon_utf8.html", html("未知编码", "klingon").encode(), READ),
        Bad("klingon_gbk.html", html("未知编码国标", "klingon").encode("gbk"), READ),
        Bad("empty_charset.html", html("空编码", "").encode(), READ),
        Bad("undefined_codec.html", html("怪编码", "base64").encode("gbk"), READ),  # a Python codec, no charset
        Bad("big5.html", traditional.encode("big5", "xmlcharrefreplace"), EITHER),
        Bad("one_bad_byte.html", broken, EITHER),
        Bad("nul_in_labels.txt", text("空字符").replace("信息", "信\0息").encode(), EITHER),
        Bad("nul_in_labels.html", html("空字符页", "utf-8").replace("信息", "信\0息").encode(), EITHER),
        Bad("nul_in_numbers.txt", text("数中空字符").replace("\t1", "\t\0001").encode(), EITHER),
    ]


def _odd_markup() -> list[Bad]:
    def html(note: str) -> str:
        return good(note=note).html()

    capitals = re.sub(r"</?(table|tr|td)\b", lambda match: match[0].upper(), html("大写")).replace(
        'colspan="', 'COLSPAN="'
    )
    bare = re.sub(r'="(\d+)"', r"=\1", html("无引号"))
    spans = ("0", "-1", "abc", "3.7", "", "１", "99999999999999999999")
    return [
        Bad("unclosed.html", re.sub("</t[dr]>", "", html("未闭合")).encode(), READ),
        Bad("capitals.html", capitals.encode(), READ),
        Bad("no_quotes.html", bare.encode(), READ),
        Bad("crlf.txt", good(note="回车换行").text().replace("\n", "\r\n").encode(), READ),
        Bad("old_mac.txt", good(note="回车").text().replace("\n", "\r").encode(), EITHER),
        *(
            Bad(
                f"span_{i}_{kind}.html",
                html(f"跨度{i}{kind}").replace("<td>317</td>", f'<td {kind}="{span}">317</td>').encode(),
                EITHER,
            )
            for i, span in enumerate(spans)
            for kind in ("colspan", "rowspan")
        ),
        Bad("cut_in_a_tag.html", (html("截断").rpartition("<td>55")[0] + "<td cols").encode(), EITHER),
        Bad("form_feed.txt", good(note="换页").text().replace("\n\n", "\n\f\n").encode(), EITHER),
        Bad("escape_codes.txt", ("\x1b[31m" + good(note="转义").text() + "\x1b[0m").encode(), EITHER),
    ]


def _no_reports() -> list[Bad]:
    title = "安吉县水利局2023年政府信息公开工作年度报告"
    no_report = frozenset({"not_a_report"})
    interpretation = frozenset({"interpretation"})
    links = "".join(
        f'<li><a href="/{year}.html">安吉县水利局{year}年政府信息公开工作年度报告</a> {year + 1}-01-18</li>'
        for year in range(2008, 2024)
    )
    told = "全年新收申请12件，上年结转1件，办结10件，结转下年度3件，没有发生行政复议和行政诉讼。"
    rows = "<tr><td>水库</td><td>12</td><td>7</td></tr>" * 30
    parts = ("一、编制背景", "为便于群众了解，现将报告解读如下。", "二、主要内容", told)
    ask = ("请各单位于1月20日前报送。", "一、总体情况应写明本年做法。")
    attached = ("年度报告全文见附件。", '<p><a href="fujian.doc">附件</a></p>')
    letter = "编辑同志：\n本文与年报没有关系，只有几个数 1 2 3 4 5 6 7。\n"
    explained = article(f"关于《{title}》的解读", "报告共六个部分，第一部分为总体情况。", told)
    news = article("县水利局发布政府信息公开年度报告", "近日，县水利局发布了上一年度的报告。", told)
    return [
        Bad("interpretation.html", article(f"《{title}》文稿解读", *parts), no_report, interpretation),
        Bad("explained.html", explained, no_report, interpretation),
        Bad("in_pictures.html", article(f"一图读懂：{title}", '<img src="/tu.jpg" alt="图解">', told), no_report),
        Bad("no_table.html", article(title, *attached), no_report, frozenset({"no_tables"})),
        Bad("list_page.html", article("政府信息公开年报", f"<ul>{links}</ul>"), no_report),
        Bad("news.html", news, no_report),
        Bad("notice.html", article("关于编制2023年政府信息公开工作年度报告的通知", *ask), no_report),
        Bad("letter.txt", letter.encode(), no_report),
        Bad("other_table.html", article("水库蓄水情况表", f"<table>{rows}</table>"), no_report),
    ]


def _pictures_for_tables() -> bytes:
    made = good(note="以图代表")
    for table in made.tables.values():
        table.rows = []
    return made.html().replace('<table border="1">\n\n</table>', '<img src="biao.png" alt="表">').encode()


def _odd_names() -> list[Bad]:
    """Good reports in odd places, and good ones whose content is odd; each has a note, so that none is a duplicate."""
    pair = good("德清县水利局").html().split("</body>")[0] + good("德清县教育局").html().split("<body>")[1]
    pair_text = good("长兴县水利局").text() + "\n\n" + good("长兴县教育局").text()
    return [
        Bad("deep.html", good(note="深处").html().encode(), READ, path="/".join(["d" * 20] * 100) + "/deep.html"),
        Bad("lines.html", good(note="换行名").html().encode(), READ, path="two\nlines.html"),
        Bad("tab.html", good(note="制表名").html().encode(), READ, path="a\ttab.html"),
        Bad("[x]*?.html", good(note="通配名").html().encode(), READ, path="[x]*?.html"),
        Bad("年报.HTML", good(note="大写后缀").html().encode(), READ),
        Bad("-v.html", good(note="像选项").html().encode(), READ),
        Bad("=1+2.html", good(note="像公式").html().encode(), READ),
        Bad("only_xx.html", good("XX市XX局", note="未填").html().encode(), READ),
        Bad("pictures_for_tables.html", _pictures_for_tables(), READ),
        Bad("two_reports.html", pair.encode(), READ),
        Bad("two_reports.txt", pair_text.encode(), READ),
        Bad("twin_a.html", good("永嘉县水利局").html().encode(), frozenset({"read", "duplicate"})),
        Bad("twin_b.html", good("永嘉县水利局").html().encode(), frozenset({"read", "duplicate"})),
    ]


BAD = {bad.name: bad for bad in (*_nothing_to_read(), *_encodings(), *_odd_markup(), *_no_reports(), *_odd_names())}
NO_NUMBERS = ("pictures_for_tables.html",)  # read, yet without tables
NOT_UTF8 = os.fsdecode(b"report-\xff\xfe.html")


def write_all(folder: Path) -> None:
    """Writes every input of `BAD` and the good report `good.html`; what a file system refuses is left out."""
    (folder / "good.html").write_bytes(good().html().encode())
    for bad in BAD.values():
        path = folder / (bad.path or bad.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bad.data)


# ------------------------------------------------------------------------------------------------------ heavy input
Write = Callable[[Path], None]


class Heavy(NamedTuple):
    """An input that costs a careless reader dear: `write` makes the file, the rest as in `Bad`."""

    name: str
    write: Write
    statuses: frozenset[str]
    reasons: frozenset[str] = ANY


def _bytes(make: Callable[[], str]) -> Write:
    def write(path: Path) -> None:
        path.write_text(make(), encoding="utf-8")

    return write


def _two_hundred_megabytes(path: Path) -> None:
    """A sparse file: its size is told at once, its bytes are never written and should never be read."""
    with path.open("wb") as file:
        file.write(good().text().encode())
        file.truncate(200 * 1024 * 1024)


def _nested(tag: str, depth: int) -> str:
    return (
        good(note=f"嵌套{depth}")
        .html()
        .replace('<div class="article">', f"<{tag}>" * depth)
        .replace("</body>", f"</{tag}>" * depth + "</body>")
    )


def _wide(kind: str) -> str:
    """The group heading 三、本年度办理结果 and the corner claim a million columns or rows."""
    made = good(note=kind).html()
    return re.sub(rf'(<td[^>]*?) ?{kind}="\d+"', rf'\1 {kind}="1000000"', made)


def _every_cell_wide() -> str:
    return good(note="处处").html().replace("<td>", '<td colspan="1000" rowspan="1000">')


def _million_cells() -> str:
    return "<html><body><table>" + ("<tr>" + "<td>1" * 1000) * 1000 + "</table></body></html>"


def _million_in_a_row() -> str:
    return "<html><body><table><tr>" + "<td>1" * 1_000_000 + "</table></body></html>"


def _bomb(path: Path) -> None:
    path.write_bytes(_archive(**{"word/document.xml": b"<w:p/>" * 8_000_000}))


def _deep(path: Path) -> None:
    text = '<w:document xmlns:w="w">' + "<w:tbl><w:tr><w:tc>" * 10_000
    path.write_bytes(_archive(**{"word/document.xml": text.encode()}))


def _many_members(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(120_000):
            archive.writestr(zipfile.ZipInfo(f"{number}.html"), b"x")


HEAVY = {
    heavy.name: heavy
    for heavy in (
        Heavy("two_hundred_megabytes.txt", _two_hundred_megabytes, frozenset({"unreadable"}), frozenset({"too_large"})),
        Heavy(
            "two_hundred_megabytes.html", _two_hundred_megabytes, frozenset({"unreadable"}), frozenset({"too_large"})
        ),
        Heavy("bomb.docx", _bomb, frozenset({"unreadable"}), frozenset({"too_large"})),
        Heavy("many_members.zip", _many_members, frozenset({"unreadable"}), frozenset({"too_large"})),
        Heavy("nested_tables.docx", _deep, frozenset({"unreadable"}), frozenset({"too_large", "damaged"})),
        Heavy("nested_10_000.html", _bytes(lambda: _nested("div", 10_000)), EITHER),
        Heavy("nested_100_000.html", _bytes(lambda: _nested("div", 100_000)), EITHER),
        Heavy("nested_bold_100_000.html", _bytes(lambda: _nested("b", 100_000)), EITHER),
        Heavy("nested_tables.html", _bytes(lambda: "<table><tr><td>" * 20_000 + "1"), NOT_READ),
        Heavy("wide_columns.html", _bytes(lambda: _wide("colspan")), EITHER),
        Heavy("wide_rows.html", _bytes(lambda: _wide("rowspan")), EITHER),
        Heavy("every_cell_wide.html", _bytes(_every_cell_wide), EITHER),
        Heavy("million_cells.html", _bytes(_million_cells), NOT_READ),
        Heavy("million_in_a_row.html", _bytes(_million_in_a_row), NOT_READ),
        Heavy("many_tables.html", _bytes(lambda: "<table><tr><td>1</td></tr></table>" * 100_000), NOT_READ),
        Heavy("one_line_50_megabytes.txt", _bytes(lambda: "1234567890" * 5_000_000), NOT_READ),
        Heavy("spaces_10_megabytes.txt", _bytes(lambda: "年" + " " * 10_000_000 + "报"), NOT_READ),
        Heavy("brackets.txt", _bytes(lambda: "（" * 300_000 + "一、" * 300_000), NOT_READ),
        Heavy("digits_and_commas.txt", _bytes(lambda: "1,234," * 300_000), NOT_READ),
        Heavy("many_titles.txt", _bytes(lambda: (good().title() + "\n") * 50_000), EITHER),
        Heavy(
            "many_headings.txt",
            _bytes(lambda: good().title() + "\n" + "一、总体情况\n二、主动公开政府信息情况\n" * 50_000),
            EITHER,
        ),
        Heavy(
            "many_rows.txt",
            _bytes(lambda: good(note="行").text() + "1.属于国家秘密\t9\t9\t9\t9\t9\t9\t54\n" * 100_000),
            EITHER,
        ),
        Heavy(
            "many_labels.html",
            _bytes(lambda: "<table>" + "<tr><td>其他</td><td>1</td></tr>" * 100_000 + "</table>"),
            NOT_READ,
        ),
    )
}
