"""Small reports written out by hand, for the tests of the corpus."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from toolkit.codebook import TABLES, shipped_codebook
from toolkit.corpus import Frames, frames_of, identify
from toolkit.records import Cell, Document, Leftover, Place, Report, Section

Key = tuple[str, str, str]
BLANK, UNREADABLE, MISSING = "", "若干", None
"""What a cell may print in place of a number."""

_CODEBOOK = shipped_codebook()
_REGIONS = {
    "神池县": ("山西省", "忻州市", "神池县", "140927"),
    "宁武县": ("山西省", "忻州市", "宁武县", "140925"),
    "淮安市": ("江苏省", "淮安市", None, "320800"),
}


class SmallIdentity:
    """The identity of an agency whose place is one of three."""

    def __init__(self, agency: str | None, site_id: str | None) -> None:
        place = next((name for name in _REGIONS if name in (agency or "")), None)
        if place is None and site_id:
            place = next((name for name, region in _REGIONS.items() if region[3] == site_id[:6]), None)
        region: tuple[str | None, ...] = _REGIONS[place] if place else (None,) * 4
        self.province, self.city, self.county, self.region_code = region
        self.level = None if place is None else "county" if self.county else "city"
        self.kind = "department" if agency else None
        self.region_source = ("name" if place in (agency or "") else "site_id") if place else None


class SmallIdentifier:
    """Resolves names without the table of all divisions, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str | None, int | None, str | None, str | None]] = []

    def identify(
        self, agency: str | None, year: int | None, *, site_id: str | None = None, hint: str | None = None
    ) -> SmallIdentity:
        self.asked.append((agency, year, site_id, hint))
        return SmallIdentity(agency, site_id)


def cells(printed: Mapping[Key, float | str | None], disclosure: str | None, requests: str | None) -> tuple[Cell, ...]:
    """Every cell of the forms, 0 unless printed says otherwise; table 4 is there if table 3 is."""
    forms = {"disclosure": disclosure, "requests": requests, "review": requests}
    found = []
    for block, table in enumerate(TABLES):
        form = forms[table]
        for line, (row, column) in enumerate(_CODEBOOK.cells(table, form) if form else ()):
            content = printed.get((table, row, column), 0)
            place = Place(block=block, line=line + 1, grid_row=line, grid_column=1)
            unit = "万元" if column == "amount" else "件"
            if isinstance(content, str) or content is None:
                state = {BLANK: "blank", MISSING: "missing"}.get(content, "unreadable")
                found.append(Cell(table, row, column, None, unit, content, state, "text", None, place))
            else:
                raw = f"{content:g}"
                found.append(Cell(table, row, column, float(content), unit, raw, "number", "text", None, place))
    return tuple(found)


def report(
    agency: str | None = "神池县水利局",
    year: int | None = 2023,
    printed: Mapping[Key, float | str | None] | None = None,
    *,
    disclosure: str | None = "2021",
    requests: str | None = "2021",
    state: str = "zero",
    convention: str = "none",
    published: date | None = None,
    site_id: str | None = None,
    hint: str | None = None,
    leftovers: tuple[Leftover, ...] = (),
) -> Report:
    """A report of which only what matters to the test is said."""
    return Report(
        agency=agency,
        year=year,
        title=f"{agency}{year}年政府信息公开工作年度报告",
        template_disclosure=disclosure,
        template_requests=requests,
        site_id=site_id,
        region_hint=hint,
        published=published,
        published_source="page" if published else None,
        signed=None,
        blank_convention=convention,
        requests_state=state,
        sections=(Section(1, "overview", "一、总体情况", "本局公开信息三条。", Place(block=0, line=1)),),
        cells=cells(printed or {}, disclosure, requests),
        leftovers=leftovers,
    )


def content(text: str) -> str:
    """The SHA-256 of a content."""
    return sha256(text.encode()).hexdigest()


def read(source: str, *reports: Report, sha256: str | None = None) -> Document:
    """A document that was read; its content is its name unless said otherwise."""
    return Document(source, "html", 1000, sha256 or content(source), "read", reports=reports)


def unreadable(source: str, reason: str = "encrypted") -> Document:
    """A document that could not be read."""
    return Document(source, "pdf", 1000, content(source), "unreadable", reason, "It needs a password.")


def frames(*documents: Document) -> Frames:
    """Documents as identified frames."""
    return identify(frames_of(documents), SmallIdentifier())
