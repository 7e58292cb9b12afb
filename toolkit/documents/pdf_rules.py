"""Ruling lines → lattices: where a page's tables stand, and which of their slots are one merged cell."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from toolkit.records import Box

# Rules nearer than this are one rule drawn twice; collinear pieces with a smaller gap are one rule drawn in pieces.
_SAME = 1.5
_GAP = 3.0
_SHORTEST_DOTTED = 8.0
_DOT_GAP = 5.0
# A row or column is wider than this.
_NARROWEST = 6.0
# Rules of one page whose crossings are too many to be a table: a drawing, a map.
_MAX_CROSSINGS = 1_000_000
_MAX_SLOTS = 20_000


class Rule(NamedTuple):
    """A straight line: its place on the one axis, its start and end on the other."""

    at: float
    start: float
    end: float


class Rules(NamedTuple):
    """A page's ruling lines."""

    horizontal: list[Rule]
    vertical: list[Rule]


class LatticeCell(NamedTuple):
    """A printed cell: its first row and column, how many it covers, and its rectangle.

    `closed` is False where the table's right border, which other rows have, is not drawn beside it: if nothing stands
    in it, it is no cell but the room beside a row that ends early.
    """

    row: int
    column: int
    rows: int
    columns: int
    box: Box
    closed: bool = True


class Lattice(NamedTuple):
    """A table's rules on one page.

    Attributes:
        xs: column edges, left to right.
        ys: row edges, top to bottom.
        cells: the printed cells, row by row.
        owner: for each slot, row by row, the position of its cell in `cells`.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[LatticeCell, ...]
    owner: tuple[int, ...]

    @property
    def box(self) -> Box:
        """The rectangle of the whole table."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def cell_at(self, x: float, y: float) -> int | None:
        """Returns the position of the cell that holds a point, None outside."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        columns = len(self.xs) - 1
        column = min(bisect_right(self.xs, x) - 1, columns - 1)
        row = min(bisect_right(self.ys, y) - 1, len(self.ys) - 2)
        return self.owner[row * columns + column]


def find_lattices(rules: Rules) -> list[Lattice]:
    """Returns the tables that a page's rules draw, top to bottom.

    Rules that cross or touch belong to one table. A lone line (below a word, above the footer) is none.
    """
    horizontal, vertical = join_rules(rules.horizontal), join_rules(rules.vertical)
    if not horizontal or not vertical or len(horizontal) * len(vertical) > _MAX_CROSSINGS:
        return []
    groups, lone = _groups(horizontal, vertical)
    lattices = []
    for across, down in groups:
        top, bottom = min(rule.start for rule in down), max(rule.end for rule in down)
        # An outer edge that no rule touches: a cell open at both edges of the page.
        down = down + [rule for rule in lone if min(rule.end, bottom) - max(rule.start, top) > 0.7 * (bottom - top)]
        lattice = _lattice(across, down)
        if lattice is not None:
            lattices.append(lattice)
    lattices = [lattice for lattice in lattices if not _is_frame(lattice, lattices)]
    return sorted(lattices, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def join_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Returns the rules with those on one line joined where they touch or nearly do.

    >>> join_rules([Rule(10.0, 0, 50), Rule(10.5, 51, 90), Rule(30.0, 0, 90)])
    [Rule(at=10.25, start=0, end=90), Rule(at=30.0, start=0, end=90)]
    """
    joined: list[Rule] = []
    for group in _clusters(sorted(rules), _SAME):
        at = sum(rule.at for rule in group) / len(group)
        start: float | None = None
        end = 0.0
        for rule in sorted(group, key=lambda rule: rule.start):
            if start is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + _GAP:
                end = max(end, rule.end)
            else:
                joined.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        if start is not None:
            joined.append(Rule(at, start, end))
    return joined


def dotted(dots: Iterable[Rule]) -> list[Rule]:
    """Returns the rules that dots make: rows of them without a gap, longer than a dash or a letter.

    >>> dotted([Rule(10.0, start, start + 0.6) for start in range(20)] + [Rule(13.0, 5.0, 5.6)])
    [Rule(at=10.0, start=0, end=19.6)]
    """
    found: list[Rule] = []
    # To a tenth of a point, and not nearly: a line of dots that runs the other way has a dot at every height.
    for dot in sorted(dot._replace(at=round(dot.at, 1)) for dot in dots):
        if found and found[-1].at == dot.at and dot.start - found[-1].end <= _DOT_GAP:
            found[-1] = found[-1]._replace(end=max(found[-1].end, dot.end))
        else:
            found.append(dot)
    return [rule for rule in found if rule.end - rule.start > _SHORTEST_DOTTED]


def _clusters(rules: Sequence[Rule], tolerance: float) -> list[list[Rule]]:
    clusters: list[list[Rule]] = []
    for rule in rules:
        if clusters and rule.at - clusters[-1][-1].at <= tolerance:
            clusters[-1].append(rule)
        else:
            clusters.append([rule])
    return clusters


def edges(places: Iterable[float]) -> tuple[float, ...]:
    """Returns places in order, those that are one but for the precision of drawing as their mean.

    >>> edges([250.9, 71.4, 251.2, 71.4])
    (71.4, 251.05)
    """
    clusters = _clusters([Rule(place, 0, 0) for place in sorted(places)], 2 * _SAME)
    return tuple(round(sum(rule.at for rule in cluster) / len(cluster), 2) for cluster in clusters)


def nearest(places: Sequence[float], place: float) -> int:
    """Returns the position of the place nearest to a given one."""
    right = bisect_right(places, place)
    if right == 0:
        return 0
    if right == len(places) or place - places[right - 1] <= places[right] - place:
        return right - 1
    return right


def _groups(horizontal: list[Rule], vertical: list[Rule]) -> tuple[list[tuple[list[Rule], list[Rule]]], list[Rule]]:
    """The rules that hang together, and the vertical ones that touch none."""
    above = list(range(len(horizontal) + len(vertical)))

    def root(at: int) -> int:
        while above[at] != at:
            above[at] = above[above[at]]
            at = above[at]
        return at

    for i, across in enumerate(horizontal):
        for j, down in enumerate(vertical, len(horizontal)):
            if (
                across.start - _GAP <= down.at <= across.end + _GAP
                and down.start - _GAP <= across.at <= down.end + _GAP
            ):
                above[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for at in range(len(above)):
        across_rules, down_rules = groups.setdefault(root(at), ([], []))
        if at < len(horizontal):
            across_rules.append(horizontal[at])
        else:
            down_rules.append(vertical[at - len(horizontal)])
    crossing = [group for group in groups.values() if group[0] and group[1]]
    return crossing, [down[0] for across, down in groups.values() if not across]


def _lattice(across: list[Rule], down: list[Rule]) -> Lattice | None:
    ys = _with_open_edges(edges(rule.at for rule in across), down)
    xs = _with_open_edges(edges(rule.at for rule in down), across)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > _MAX_SLOTS or len(across) + len(down) < 3:
        return None
    below = _walls(across, ys, xs)  # a rule below row i-1, over column j
    beside = _walls(down, xs, ys)
    owner = list(range(rows * columns))

    def root(at: int) -> int:
        while owner[at] != at:
            at = owner[at]
        return at

    def unite(one: int, other: int) -> None:
        one, other = root(one), root(other)
        owner[max(one, other)] = min(one, other)

    for row in range(rows):
        for column in range(columns):
            if column + 1 < columns and (column + 1, row) not in beside:
                unite(row * columns + column, row * columns + column + 1)
            if row + 1 < rows and (row + 1, column) not in below:
                unite(row * columns + column, (row + 1) * columns + column)
    closed = {row for row in range(rows) if (columns, row) in beside}
    if 2 * len(closed) < rows:
        closed = set(range(rows))  # a table without a right border
    return _with_cells(xs, ys, _rectangles([root(at) for at in range(rows * columns)], columns), closed)


def _rectangles(roots: list[int], columns: int) -> list[int]:
    """The slots' cells, each a rectangle: where a piece of a rule is missing, two cells run together into a corner.

    Such slots are parted into the fewest stretches of rows, or else of columns, that are rectangles.
    """
    slots: dict[int, list[int]] = {}
    for slot, root in enumerate(roots):
        slots.setdefault(root, []).append(slot)
    parted = list(roots)
    for held in slots.values():
        rows, across = {slot // columns for slot in held}, {slot % columns for slot in held}
        if len(held) < len(rows) * len(across):
            ways = [_stretches(held, columns, along) for along in (True, False)]
            for stretch in min(ways, key=len):
                for slot in stretch:
                    parted[slot] = min(stretch)
    return parted


def _stretches(held: Sequence[int], columns: int, along: bool) -> list[list[int]]:
    """Slots as rectangles: runs along the rows (or else down the columns), equal ones beside each other joined."""
    places = sorted(divmod(slot, columns) if along else divmod(slot, columns)[::-1] for slot in held)
    runs: list[tuple[int, int, int]] = []  # line, first, last
    for line, at in places:
        if runs and runs[-1][0] == line and runs[-1][2] == at - 1:
            runs[-1] = (line, runs[-1][1], at)
        else:
            runs.append((line, at, at))
    found: dict[tuple[int, int], list[list[int]]] = {}
    for line, first, last in runs:
        slots = [line * columns + at if along else at * columns + line for at in range(first, last + 1)]
        stacked = found.setdefault((first, last), [])
        before = stacked[-1][-1] if stacked else -1
        if stacked and (before // columns if along else before % columns) == line - 1:
            stacked[-1] += slots
        else:
            stacked.append(slots)
    return [stretch for stacked in found.values() for stretch in stacked]


def _with_open_edges(found: tuple[float, ...], crossing: Sequence[Rule]) -> tuple[float, ...]:
    """Adds an edge where the crossing rules run on beyond the last one.

    A table cut by the page's end often has no rule there; some tables have none at their sides.
    """
    start, end = min(rule.start for rule in crossing), max(rule.end for rule in crossing)
    before = (start,) if found[0] - start > _NARROWEST else ()
    after = (end,) if end - found[-1] > _NARROWEST else ()
    return before + found + after


def _walls(rules: Iterable[Rule], places: Sequence[float], crossing: Sequence[float]) -> set[tuple[int, int]]:
    """Which edges between slots are drawn, as (number of the edge, slot along it)."""
    middles = [(start + end) / 2 for start, end in pairwise(crossing)]
    walls = set()
    for rule in rules:
        edge = nearest(places, rule.at)
        for slot, middle in enumerate(middles):
            if rule.start - 1 <= middle <= rule.end + 1:
                walls.add((edge, slot))
    return walls


def _with_cells(xs: tuple[float, ...], ys: tuple[float, ...], roots: list[int], closed: Set[int]) -> Lattice:
    columns = len(xs) - 1
    spans: dict[int, list[int]] = {}  # root → first row, first column, last row, last column
    for slot, root in enumerate(roots):
        row, column = divmod(slot, columns)
        span = spans.setdefault(root, [row, column, row, column])
        span[1], span[2], span[3] = min(span[1], column), max(span[2], row), max(span[3], column)
    numbers = {root: number for number, root in enumerate(spans)}
    cells = tuple(
        LatticeCell(
            row, column, last_row - row + 1, last_column - column + 1,
            Box(xs[column], ys[row], xs[last_column + 1], ys[last_row + 1]),
            last_column + 1 < columns or not closed.isdisjoint(range(row, last_row + 1)),
        )
        for row, column, last_row, last_column in spans.values()
    )  # fmt: skip
    return Lattice(xs, ys, cells, tuple(numbers[root] for root in roots))


def _is_frame(lattice: Lattice, others: Sequence[Lattice]) -> bool:
    """Whether a lattice of one cell is drawn around other tables."""
    x0, y0, x1, y1 = lattice.box
    return len(lattice.cells) == 1 and any(
        x0 <= other.xs[0] and other.xs[-1] <= x1 and y0 <= other.ys[0] and other.ys[-1] <= y1
        for other in others
        if other is not lattice
    )
