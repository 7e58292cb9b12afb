"""What a demo report truly says, before any shape prints it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

Key = tuple[str, str, str]
"""(table, row, column), codes of the codebook."""


@dataclass(frozen=True, slots=True)
class TrueAgency:
    """An agency of the demo corpus.

    Attributes:
        name: full official name.
        level: `national`, `province`, `city`, `county` or `township`.
        kind: `government`, `office`, `department`, `branch`, `subdistrict`, `committee` or `authorised`.
        province: full name of the province, None for a national agency.
        city: full name of the city, None where there is none (and for municipalities).
        county: full name of the county or district, None where there is none.
        region_code: six digits, GB/T 2260; None for a national agency.
    """

    name: str
    level: str
    kind: str
    province: str | None
    city: str | None
    county: str | None
    region_code: str | None


@dataclass(frozen=True, slots=True)
class TrueReport:
    """One report as it truly is: what a perfect reader must find.

    Attributes:
        agency: who reports.
        year: the year reported about.
        template_disclosure: form of table 2: `2019` or `2021`.
        template_requests: form of table 3.
        published: publication date, None when the page shows none.
        signed: date of the signature, None when there is none.
        sections: heading and prose of the six sections, in order; tables are not part of the prose.
        numbers: every cell the forms ask for. None is a cell printed blank; a text is a cell printed as that text
            (no number); an int or float is the number itself (fees in 万元). A row, column or table that the report
            leaves out has no keys.
        units: `万元` or `元` for amounts; everything else is `件`.
        faults: codes of the faults sown into the numbers or prose, empty for a faultless report.
        slashes: blank cells that are printed as "/", which may say that there is nothing to count; the other blank
            ones are empty or hold a dash.
        title: the title's lines where they are not as usual; None for one of the usual wordings.
        preamble: what stands before the first section where it is not as usual; None for a usual paragraph.
    """

    agency: TrueAgency
    year: int
    template_disclosure: str
    template_requests: str
    published: date | None
    signed: date | None
    sections: tuple[tuple[str, str], ...]
    numbers: Mapping[Key, int | float | str | None]
    units: Mapping[Key, str]
    faults: tuple[str, ...]
    slashes: frozenset[Key] = frozenset()
    title: tuple[str, ...] | None = None
    preamble: str | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """A file that prints a report in one shape.

    Attributes:
        name: file name with its ending.
        data: the bytes of the file.
        truth: what a perfect reader must find in this very file: the report's truth, changed where the shape itself
            changes what is printed (a shape that leaves zeros blank has None there, a row it drops is absent from
            `numbers`).
        shape: name of the shape.
    """

    name: str
    data: bytes
    truth: TrueReport
    shape: str
