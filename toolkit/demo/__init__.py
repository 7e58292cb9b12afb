"""A synthetic corpus with known faults: real agencies, invented numbers, every shape reports come in.

`true_reports` says what is true, `demo_cases` are small sets of reports with a fault of one rule, a
shape of `SHAPES` prints them, `write_demo` fills a folder. `specimens` prints every shape with every damage, a maker of
`MAKERS` has another program make other files of them, and `score` tells how well what was printed has been read. The
demo knows nothing of how documents are read, so that it can judge the readers.
"""

from toolkit.demo.casework import Case, Sign
from toolkit.demo.folder import demo_cases, demo_documents, write_demo
from toolkit.demo.makers import MAKERS, Maker
from toolkit.demo.model import Printed, TrueAgency, TrueReport
from toolkit.demo.mutations import MUTATIONS, PAGED_MUTATIONS
from toolkit.demo.scorecard import by_format, score
from toolkit.demo.shape import Shape
from toolkit.demo.shapes import FORMATS, SHAPES
from toolkit.demo.shapes_excel import EXCEL_SHAPES
from toolkit.demo.shapes_html import HTML_SHAPES
from toolkit.demo.shapes_pdf import PDF_SHAPES
from toolkit.demo.shapes_text import TEXT_SHAPES
from toolkit.demo.shapes_word import WORD_SHAPES
from toolkit.demo.specimens import count_specimens, made_specimens, specimens
from toolkit.demo.strays import Stray, strays
from toolkit.demo.truth import true_reports

__all__ = [
    "EXCEL_SHAPES",
    "FORMATS",
    "HTML_SHAPES",
    "MAKERS",
    "MUTATIONS",
    "PAGED_MUTATIONS",
    "PDF_SHAPES",
    "SHAPES",
    "TEXT_SHAPES",
    "WORD_SHAPES",
    "Case",
    "Maker",
    "Printed",
    "Shape",
    "Sign",
    "Stray",
    "TrueAgency",
    "TrueReport",
    "by_format",
    "count_specimens",
    "demo_cases",
    "demo_documents",
    "made_specimens",
    "score",
    "specimens",
    "strays",
    "true_reports",
    "write_demo",
]
