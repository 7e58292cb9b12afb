"""Excel files → blocks: each sheet that is shown as a grid, merged cells placed, numbers as they stand there."""

import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from toolkit.documents.html import MAX_CELLS, shown
from toolkit.documents.package import Package
from toolkit.documents.reader import Unreadable
from toolkit.records import Block, Grid, GridCell, Paragraph, Place, SourceText

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_SHEET = re.compile(r"xl/(?:worksheets/.*\.(?:xml|bin)|sharedstrings\.(?:xml|bin)|workbook\d*\.(?:xml|bin))")
# A cell that holds something, by its address.
_FILLED = re.compile(rb"<(?:\w+:)?c\s[^<>]*?\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"'][^<>]*(?<!/)>")
# The most that may lie between the first and the last cell: a grid is laid out in full before it is read.
_MAX_AREA = 2_000_000
_WORKBOOK = re.compile(r"xl/workbook\d*\.(?:xml|bin)")
_ADDRESS = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})")
_VALUE = re.compile(rb"<v[^>]*>([^<]+)")
_ERROR, _TEXT = (re.compile(rb"\bt\s*=\s*[\"']" + kind + rb"[\"']") for kind in (b"e", b"str"))
_LONGEST_LONE_CELL = 40
_SINGLE = (1, 1)
_Cells = tuple[GridCell, ...]
Texts = dict[tuple[int, int], str]
"""Texts of cells by row and column, from 0."""

_HIDDEN = rb"[^<>]*?\bhidden\s*=\s*[\"'](?:1|true)[\"'][^<>]*"
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s" + _HIDDEN)
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\s" + _HIDDEN)
_ROW_NUMBER, _FIRST, _LAST = (
    re.compile(rb"\b" + name + rb"\s*=\s*[\"'](\d{1,7})[\"']") for name in (b"r", b"min", b"max")
)


class Aside(NamedTuple):
    """What the parser does not tell of a sheet.

    Attributes:
        texts: cells that are no blanks though the parser gives no value for them.
        rows: hidden rows, from 0.
        columns: ranges of hidden columns, from 0, the last one left out.
    """

    texts: Texts
    rows: frozenset[int] = frozenset()
    columns: tuple[range, ...] = ()

    def hides(self, column: int, columns: int) -> bool:
        """Says whether a cell stands in hidden columns alone."""
        return all(any(at in hidden for hidden in self.columns) for at in range(column, column + columns))


class XlsxReader:
    """Reads Excel files. A formula counts as the value that was saved with it; hidden sheets are left out.

    Where none was saved with it, the cell is no blank: its text is `=`.
    """

    formats = frozenset({"xlsx"})

    def read(self, data: bytes) -> SourceText:
        """Returns the blocks of all sheets that are shown, in order.

        Raises:
            Unreadable: `encrypted`, `damaged`, `too_large`, `empty`, or `unsupported_format` for old binary files.
        """
        package = Package(data, "Excel")
        uncertain = _weigh(package)
        # Imported here: loads of text and web pages do without.
        from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

        blocks: list[Block] = []
        try:
            workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
            for at, sheet in enumerate(workbook.sheets_metadata):
                if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet:
                    blocks += _blocks(workbook.get_sheet_by_index(at), len(blocks), uncertain.get(at, Aside({})))
        except PasswordError as error:
            raise Unreadable("encrypted", "The file is protected by a password.") from error
        except (CalamineError, OSError, ValueError) as error:
            raise Unreadable("damaged", f"The file is no whole Excel file ({error}).") from error
        if not blocks:
            raise Unreadable("empty", "The file shows no text.")
        return SourceText(tuple(blocks), {})


def _weigh(package: Package) -> dict[int, Aside]:
    """Unpacks what will be read, within bounds, and looks how far its cells lie apart.

    Returns:
        for each sheet by its position, what the parser does not tell of it.

    Raises:
        Unreadable: `too_large`; `damaged` where no workbook is.
    """
    workbook = next(filter(_WORKBOOK.fullmatch, package.names), None)
    if workbook is None:
        raise Unreadable("damaged", "The file holds no 'xl/workbook.xml', where an Excel file names its sheets.")
    uncertain = {}
    for name in filter(_SHEET.fullmatch, package.names):
        content = package.read(name)
        if "/worksheets/" in name:
            addresses = _FILLED.findall(content)
            rows = max((int(row) for _, row in addresses), default=0)
            columns = max((_column(letters) for letters, _ in addresses), default=0)
            if rows * columns > _MAX_AREA or len(addresses) > MAX_CELLS:
                raise Unreadable("too_large", f"The sheet '{name}' has {rows:,} rows and {columns:,} columns.")
            aside = Aside(_without_value(content), *_hidden(content))
            if any(aside):
                uncertain[name] = aside
    return _by_position(package, workbook, uncertain) if uncertain else {}


def _hidden(content: bytes) -> tuple[frozenset[int], tuple[range, ...]]:
    """The rows and columns of a sheet that are not shown."""
    if b"hidden" not in content:
        return frozenset(), ()
    rows = (_ROW_NUMBER.search(row) for row in _HIDDEN_ROW.findall(content))
    columns = ((_FIRST.search(column), _LAST.search(column)) for column in _HIDDEN_COLUMN.findall(content))
    return (
        frozenset(int(row[1]) - 1 for row in rows if row),
        tuple(range(int(first[1]) - 1, int(last[1])) for first, last in columns if first and last),
    )


def _without_value(content: bytes) -> Texts:
    """Cells with an error, or with a formula that was never calculated: the parser gives these out as blanks."""
    texts: Texts = {}
    # Split, not matched: an end that never comes is looked for once, not from every cell anew.
    for piece in content.split(b"<c ")[1:] if b"<f" in content or b"#" in content else ():
        attributes, _, rest = piece.partition(b">")
        inside = b"" if attributes.endswith(b"/") else rest.partition(b"</c>")[0]
        address, value = _ADDRESS.search(attributes), _VALUE.search(inside)
        if address is None:
            continue
        place = int(address[2]) - 1, _column(address[1]) - 1
        if value and value[1].startswith(b"#") and _ERROR.search(attributes):
            texts[place] = value[1].decode("utf-8", "replace")
        elif not value and b"<f" in inside and not _TEXT.search(attributes):
            texts[place] = "="
    return texts


def _by_position(package: Package, workbook: str, found: dict[str, Aside]) -> dict[int, Aside]:
    """What was found in parts, by the position of the sheet that a part is: the workbook tells which that is."""
    folder, _, file = workbook.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels"
    related = package.read(relations) if relations in package.names else b""
    targets = {}
    for tag in re.findall(rb"<(?:\w+:)?Relationship\s[^<>]*>", related):
        identifier, target = (re.search(rb"\b" + key + rb"\s*=\s*[\"']([^\"']*)", tag) for key in (b"Id", b"Target"))
        if identifier and target:
            path = target[1].decode("utf-8", "replace").lower()
            targets[identifier[1]] = path.lstrip("/") if path.startswith("/") else f"{folder}/{path}"
    sheets = re.findall(rb"<(?:\w+:)?sheet\s[^<>]*?\b\w+:id\s*=\s*[\"']([^\"']*)", package.read(workbook))
    return {at: found[targets[name]] for at, name in enumerate(sheets) if targets.get(name) in found}


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _blocks(sheet: "CalamineSheet", number: int, aside: Aside) -> list[Block]:
    """A sheet as blocks; a sheet has no paragraphs of its own, only rows that hold one text."""
    found: list[str | Grid] = []
    run: list[_Cells] = []
    covered = 0  # rows into which a merged cell from above still reaches: these belong to its table
    for row in _placed(sheet, aside):
        filled = [cell for cell in row if cell.text]
        lone = filled[0] if len(filled) == 1 and filled[0].rows == 1 and not covered else None
        if covered or (filled and not (lone and _is_prose(lone.text))):
            run.append(row)
        else:
            found += [item for piece in _parted(run) for item in _tables_and_lines(piece)]
            found += lone.text.split("\n") if lone else ()
            run = []
        covered = max([0, covered - 1, *(cell.rows - 1 for cell in row)])
    found += [item for piece in _parted(run) for item in _tables_and_lines(piece)]
    shown_there = [item for item in found if item]
    return [
        item._replace(place=Place(block=at)) if isinstance(item, Grid) else Paragraph(item, Place(block=at))
        for at, item in enumerate(shown_there, number)
    ]


def _is_prose(text: str) -> bool:
    """Whether a text that stands alone in its row is no label or heading: those are short and no sentences."""
    return len(text) > _LONGEST_LONE_CELL or "。" in text


def _parted(run: list[_Cells]) -> Iterator[list[_Cells]]:
    """Rows without a gap, parted where a heading reaches further than the table above or below it."""
    ends = [max((cell.column + cell.columns for cell in row if cell.text), default=0) for row in run]
    lone = [sum(bool(cell.text) for cell in row) == 1 for row in run]
    below = [0] * len(run)
    for at in reversed(range(len(run) - 1)):
        below[at] = below[at + 1] if lone[at + 1] else ends[at + 1]
    start = above = 0
    for at, row in enumerate(run):
        if not lone[at]:
            above = ends[at]
        elif above and ends[at] > min(above, below[at]) and any(cell.columns > 1 for cell in row if cell.text):
            yield run[start:at]
            start, above = at, 0
    yield run[start:]


def _tables_and_lines(run: list[_Cells]) -> list[str | Grid]:
    """Rows without a gap: a title or heading above a table, in the first column or over the whole sheet, is a line."""
    filled = [[cell for cell in row if cell.text] for row in run]
    # Rows of one text do not tell how wide the table is, nor does the sheet, which is as wide as its widest one: what
    # lies beside this table is not its blank cells.
    inside = [
        cell
        for row, texts in zip(run, filled, strict=True)
        for cell in row
        if len(texts) > 1 and (cell.text or cell.columns > 1 or cell.rows > 1)
    ]
    left = min((cell.column for cell in inside), default=0)
    right = max((cell.column + cell.columns for cell in inside), default=0)
    start = 0
    while start < len(run) and len(filled[start]) == 1 and not 1 < filled[start][0].columns <= right - left:
        start += 1
    lines: list[str | Grid] = [line for cells in filled[:start] for cell in cells for line in cell.text.split("\n")]
    if start == len(run):
        return lines
    kept = tuple(tuple(cell for cell in row if left <= cell.column < right or cell.text) for row in run[start:])
    return [*lines, Grid(kept, Place(), aligned=True)]


def _placed(sheet: "CalamineSheet", aside: Aside) -> list[_Cells]:
    """The rows of a sheet, each with its own cells: what a merged cell covers besides its first place is not shown.

    Nor is what stands in hidden rows and columns; of a merged cell some part is.
    """
    values: list[list[object]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), text in aside.texts.items():
        if row < len(values) and column < len(values[row]) and values[row][column] == "":
            values[row][column] = text
    height, width = len(values), max(map(len, values), default=0)
    merged = [
        (top, left, min(bottom + 1, height), min(right + 1, width))
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if top < height and left < width
    ]
    if sum((bottom - top) * (right - left) for top, left, bottom, right in merged) > _MAX_AREA:
        raise Unreadable("too_large", f"The sheet '{sheet.name}' has merged cells beyond measure.")
    spans = dict(_without_rows(merged, aside.rows, values))
    covered = {
        (row, column)
        for top, left, bottom, right in merged
        for row in range(top, bottom)
        for column in range(left, right)
        if (row, column) not in spans
    }
    inside = {row for row, _ in covered} | {row for row, _ in spans}
    return [
        tuple(
            GridCell(_written(value), column, *spans.get((row, column), _SINGLE))
            for column, value in enumerate(line)
            if (row, column) not in covered
            and not (aside.columns and aside.hides(column, spans.get((row, column), (1, 1))[0]))
        )
        if row in inside or any(value != "" for value in line)
        else ()
        for row, line in enumerate(values)
        if row not in aside.rows
    ]


def _without_rows(
    merged: Sequence[tuple[int, int, int, int]], hidden: frozenset[int], values: list[list[object]]
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yields where merged cells stand and how many columns and shown rows they cover; those shown in part move down."""
    for top, left, bottom, right in merged:
        rows = [row for row in range(top, bottom) if row not in hidden] if hidden else range(top, bottom)
        if rows and rows[0] != top:
            values[rows[0]][left] = values[top][left]
        yield (rows[0] if rows else top, left), (right - left, len(rows))


def _written(value: object) -> str:
    """A value as text; whole numbers without the decimals that Excel does not show either.

    >>> _written(5.0), _written(96171.6), _written(0.1 + 0.2), _written(True)
    ('5', '96171.6', '0.3', 'TRUE')
    """
    if isinstance(value, str):
        return shown(value.replace("\r\n", "\u2028").replace("\n", "\u2028")) if value else ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        # Fifteen digits are what Excel itself keeps; the sixteenth is noise of its sums.
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if isinstance(value, datetime | date):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return str(value)
