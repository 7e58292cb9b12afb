"""A cell → where it stands in its document, to look at: a crop of the page, the lines, or the table around it.

`look_up` reads the document again and finds the place; `Evidence` shows it. Nothing here is kept: what was read stands
in the corpus.
"""

from toolkit.evidence.evidence import Evidence
from toolkit.evidence.excerpts import Excerpt, Fragment, FragmentCell, FragmentRow, Lines, Note, Picture, ShownLine
from toolkit.evidence.looking import look_up

__all__ = [
    "Evidence",
    "Excerpt",
    "Fragment",
    "FragmentCell",
    "FragmentRow",
    "Lines",
    "Note",
    "Picture",
    "ShownLine",
    "look_up",
]
