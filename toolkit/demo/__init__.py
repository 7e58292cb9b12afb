"""A synthetic corpus with known faults: real agencies, invented numbers, every shape reports come in.

`true_reports` says what is true, a shape of `SHAPES` prints it, `write_demo` fills a folder, `score` tells how well
the prints were read. The demo knows nothing of how documents are read, so that it can judge the readers.
"""

from collections.abc import Mapping
from types import MappingProxyType

from toolkit.demo.folder import demo_documents, write_demo
from toolkit.demo.model import Printed, TrueAgency, TrueReport
from toolkit.demo.mutations import MUTATIONS
from toolkit.demo.scorecard import score
from toolkit.demo.shape import Shape
from toolkit.demo.shapes_excel import EXCEL_SHAPES
from toolkit.demo.shapes_html import HTML_SHAPES
from toolkit.demo.shapes_text import TEXT_SHAPES
from toolkit.demo.shapes_word import WORD_SHAPES
from toolkit.demo.strays import Stray, strays
from toolkit.demo.truth import true_reports

SHAPES: Mapping[str, Shape] = MappingProxyType({**TEXT_SHAPES, **HTML_SHAPES})

__all__ = [
    "EXCEL_SHAPES",
    "HTML_SHAPES",
    "MUTATIONS",
    "SHAPES",
    "TEXT_SHAPES",
    "WORD_SHAPES",
    "Printed",
    "Shape",
    "Stray",
    "TrueAgency",
    "TrueReport",
    "demo_documents",
    "score",
    "strays",
    "true_reports",
    "write_demo",
]
