"""All shapes: by the format of the files they print, and by name."""

from collections.abc import Mapping
from types import MappingProxyType

from toolkit.demo.shape import Shape
from toolkit.demo.shapes_excel import EXCEL_SHAPES
from toolkit.demo.shapes_html import HTML_SHAPES
from toolkit.demo.shapes_pdf import PDF_SHAPES
from toolkit.demo.shapes_text import TEXT_SHAPES
from toolkit.demo.shapes_word import WORD_SHAPES

FORMATS: Mapping[str, Mapping[str, Shape]] = MappingProxyType(
    {"html": HTML_SHAPES, "txt": TEXT_SHAPES, "docx": WORD_SHAPES, "xlsx": EXCEL_SHAPES, "pdf": PDF_SHAPES}
)
SHAPES: Mapping[str, Shape] = MappingProxyType(
    {name: shape for shapes in FORMATS.values() for name, shape in shapes.items()}
)
