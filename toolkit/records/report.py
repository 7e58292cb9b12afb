"""One annual report as read: its cells, sections and what was left over."""

from datetime import date
from typing import NamedTuple

from toolkit.records.place import Place

CELL_STATES = ("number", "blank", "unreadable", "missing")


class Cell(NamedTuple):
    """One number the official form asks for.

    Attributes:
        table: `disclosure`, `requests` or `review`.
        row: row code of the codebook.
        column: column code of the codebook.
        value: the number, None unless `state` is `number`.
        unit: `件`, `万元`, `元`, or None where neither the header nor the cell tells it.
        raw: the text as printed; None where the table has no such cell.
        state: `number`, `blank` (empty, dash or slash), `unreadable` (text that is no number, or a number that
            cannot be told to be this cell's), `missing` (the row or column is not in the table).
        source: `text`, `ocr` or `parsed`.
        score: recognition score 0..1, for `ocr` only.
        place: where it stands.
    """

    table: str
    row: str
    column: str
    value: float | None
    unit: str | None
    raw: str | None
    state: str
    source: str
    score: float | None
    place: Place


class SecondReading(NamedTuple):
    """A number of the form as a second reading of the same document tells it, beside the first one.

    Attributes:
        table: as of the cell.
        row: as of the cell.
        column: as of the cell.
        value: the number that the second reading gives, None unless `state` is `number`.
        raw: the text it gives.
        state: as of a cell.
        score: recognition score 0..1.
        agrees: whether both readings say the same; None where one of them is unreadable or missing.
    """

    table: str
    row: str
    column: str
    value: float | None
    raw: str | None
    state: str
    score: float | None
    agrees: bool | None


class Leftover(NamedTuple):
    """A row of a table that matched nothing in the form. `raw` joins its printed fields with ` | `."""

    table: str
    raw: str
    place: Place


class Section(NamedTuple):
    """One of the six sections. `heading` as printed, `text` the prose below it without the tables."""

    number: int
    code: str
    heading: str
    text: str
    place: Place


class Claim(NamedTuple):
    """A quantity told in the prose.

    Attributes:
        section: the section's code.
        sentence: the sentence that tells it.
        start: offset of the number (or of the words that say there was none) in the section's text.
        end: offset of its end.
        table: code of the table that has the number too.
        row: code of the row, or of a sum of rows.
        column: code of the column.
        value: the number.
        exact: whether it is told as exact (not 余, 约, 近, 以上).
        strength: `strong`, or `weak` where the verb leaves open what was counted (受理, 办理).
        scope: whose number it is: the agency's `own`, that of its whole `area`, or `unknown`.
        kind: `number`, or `none` where words say that there was none (未收到).
        sentence_start: offset of the sentence in the section's text.
    """

    section: str
    sentence: str
    start: int
    end: int
    table: str
    row: str
    column: str
    value: float
    exact: bool
    strength: str
    scope: str
    kind: str = "number"
    sentence_start: int = 0


class Statement(NamedTuple):
    """What the prose says of numbers otherwise than by telling one of the form's.

    Attributes:
        section: the section's code.
        sentence: the sentence that says it.
        start: offset of the words in the section's text.
        end: offset of their end.
        kind: `all_answered` (全部办结), `none_received`, `all_upheld` (均获维持), `never_lost` (零败诉), `no_disputes`,
            `no_fee_notice`; of arithmetic `breakdown` (a number with its parts) and `growth` (a rate).
        table: code of the table it is about.
        row: code of the row, or of a sum of rows.
        column: code of the column.
        scope: as of a claim.
        value: the whole of a breakdown, the number that grew; None for the others.
        parts: the parts of a breakdown; the number of the year before, where a growth tells it.
        complete: whether the parts of a breakdown are all there are.
        rate: the rate of a growth in per cent, negative where it is a decline.
        step: what the last digit of the rate stands for: 0.1 for 12.5 %.
        sentence_start: offset of the sentence in the section's text.
    """

    section: str
    sentence: str
    start: int
    end: int
    kind: str
    table: str
    row: str
    column: str
    scope: str
    value: float | None = None
    parts: tuple[float, ...] = ()
    complete: bool | None = None
    rate: float | None = None
    step: float | None = None
    sentence_start: int = 0


class Report(NamedTuple):
    """One annual report as its document tells it. What it does not tell is None.

    `agency` is the name as printed in the title (spaces removed); region, level and kind are derived from it later.
    `site_id` is the page's SiteIDCode; `region_hint` is prose that can decide between places of one name. `preamble` is
    what stands above the first section: the title's lines and the preface.
    """

    agency: str | None
    year: int | None
    title: str | None
    template_disclosure: str | None
    template_requests: str | None
    site_id: str | None
    region_hint: str | None
    published: date | None
    published_source: str | None
    signed: date | None
    blank_convention: str
    requests_state: str
    sections: tuple[Section, ...]
    cells: tuple[Cell, ...]
    leftovers: tuple[Leftover, ...]
    claims: tuple[Claim, ...] = ()
    second_readings: tuple[SecondReading, ...] = ()
    statements: tuple[Statement, ...] = ()
    preamble: str | None = None
