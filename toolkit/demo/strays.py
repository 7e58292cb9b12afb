"""Files that are no reports, or not readable ones, as they lie among downloads."""

import html
import random
from typing import NamedTuple

from toolkit.demo.layout import plain_title
from toolkit.demo.model import TrueReport
from toolkit.demo.pages import page


class Stray(NamedTuple):
    """A file that holds no report.

    Attributes:
        name: file name with its ending.
        data: its bytes.
        status: what must become of it: `not_a_report` or `unreadable`.
        reason: the code that must be told, None where it depends on what can be read at all.
    """

    name: str
    data: bytes
    status: str
    reason: str | None


def strays(report: TrueReport, rng: random.Random) -> list[Stray]:
    """Returns one of each sort: an interpretation of the report, an empty file, a binary one, one in an unread format.

    Args:
        report: what the interpretation is about.
        rng: draws the bytes of the binary file.
    """
    title = plain_title(report)
    return [
        Stray(f"《{title}》解读.html", _interpretation(report), "not_a_report", "interpretation"),
        Stray("新建文本文档.txt", b"", "unreadable", "empty"),
        Stray("下载.txt", b"\x00\x01\x02\x7fELF\x00" + rng.randbytes(4096), "unreadable", "binary"),
        Stray(f"{title}.ofd", b"PK\x03\x04" + rng.randbytes(600), "unreadable", "unsupported_format"),
    ]


def _interpretation(report: TrueReport) -> bytes:
    title = f"《{plain_title(report)}》文稿解读"
    paragraphs = (
        f"一、编制背景。根据政府信息公开条例，{report.agency.name}编制并公布了{report.year}年度报告，现就主要内容作如下解读。",
        "二、主要内容。报告分为总体情况、主动公开、依申请公开、复议诉讼、问题改进和其他事项六个部分。",
        "三、下一步打算。继续提高公开质量，欢迎社会各界提出意见。",
    )
    body = f"<h1>{html.escape(title)}</h1>\n" + "\n".join(f"<p>{html.escape(text)}</p>" for text in paragraphs)
    return page(title, body).encode()
