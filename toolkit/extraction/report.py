"""A document's blocks → its reports, or the reason why it holds none."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from toolkit.codebook import Codebook
from toolkit.extraction.claims import read_prose
from toolkit.extraction.dates import find_day, reporting_year, split_day
from toolkit.extraction.disclosure import read_disclosure
from toolkit.extraction.inferred import with_names
from toolkit.extraction.lines import Line, grid_lines
from toolkit.extraction.numbers import is_value
from toolkit.extraction.outline import Heading, Item, find_headings, is_furniture, item_text, split_reports
from toolkit.extraction.repetition import read_as_before
from toolkit.extraction.requests import NO_TABLE, TableReading, read_requests
from toolkit.extraction.review import read_review
from toolkit.extraction.states import blank_convention, requests_state
from toolkit.extraction.titles import Title, compact, find_title, is_agency, is_interpretation, parse_title
from toolkit.extraction.traditional import as_printed, simplified
from toolkit.extraction.wordings import shipped_wordings
from toolkit.extraction.zones import Zones, sort_into_tables
from toolkit.records import Grid, Paragraph, Report, Section, SourceText

# Rows of table 3 that must be found before a table counts as recognised.
_ROWS_OF_A_TABLE = 4
_SECTIONS_OF_A_REPORT = 4
_HINT = 1000
# A page may hold anything above the first section: what stands nearest to it is kept.
_PREAMBLE = 4000


class Extraction(NamedTuple):
    """What a document holds: its reports, or the reason (`interpretation`, `no_tables`, `other_page`) for none."""

    reports: tuple[Report, ...]
    reason: str | None = None
    detail: str | None = None


def extract_reports(source: SourceText, codebook: Codebook) -> Extraction:
    """Returns the reports of a document.

    A part of a document is a report if its table 3 is recognised, or its title and four of its sections are.

    Args:
        source: the document's blocks and metadata.
        codebook: the official forms.
    """
    found = _extract(source, codebook)
    if found.reports and all(report.template_requests for report in found.reports):
        return found
    plain = simplified(source)
    if plain is None:
        return found
    again = _extract(plain.source, codebook)
    return again._replace(reports=tuple(as_printed(report, plain.printed) for report in again.reports))


def _extract(source: SourceText, codebook: Codebook) -> Extraction:
    items: list[Item] = []
    for block in source.blocks:
        if isinstance(block, Grid):
            items.extend(grid_lines(with_names(block, codebook) if block.inferred else block))
        else:
            items.append(block)
    if source.cut_off and items and isinstance(items[-1], Line):
        items[-1] = _without_last_number(items[-1])
    headings = find_headings(items, codebook)
    parts = split_reports(headings) or [[]]
    readings = []
    start = 0
    for number, part in enumerate(parts):
        following = parts[number + 1][0].at if number + 1 < len(parts) else len(items)
        first = part[0].at if part else len(items)
        above = [item_text(item) for item in items[start:first]]
        title = find_title(above, source.metadata if len(parts) == 1 else {})
        readings.append(_Part(items, part, start, following, title))
        start = _end_of_part(items, part, following)
    reports = tuple(
        report
        for index, part in enumerate(readings)
        if (report := _report(_up_to_next(readings, index), source, codebook)) is not None
    )
    return Extraction(reports) if reports else _no_report(items, headings, source)


def _without_last_number(line: Line) -> Line:
    """The last line of a source that was cut off: its last number may have lost digits, and counts as unknown."""
    filled = [at for at, field in enumerate(line.fields) if field.text]
    if not filled or not is_value(line.fields[filled[-1]].text):
        return line
    last = line.fields[filled[-1]]
    cut = last._replace(text=last.text + "…")
    return line._replace(fields=(*line.fields[: filled[-1]], cut, *line.fields[filled[-1] + 1 :]))


class _Part(NamedTuple):
    """The items of one report: its title and headings, from `start` up to `end`."""

    items: Sequence[Item]
    headings: Sequence[Heading]
    start: int
    end: int
    title: Title | None

    @property
    def title_at(self) -> int:
        return self.start + self.title.first if self.title and self.title.first >= 0 else self.start


def _end_of_part(items: Sequence[Item], part: Sequence[Heading], following: int) -> int:
    """From where on the next report's title may stand: after the last heading of this one."""
    return part[-1].at + 1 if part else following


def _up_to_next(parts: Sequence[_Part], index: int) -> _Part:
    part = parts[index]
    if index + 1 < len(parts) and parts[index + 1].title:
        return part._replace(end=parts[index + 1].title_at)
    return part


def _no_report(items: Sequence[Item], headings: Sequence[Heading], source: SourceText) -> Extraction:
    texts = [item_text(item) for item in items]
    named = [*texts, *(source.metadata.get(name, "") for name in ("title", "articletitle"))]
    if is_interpretation(named):
        return Extraction((), "interpretation", "The page explains a report (解读); it is not the report.")
    if headings or any(parse_title(text) for text in named):
        return Extraction(
            (), "no_tables", "It has a report's title or headings, but table 3 was not found in its text."
        )
    return Extraction((), "other_page", "Neither title, sections nor tables of an annual report were found.")


def _report(part: _Part, source: SourceText, codebook: Codebook) -> Report | None:
    zones = sort_into_tables(part.items, part.headings, part.start, part.end, codebook)
    disclosure, requests, review = _tables(zones, codebook, source.source)
    sections = _sections(part, zones)
    title = part.title
    complete = title is not None and len(sections) >= _SECTIONS_OF_A_REPORT
    if requests.rows_found < _ROWS_OF_A_TABLE and not complete:
        return None
    texts = [item_text(item) for item in part.items[part.title_at : part.end]]
    signer, signed = _signature(part)
    published, published_source = _published(part, source.metadata)
    cells = disclosure.cells + requests.cells + review.cells
    agency = (title.agency if title else None) or signer
    year = (title.year if title else None) or _year_in_prose(texts, sections)
    prose = read_prose(sections, agency, year, codebook)
    return Report(
        agency=agency,
        year=year,
        title=title.text if title else None,
        template_disclosure=disclosure.template,
        template_requests=requests.template,
        site_id=_first(source.metadata, shipped_wordings().region_metadata),
        region_hint=_hint(texts),
        published=published,
        published_source=published_source,
        signed=signed,
        blank_convention=blank_convention(cells, codebook, requests.template),
        requests_state=requests_state(cells),
        sections=sections,
        cells=cells,
        leftovers=disclosure.leftovers + requests.leftovers + review.leftovers,
        claims=prose.claims,
        statements=prose.statements,
        preamble=_preamble(part),
    )


def _preamble(part: _Part) -> str | None:
    """What stands between the title, which is part of it, and the first section; None where no section was found."""
    if not part.headings:
        return None
    above = (item_text(item) for item in part.items[part.title_at : part.headings[0].at])
    return "\n".join(text for text in above if text and not is_furniture(text))[-_PREAMBLE:] or None


def _hint(texts: Sequence[str]) -> str | None:
    """The first prose of a report: it may tell which of several places of one name is meant."""
    prose: list[str] = []
    length = 0
    for text in texts:
        if text and not is_furniture(text):
            prose.append(text)
            length += len(text) + 1
            if length > _HINT:
                break
    return "\n".join(prose)[:_HINT] or None


def _tables(zones: Zones, codebook: Codebook, source: str) -> tuple[TableReading, TableReading, TableReading]:
    disclosure = read_as_before(read_disclosure, zones.lines["disclosure"], codebook, source)
    requests = read_as_before(read_requests, zones.lines["requests"], codebook, source, disclosure.template)
    if requests.rows_found < _ROWS_OF_A_TABLE:
        requests = NO_TABLE._replace(leftovers=requests.leftovers)
    return disclosure, requests, read_as_before(read_review, zones.lines["review"], codebook, source)


def _sections(part: _Part, zones: Zones) -> tuple[Section, ...]:
    sections = []
    last_number = max((heading.section.number for heading in part.headings), default=0)
    for number, heading in enumerate(part.headings):
        end = part.headings[number + 1].at if number + 1 < len(part.headings) else part.end
        lines = [heading.rest] if heading.rest else []
        for at in range(heading.at + 1, end):
            # Prose may stand in cells, as in a worksheet: a row of one field that is no table's is a paragraph.
            text = "" if at in zones.table_items else item_text(part.items[at])
            if text and not is_furniture(text):
                lines.append(text)
        if heading.section.number == last_number:
            lines = _without_signature(lines)
        place = part.items[heading.at].place
        sections.append(Section(heading.section.number, heading.section.code, heading.text, "\n".join(lines), place))
    return tuple(sorted(sections, key=lambda section: section.number))


def _without_signature(lines: list[str]) -> list[str]:
    """Cuts the signature: the line of the date, the name above it, and what the page has below."""
    for place in range(len(lines) - 1, -1, -1):
        found = _signed(lines, place)
        if found:
            return lines[: found[2]]
    return lines


def _signed(lines: Sequence[str], place: int) -> tuple[str | None, date, int] | None:
    """Reads a signature whose date stands in a line: the name, the day, and the signature's first line.

    The name stands before the date, or on the line above it; a sentence that ends in a date is no signature.
    """
    seal = shipped_wordings().seal
    found = split_day(lines[place])
    if found is None:
        return None
    before, day = found
    name = seal.sub("", before)
    if before:
        return (name, day, place) if is_agency(name) else None
    above = seal.sub("", compact(lines[place - 1])) if place else ""
    return (above, day, place - 1) if is_agency(above) else (None, day, place)


def _signature(part: _Part) -> tuple[str | None, date | None]:
    """Who signed and when: the last signature below the last heading, else one between title and first heading."""
    below = range(part.headings[-1].at + 1, part.end) if part.headings else range(part.title_at, part.end)
    above = range(part.title_at, part.headings[0].at) if part.headings else range(0)
    for stretch in (below, above):
        lines = [item_text(part.items[at]) for at in stretch]
        for place in range(len(lines) - 1, -1, -1):
            found = _signed(lines, place)
            if found:
                return found[0], found[1]
    return None, None


def _published(part: _Part, metadata: Mapping[str, str]) -> tuple[date | None, str | None]:
    words = shipped_wordings()
    for name in words.date_metadata:
        day = find_day(metadata.get(name, ""))
        if day:
            return day, "meta"
    texts = [text for item in part.items[part.start : part.end] for text in _texts(item)]
    for at, text in enumerate(texts):
        for match in words.published.finditer(text) if 0 < len(text) <= 200 else ():
            # Word and date may stand in two elements of the page.
            told = compact(text[match.end() :]) or compact("".join(texts[at + 1 : at + 2]))
            day = find_day(told[:20])
            if day and told[:1].isdigit():
                return day, "page"
    return None, None


def _texts(item: Item) -> list[str]:
    return [item.text] if isinstance(item, Paragraph) else [field.text for field in item.fields if field.text]


def _year_in_prose(texts: Sequence[str], sections: Sequence[Section]) -> int | None:
    """The reporting period told in the prose, for titles without a year."""
    prose = [text for text in texts if text]
    return reporting_year("\n".join(prose[:40])) or reporting_year("\n".join(section.text for section in sections))


def _first(metadata: Mapping[str, str], names: Sequence[str]) -> str | None:
    return next((metadata[name] for name in names if metadata.get(name)), None)
