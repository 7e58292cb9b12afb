"""The outline of a document: where its reports and their six sections begin."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from toolkit.codebook import Codebook, SectionName
from toolkit.extraction.labels import label_key
from toolkit.extraction.lines import Line
from toolkit.extraction.titles import compact
from toolkit.extraction.wordings import shipped_wordings
from toolkit.records import Paragraph

Item = Paragraph | Line
"""A paragraph, or one row of a grid."""

_LONGEST_HEADING = 48
_LONGEST_LINE = 2 * _LONGEST_HEADING
_AROUND = " #*\u3000\xa0\t"
_SPACE = re.compile(r"\s")
_HEADING_END = re.compile(f"[{shipped_wordings().heading_ends}]")


class Heading(NamedTuple):
    """A main heading: the item it stands in, its section, how it is numbered, and text after it on the same line."""

    at: int
    section: SectionName
    style: str
    text: str
    rest: str


@cache
def _section_words(codebook: Codebook) -> dict[str, SectionName]:
    return {
        label_key(label).words: section for section in codebook.sections for label in (section.label, *section.aliases)
    }


def item_text(item: Item) -> str:
    """Returns the text of a paragraph, or of a grid row that holds just one field; empty for other rows."""
    if isinstance(item, Paragraph):
        return item.text
    found = ""
    for field in item.fields:
        if field.text:
            if found:
                return ""
            found = field.text
    return found


def find_headings(items: Sequence[Item], codebook: Codebook) -> list[Heading]:
    """Returns the main headings in document order, each report's own.

    Headings numbered 一、 count first; where a report has none of these, （一） or 1. or bare ones do. A sub-heading
    with a section's wording (（一）主动公开情况 inside section 1) is none.
    """
    numbering = shipped_wordings().numbering
    found = [
        Heading(at, *read)
        for at, text in enumerate(map(item_text, items))
        # Prose is not worth remembering: it seldom comes again.
        if text and (len(text) <= _LONGEST_LINE or numbering.match(text.lstrip(_AROUND)))
        if (read := _read_heading(text, codebook))
    ]
    main = [heading for heading in found if heading.style == "main"]
    if len({heading.section.number for heading in main}) >= 2:
        numbers = {heading.section.number for heading in main}
        bare = [heading for heading in found if heading.style == "bare" and heading.section.number not in numbers]
        found = sorted(main + [heading for heading in bare if _fits(heading, main)])
    else:
        styles = ("main", "bracket", "arabic", "bare")
        found = max(
            ([h for h in found if h.style == style] for style in styles),
            key=lambda hs: len({h.section.number for h in hs}),
        )
    return _without_contents(found, items)


def _fits(heading: Heading, main: Sequence[Heading]) -> bool:
    """Whether a heading without numbering stands between its neighbours' numbers."""
    before = [other.section.number for other in main if other.at < heading.at]
    after = [other.section.number for other in main if other.at > heading.at]
    return (
        bool(before or after)
        and (not before or before[-1] < heading.section.number)
        and (not after or heading.section.number < after[0])
    )


@lru_cache(maxsize=50_000)
def _read_heading(text: str, codebook: Codebook) -> tuple[SectionName, str, str, str] | None:
    """A line as section, style of numbering, heading and text behind it; None when it is no heading."""
    stripped = text.strip(_AROUND)
    match = shipped_wordings().numbering.match(stripped) if stripped else None
    known = _section_words(codebook)
    if match is None:
        section = known.get(label_key(stripped).words) if 0 < len(stripped) <= _LONGEST_HEADING else None
        return (section, "bare", stripped, "") if section else None
    style = next(name for name, value in match.groupdict().items() if value)
    start = match.end()
    for end in _ends(stripped, start):
        section = known.get(label_key(stripped[start:end]).words)
        if section:
            rest = stripped[end:].lstrip(shipped_wordings().heading_ends + " \u3000")
            return section, style, stripped[:end].strip(), rest
    return None


def _ends(text: str, start: int) -> list[int]:
    """Where the label of a heading may end: at the end of a short line, before 。or ：, before a space."""
    ends = [len(text)] if len(text) <= _LONGEST_HEADING else []
    head = text[start : start + _LONGEST_HEADING]
    match = _HEADING_END.search(head)
    if match:
        ends.append(start + match.start())
    ends += [start + space.start() for space in _SPACE.finditer(head) if space.start() > 0]
    return ends


def _without_contents(headings: list[Heading], items: Sequence[Item]) -> list[Heading]:
    """Drops a table of contents: three headings or more in a row with nothing below them that come again."""
    kept = list(headings)
    start = 0
    while start < len(kept):
        end = start
        while (
            end + 1 < len(kept)
            and kept[end + 1].at - kept[end].at == 1
            and kept[end + 1].section.number > kept[end].section.number
            and not kept[end].rest
        ):
            end += 1
        run = kept[start : end + 1]
        later = {heading.section.number for heading in kept[end + 1 :]}
        if len(run) >= 3 and {heading.section.number for heading in run} <= later:
            del kept[start : end + 1]
        else:
            start = end + 1
    return kept


def split_reports(headings: Sequence[Heading]) -> list[list[Heading]]:
    """Returns the headings of each report: a first section after the third or a later one begins another.

    A heading that comes again (above the second half of a cut table) is one heading.
    """
    reports: list[list[Heading]] = []
    for heading in headings:
        number = heading.section.number
        seen = [other.section.number for other in reports[-1]] if reports else []
        if not reports or (number == 1 and seen and max(seen) >= 3):
            reports.append([heading])
        elif number not in seen:
            reports[-1].append(heading)
    return reports


@lru_cache(maxsize=20_000)
def is_furniture(text: str) -> bool:
    """Says whether a line belongs to the page around the report: links, copyright, page numbers."""
    words = shipped_wordings()
    line = compact(text[:200])
    return bool(words.furniture.fullmatch(line) or words.page_number.fullmatch(line))
