"""A shape: one way a report gets printed into a file, and its variants with deliberate damage."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from toolkit.demo.layout import Layout, Style, lay_out
from toolkit.demo.model import Printed, TrueReport
from toolkit.demo.mutations import MUTATIONS, PAGED_MUTATIONS, Mutation
from toolkit.errors import UnknownName, near_matches


@dataclass(frozen=True, slots=True)
class Shape:
    """A way to print reports; calling it prints one.

    Attributes:
        name: its name, with `+mutation` where it is damaged.
        ending: of the files it makes.
        render: writes a layout as the file's bytes.
        style: how numbers and labels are written.
        byline: how often the publication date is shown above the text.
        dated: the publication date also stands in the page's metadata.
        paged: it has pages, which may end inside a table.
        gridded: its rows cannot be shorter than their table (`Layout.gridded`).
        mutation: name of the damage done, None for none.
    """

    name: str
    ending: str
    render: Callable[[Layout, random.Random], bytes]
    style: Style = field(default_factory=Style)
    byline: float = 0.6
    dated: bool = False
    paged: bool = False
    gridded: bool = False
    mutation: str | None = None

    def __call__(self, report: TrueReport, rng: random.Random) -> Printed:
        """Returns the report printed in this shape; equal sources of chance print equal bytes."""
        layout = lay_out(report, rng, self.style)
        if rng.random() >= self.byline:
            shown = layout.truth.published if self.dated else None
            layout = replace(layout, byline=None, truth=replace(layout.truth, published=shown))
        if self.mutation is not None and layout.sheets["requests"]:  # most damage is done to table 3
            layout = self.mutations[self.mutation](replace(layout, gridded=self.gridded), rng)
        data = self.render(layout, rng)
        name = f"{report.agency.name}_{report.year}_{self.name}.{self.ending}"
        return Printed(name, data, layout.truth, self.name)

    @property
    def mutations(self) -> Mapping[str, Mutation]:
        """The damage that can be done to this shape, by name."""
        return PAGED_MUTATIONS if self.paged else MUTATIONS

    def mutated(self, mutation: str) -> "Shape":
        """Returns this shape with deliberate damage, named `shape+mutation`.

        Raises:
            UnknownName: there is no such mutation, or it needs pages and the shape has none.
        """
        if mutation not in self.mutations:
            raise UnknownName(f"No mutation '{mutation}' of {self.name}.{near_matches(mutation, self.mutations)}")
        return replace(self, name=f"{self.name}+{mutation}", mutation=mutation)
