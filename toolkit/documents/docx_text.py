"""The text of Word's paragraphs and cells as it shows: what is deleted or hidden left out, numbers not glued."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from toolkit.documents.html import shown
from toolkit.documents.wordml import Numbering, tagged

if TYPE_CHECKING:
    from lxml.etree import _Element

# As in `html`: a break that shows. The other parts what stands in a cell, yet nothing in prose: `12` with a small 1
# is not 121, but m² is one word.
_BREAK, _PART = "\u2028", "\u2029"
_STRUCK = "~"
_WHITE = "ffffff"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_P, _R, _T, _TAB, _SYM, _TABS = map(tagged, ("p", "r", "t", "tab", "sym", "tabs"))
_VAL, _CHAR, _FONT = map(tagged, ("val", "char", "font"))
_SIGNS = {
    tagged("br"): _BREAK,
    tagged("cr"): _BREAK,
    tagged("ptab"): _PART + " ",
    tagged("noBreakHyphen"): "-",
    tagged("softHyphen"): "",
}
PIECES = (_T, _TAB, _P, _SYM, _MATH, *_SIGNS)
"""The elements that a text is made of."""
_DEL, _MOVED, _RUBY, _TRPR = map(tagged, ("del", "moveFrom", "rt", "trPr"))
_FALLBACK, _ALTERNATIVES, _CHOICE = (_COMPATIBILITY + name for name in ("Fallback", "AlternateContent", "Choice"))
_BOX, _SDT, _CONTENT, _PLACEHOLDER = map(tagged, ("txbxContent", "sdt", "sdtContent", "showingPlcHdr"))
_HIDDEN, _STRIKE, _DOUBLE, _COLOUR, _RAISED = map(tagged, ("vanish", "strike", "dstrike", "color", "vertAlign"))
_NOTES = (tagged("footnoteReference"), tagged("endnoteReference"))
_OFF = ("0", "false", "off", "none")
_SOFT = str.maketrans("", "", "\xad\u200b\ufeff")


def flatten(root: "_Element") -> None:
    """Takes out what does not show, marks what shows apart, and puts text boxes behind the paragraph they hang on."""
    gone, boxes = [], []
    wanted = (
        _DEL, _MOVED, _RUBY, _FALLBACK, _PLACEHOLDER, _BOX, _HIDDEN, _STRIKE, _DOUBLE, _COLOUR, _RAISED, *_NOTES,
    )  # fmt: skip
    for element in root.iter(*wanted):
        tag = element.tag
        if tag == _COLOUR and (element.get(_VAL) or "").lower() != _WHITE:
            continue  # asked first: many programs write a colour into every run
        parent = element.getparent()
        if parent is None:
            continue
        if tag == _BOX:
            boxes.append(element)
        elif tag in (_DEL, _MOVED, _RUBY):
            if parent.tag != _TRPR and len(element):  # without content it marks a row or a paragraph's end
                gone.append(element)
        elif tag == _FALLBACK:
            if parent.find(_CHOICE) is not None:  # a text box stands there twice, for old and new programs
                gone.append(element)
        elif tag == _PLACEHOLDER:
            control = next(parent.iterancestors(_SDT), None)
            gone += [] if control is None else control.findall(_CONTENT)  # 单击此处输入文字: nothing was entered
        elif tag in _NOTES:
            gone.append(parent)  # the mark of a note, with its number where that is typed
        else:
            _mark(element, parent.getparent(), gone)
    for element in gone:
        above = element.getparent()
        if above is not None:
            above.remove(element)
    for box in reversed(boxes):  # those of one paragraph stay in order; an inner one is moved before its outer one
        host = next(box.iterancestors(_P), None)
        if host is not None:
            host.addnext(box)


def _mark(style: "_Element", run: "_Element | None", gone: list["_Element"]) -> None:
    """Deals with a run that is hidden, struck through, white or raised."""
    value = (style.get(_VAL) or "").lower()
    if run is None or run.tag != _R or value in _OFF:
        return
    if style.tag == _HIDDEN:
        gone.append(run)
        return
    texts = [text for text in run.iter(_T) if text.text]
    if not any(map(str.isdigit, "".join(text.text or "" for text in texts))):
        return
    if style.tag == _RAISED:
        before, after = (_PART, _PART) if value in ("superscript", "subscript") else ("", "")
    elif style.tag == _COLOUR:
        before = after = _BREAK
    else:
        before, after = _BREAK + _STRUCK, _STRUCK + _BREAK
    texts[0].text = before + (texts[0].text or "")
    texts[-1].text = (texts[-1].text or "") + after


def _shown(pieces: Iterable["_Element"], numbering: Numbering | None) -> str:
    """The text of `PIECES`, in order, with the marks for its breaks."""
    texts: list[str] = []
    for piece in pieces:
        tag = piece.tag
        if tag in (_T, _MATH):
            texts.append(piece.text or "")
        elif tag == _P:
            texts.append(_BREAK)
            if numbering is not None and (number := numbering.next_number(piece)):
                # Parted from what follows: 1. before 5 is not 1.5. Where nothing follows, it numbers an empty cell.
                texts.append(number + _PART if next(piece.iter(_T, _MATH), None) is not None else "")
        elif tag == _TAB:
            parent = piece.getparent()
            if parent is not None and parent.tag != _TABS:  # there it is a stop, not a character
                texts.append(_PART + " ")
        elif tag == _SYM:
            texts.append(_symbol(piece))
        else:
            texts.append(_SIGNS[tag])
    text = "".join(texts)
    return text if text.isascii() else text.translate(_SOFT)


def _symbol(piece: "_Element") -> str:
    """A character told by its code; one that only its font can show is `□`: not a letter, but not nothing either."""
    try:
        code = int(piece.get(_CHAR) or "", 16)
    except ValueError:
        return "□"
    if 0xF020 <= code <= 0xF07E and not (piece.get(_FONT) or "").lower().startswith(("wingdings", "webdings")):
        return chr(code - 0xF000)
    return chr(code) if 0x20 <= code < 0xD800 or 0xF900 <= code < 0x110000 else "□"


def cell_text(pieces: Iterable["_Element"], numbering: Numbering | None = None) -> str:
    """Returns the text of a cell; its paragraphs, and what tabs or raised digits part, stand on lines of their own.

    Args:
        pieces: what in the cell is one of `PIECES`, in order.
        numbering: how the document numbers its paragraphs.
    """
    return shown(_shown(pieces, numbering).replace(_PART, _BREAK))


def prose_lines(paragraph: "_Element", numbering: Numbering | None = None) -> Iterator[str]:
    """Yields the lines of a paragraph that hold something: a heading and its text may be one, parted by a break."""
    text = _shown(paragraph.iter(*PIECES), numbering).replace(_PART, "")
    for line in text.split(_BREAK):
        if prose := shown(line):
            yield prose
