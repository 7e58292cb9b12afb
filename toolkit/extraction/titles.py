"""The title of a report → agency and year, over one to three lines, in any order."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from toolkit.extraction.dates import YEAR, read_year
from toolkit.extraction.wordings import shipped_wordings

_YEAR = re.compile(rf"[（(\[]?({YEAR})年?(?:度)?[）)\]]?(?=[^\d]|$)")
_NOT_NAME = re.compile(r"[\s,，。；;:：!！?？|_/\\<>《》“”\"'\d]")
_SITE = re.compile(r"[-_|—–].*$")
_TITLE_METADATA = ("articletitle", "og:title", "dc.title", "title")
_REACH = 60


class Title(NamedTuple):
    """A title as printed, and what it names. `first` and `last` are positions of its lines."""

    text: str
    agency: str | None
    year: int | None
    first: int = -1
    last: int = -1


def compact(text: str) -> str:
    """Returns text without white space: titles are set with spaces between words and around numbers."""
    return "".join(text.split())


@lru_cache(maxsize=20_000)
def parse_title(text: str) -> Title | None:
    """Returns agency and year of a report's title, None when the text is not one.

    >>> parse_title("神池县教育局 2023 年政府信息公开工作年度报告")[1:3]
    ('神池县教育局', 2023)
    >>> parse_title("2023年度神池县教育局政府信息公开年度报告")[1:3]
    ('神池县教育局', 2023)
    >>> parse_title("神池县教育局政府网站工作年度报告") is None
    True
    """
    words = shipped_wordings()
    line = compact(text)
    match = words.report_name.search(line) if len(line) <= words.longest_title else None
    if match is None or any(word in line for word in words.other_reports):
        return None
    before, after = line[: match.start()], _SITE.sub("", line[match.end() :])
    years = [*_YEAR.finditer(before), *_YEAR.finditer(after)]
    year = read_year(match["inner"]) if match["inner"] else None
    for found in years:
        year = year or read_year(found[1])
    rest = _YEAR.sub("", after).strip("（）()[]【】。.")
    while rest.startswith(words.title_after):
        rest = rest.removeprefix(next(word for word in words.title_after if rest.startswith(word)))
    if rest:
        return None
    return Title(line, _agency(_YEAR.sub("", before)), year)


def _agency(text: str) -> str | None:
    words = shipped_wordings()
    changed = True
    while changed:
        changed = False
        for word in words.title_before:
            if text.startswith(word):
                text, changed = text[len(word) :], True
            if word in ("的", "关于", "》") and text.endswith(word):
                text, changed = text[: -len(word)], True
    text = text.strip("（）()[]【】《》-—")
    return text if is_agency(text, endings=False) else None


def is_agency(text: str, *, endings: bool = True) -> bool:
    """Says whether a text can be the name of an agency.

    Args:
        text: the candidate, without white space.
        endings: whether it must end as names of agencies do; asked of lines that stand alone.
    """
    words = shipped_wordings()
    if not 2 <= len(text) <= words.longest_agency or _NOT_NAME.search(text):
        return False
    if text[0].isascii() or "XX" in text.upper() or "××" in text or any(word in text for word in words.never_agency):
        return False
    return text.endswith(words.agency_endings) if endings else True


def find_title(lines: Sequence[str], metadata: Mapping[str, str]) -> Title | None:
    """Returns the title among the lines above the first section, completed from the page's metadata.

    Of several the one that names most and stands nearest to the report is taken. Two or three lines are one title
    where each adds to it.

    Args:
        lines: the paragraphs above the first section, in order.
        metadata: of the page, by lower-case name.
    """
    best: Title | None = None
    named = ["报" in line for line in lines]  # every name of the report holds this character
    for last in range(len(lines) - 1, max(-1, len(lines) - _REACH), -1):
        for count in (1, 2, 3):
            first = last - count + 1
            if first < 0:
                break
            if not any(named[first : last + 1]):
                continue
            title = _joined(lines[first : last + 1])
            if title and (best is None or _told(title) > _told(best)):
                best = title._replace(first=first, last=last)
                if _told(title) == 2:
                    break
        if best is not None and _told(best) == 2:
            break  # nothing names more, and what stands further up is further off
    for name in _TITLE_METADATA:
        if best is not None and _told(best) == 2:
            break
        title = parse_title(metadata.get(name, ""))
        if title:
            best = best or title
            best = best._replace(agency=best.agency or title.agency, year=best.year or title.year)
    return best


def _told(title: Title) -> int:
    return (title.agency is not None) + (title.year is not None)


def _joined(lines: Sequence[str]) -> Title | None:
    parts = [compact(line) for line in lines]
    if len(parts) == 1:
        return parse_title(parts[0])
    if any(len(part) > shipped_wordings().longest_agency for part in parts):
        return None
    title = parse_title("".join(parts))
    if title is None or title.agency is None:
        return None
    # A line that is no name, no year and no part of the report's name does not belong to the title.
    added = _YEAR.sub("", parts[0])
    if parse_title("".join(parts[1:])) and added and not is_agency(added):
        return None
    if not parse_title("".join(parts[1:])) and parse_title("".join(parts[:-1])) and not _YEAR.fullmatch(parts[-1]):
        return None
    return title if is_agency(title.agency) else None


def is_interpretation(lines: Iterable[str]) -> bool:
    """Says whether a page is about a report rather than one: 解读, 图解."""
    words = shipped_wordings()
    return any(
        word in line and words.report_name.search(line)
        for line in map(compact, lines)
        if len(line) <= words.longest_title
        for word in words.interpretation
    )
