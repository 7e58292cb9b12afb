"""What a layout is: a name, a kind, and a function that drafts a file of an article."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.blind_layouts.articles import Article
from toolkit.demo.layout import Style


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as drafted; some are made into the final one by a program.

    Attributes:
        data: its bytes.
        ending: its ending.
        program: `chromium` or `soffice`, none if the draft is the file itself.
        ends_as: ending of what the program makes.
        options: for the program.
    """

    data: bytes
    ending: str
    program: str = ""
    ends_as: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


Make = Callable[[Article, random.Random], Draft]


@dataclass(frozen=True, slots=True)
class Layout:
    """One way in which reports are laid out.

    Attributes:
        name: beginning with how it is made.
        kind: `pdf`, `docx`, `xlsx`, `clean` (a clean scan) or `noisy` (a bad one).
        make: drafts the file.
        style: how numbers and labels are written.
        dated: how often the date of publication is shown.
        needs: what must be there: `chromium`, `soffice`, `font`, `pango`.
        years: years that such reports are about, none for any.
    """

    name: str
    kind: str
    make: Make
    style: Style = field(default_factory=Style)
    dated: float = 0.5
    needs: frozenset[str] = frozenset()
    years: tuple[int, ...] = ()
