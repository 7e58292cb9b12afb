"""Documents in traditional characters: read as if in simplified ones, and told as printed.

Mirrors of mainland pages are converted character by character; so are their labels, titles and dates here, back.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from toolkit.records import Cell, Claim, Grid, Paragraph, Report, Section, SourceText, Statement

if TYPE_CHECKING:
    from opencc import OpenCC

Told = TypeVar("Told", Claim, Statement)

# In any report's title and headings; no simplified text has them.
_SIGNS = "開請報關"
_SAMPLE = 3000
# Of a sample's characters: a text in simplified characters that quotes an old book has fewer.
_SHARE = 0.05


class Simplified(NamedTuple):
    """A document in simplified characters.

    Attributes:
        source: the document.
        printed: for its texts, and the words in them, what is printed.
    """

    source: SourceText
    printed: dict[str, str]


def simplified(source: SourceText) -> Simplified | None:
    """Returns a document in simplified characters, None if it is in these already."""
    texts = list(_texts(source))
    if not any(sign in text for text in texts for sign in _SIGNS):
        return None
    sample = "".join(texts)[:_SAMPLE]
    if sum(a != b for a, b in zip(sample, _convert(sample), strict=True)) < _SHARE * len(sample):
        return None
    plain = {text: _convert(text) for text in texts}
    blocks = tuple(
        block._replace(text=plain[block.text])
        if isinstance(block, Paragraph)
        else block._replace(rows=tuple(tuple(c._replace(text=plain[c.text]) for c in row) for row in block.rows))
        for block in source.blocks
    )
    metadata = {name: _convert(value) for name, value in source.metadata.items()}
    pairs = [(plain[text], text) for text in texts]
    words = [pair for text in texts for pair in zip(plain[text].split(), text.split(), strict=True)]
    printed: dict[str, str] = {}
    for short, long in (*pairs, *words):
        printed.setdefault(short, long)
    return Simplified(source._replace(blocks=blocks, metadata=metadata), printed)


def as_printed(report: Report, printed: dict[str, str]) -> Report:
    """Returns a report with its texts as printed; the agency's name stays in simplified characters, which tell it."""

    def told(text: str) -> str:
        whole = printed.get(text)
        if whole is not None or not text:
            return whole or text
        for separator in (" | ", "\n", " "):
            if separator in text:
                return separator.join(map(told, text.split(separator)))
        # A part of a line, such as a heading that its prose follows.
        within = ((long, short.find(text)) for short, long in printed.items() if text in short)
        long, at = next(within, (text, 0))
        return long[at : at + len(text)]

    def cell(one: Cell) -> Cell:
        return one._replace(raw=told(one.raw)) if one.raw and not one.raw.isascii() else one

    def section(one: Section) -> Section:
        return one._replace(heading=told(one.heading), text=told(one.text))

    sections = tuple(map(section, report.sections))
    printed_by = {old.text: new.text for old, new in zip(report.sections, sections, strict=True)}
    of_code = {one.code: one.text for one in reversed(report.sections)}

    def sentence(one: Told) -> Told:
        """A sentence stands in the printed text where it stood in the simplified one."""
        text = printed_by[of_code[one.section]]
        return one._replace(sentence=text[one.sentence_start : one.sentence_start + len(one.sentence)])

    return report._replace(
        title=told(report.title) if report.title else report.title,
        preamble=told(report.preamble) if report.preamble else report.preamble,
        cells=tuple(map(cell, report.cells)),
        leftovers=tuple(one._replace(raw=told(one.raw)) for one in report.leftovers),
        sections=sections,
        claims=tuple(map(sentence, report.claims)),
        statements=tuple(map(sentence, report.statements)),
    )


def _texts(source: SourceText) -> Iterator[str]:
    for block in source.blocks:
        if isinstance(block, Grid):
            yield from (cell.text for row in block.rows for cell in row)
        else:
            yield block.text


def _convert(text: str) -> str:
    """A text in simplified characters, one for each of its own: places in it stay the same."""
    converter = _converter()
    plain: str = converter.convert(text)
    return plain if len(plain) == len(text) else _one_by_one(text, converter)


def _one_by_one(text: Iterable[str], converter: "OpenCC") -> str:
    pairs = ((character, converter.convert(character)) for character in text)
    return "".join(plain if len(plain) == 1 else character for character, plain in pairs)


@cache
def _converter() -> "OpenCC":
    from opencc import OpenCC  # its tables take a while to load, and hardly any document needs them

    return OpenCC("t2s")
