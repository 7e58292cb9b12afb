"""What a destructive specimen is, how a damage is written down, and what a reader may answer.

The law: no cell may have the state `number` with a value other than what was printed before the damage. A cell the
damage makes doubtful (`near`) may be anything else; every other cell must still be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from tests.specimens.printed_page import COLUMNS, Key, Page, numbers, page

Shape = str  # "html", "txt" (tabs) or "lines" (one cell a line)
_PLACES = (
    "安吉县",
    "德清县",
    "长兴县",
    "永嘉县",
    "嘉善县",
    "海盐县",
    "武义县",
    "磐安县",
    "开化县",
    "龙游县",
    "天台县",
    "仙居县",
)
_ORGANS = (
    "水利局",
    "教育局",
    "民政局",
    "司法局",
    "财政局",
    "交通运输局",
    "农业农村局",
    "商务局",
    "审计局",
    "统计局",
    "医疗保障局",
    "应急管理局",
)


@dataclass(frozen=True)
class Specimen:
    """A damaged document and the answers the law allows.

    Attributes:
        name: file name; the damage's name, its variant, the shape.
        data: the bytes.
        truth: every number printed before the damage.
        allowed: values a `number` may have, by cell; no value: the cell must not be a number.
        near: cells the damage makes doubtful; all others must be read.
        states: states the specification asks for, by cell.
        absent: cells that the frame may lack (the form can no longer be told).
        leftovers: texts that must be found in the report's leftovers.
        least: share of the cells that are not `near` that must be read right.
        undamaged: the same document before the damage.
    """

    name: str
    data: bytes
    truth: Mapping[Key, float]
    allowed: Mapping[Key, frozenset[float]]
    near: frozenset[Key]
    states: Mapping[Key, frozenset[str]]
    absent: frozenset[Key]
    leftovers: tuple[str, ...]
    least: float
    undamaged: bytes


@dataclass
class Draft:
    """A page under damage. Damage functions change `page` and say what a reader may still answer."""

    shape: Shape
    page: Page
    truth: Mapping[Key, float]
    allowed: dict[Key, set[float]]
    near: set[Key] = field(default_factory=set)
    states: dict[Key, set[str]] = field(default_factory=dict)
    absent: set[Key] = field(default_factory=set)
    leftovers: list[str] = field(default_factory=list)
    least: float = 1.0
    edits: list[tuple[str, str]] = field(default_factory=list)

    @property
    def html(self) -> bool:
        return self.shape == "html"

    def keys(self, table: str, row: str | None = None, column: str | None = None) -> list[Key]:
        return [k for k in self.truth if k[0] == table and row in (None, k[1]) and column in (None, k[2])]

    def doubt(self, keys: Iterable[Key]) -> None:
        """These cells may be read or not; if they are read, then right."""
        self.near |= set(keys)

    def doubt_rows(self, *rows: str, table: str = "requests") -> None:
        for row in rows:
            self.doubt(self.keys(table, row))

    def ask(self, keys: Iterable[Key], *states: str) -> None:
        """The specification tells the state of these cells."""
        for key in keys:
            self.near.add(key)
            self.states[key] = set(states)
            if "number" not in states:
                self.allowed[key] = set()

    def forbid(self, keys: Iterable[Key]) -> None:
        """Nothing printed is the number of these cells."""
        for key in keys:
            self.near.add(key)
            self.allowed[key] = set()

    def edit(self, old: str, new: str) -> None:
        """Changes the printed text; `old` must stand there exactly once."""
        self.edits.append((old, new))

    def line(self, row: str) -> str:
        """Returns the tab-separated line of a row of table 3, from its label on."""
        table = self.page.tables["requests"]
        return "\t".join([table.label(row).text, *(slot.text for slot in table.values(row))])

    def printed(self) -> bytes:
        text = self.page.html() if self.html else self.page.text(one_a_line=self.shape == "lines")
        for old, new in self.edits:
            if text.count(old) != 1:
                raise AssertionError(f"{old!r} stands {text.count(old)} times in the page")
            text = text.replace(old, new)
        return text.encode("utf-8", "surrogatepass")


Damage = Callable[..., None]


@dataclass(frozen=True)
class Entry:
    damage: Damage
    shapes: tuple[Shape, ...]
    variants: Mapping[str, tuple[object, ...]]
    parts: Mapping[str, tuple[float, ...]]
    form: str

    def specimens(self) -> Iterable[Specimen]:
        for variant, arguments in self.variants.items():
            for shape in self.shapes:
                name = "-".join(part for part in (self.damage.__name__, variant) if part) + f"-{shape}"
                yield self.specimen(name, shape, arguments)

    def specimen(self, name: str, shape: Shape, arguments: tuple[object, ...]) -> Specimen:
        truth = numbers(self.form, self.parts)
        number = sum(name.encode())  # so that no two documents are of one agency by design
        agency = _PLACES[number % len(_PLACES)] + _ORGANS[number // len(_PLACES) % len(_ORGANS)]
        draft = Draft(shape, page(agency, truth, self.form), truth, {key: {value} for key, value in truth.items()})
        undamaged = draft.printed()
        self.damage(draft, *arguments)
        draft.edit("编制本报告。", f"编制本报告（样本 {name}）。")  # contents differ, else one would be a duplicate
        return Specimen(
            name + (".html" if shape == "html" else ".txt"),
            draft.printed(),
            truth,
            {key: frozenset(values) for key, values in draft.allowed.items()},
            frozenset(draft.near),
            {key: frozenset(states) for key, states in draft.states.items()},
            frozenset(draft.absent),
            tuple(draft.leftovers),
            draft.least,
            undamaged,
        )


REGISTRY: list[Entry] = []


def specimen(
    *shapes: Shape,
    variants: Iterable[str] | Mapping[str, tuple[object, ...]] = ("",),
    parts: Mapping[str, tuple[float, ...]] | None = None,
    form: str = "2021",
) -> Callable[[Damage], Damage]:
    """Registers a damage: its shapes (default HTML and tabs), its variants with their arguments, and its truth.

    A variant given as a bare name is its own only argument; `""` passes none.
    """
    if not isinstance(variants, Mapping):
        variants = {name: (name,) if name else () for name in variants}
    told = dict(variants)

    def register(damage: Damage) -> Damage:
        REGISTRY.append(Entry(damage, shapes or ("html", "txt"), told, parts or {}, form))
        return damage

    return register


def row_keys(row: str) -> list[Key]:
    return [("requests", row, column) for column in COLUMNS]
