"""How well the readers read: specimens printed, loaded as any folder is, and held against what is true of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from toolkit.demo import FORMATS, MAKERS, Printed, count_specimens, made_specimens, score, specimens
from toolkit.documents import formats_read
from toolkit.errors import UnknownName, near_matches
from toolkit.messages import message
from toolkit.pipeline import load
from toolkit.progress import progress_bar

if TYPE_CHECKING:
    import polars as pl

_MAKERS = {maker.name: maker for maker in MAKERS}


def score_readers(
    formats: Sequence[str] | None = None,
    *,
    of_each: int = 3,
    seed: int = 1,
    workers: int | None = None,
    progress: bool = True,
) -> "pl.DataFrame":
    """Returns how well every shape with every damage is read: `toolkit.demo.score` of fresh specimens.

    Args:
        formats: of those the demo prints (`html`, `txt`, `docx`, `xlsx`, `pdf`) and those that programs make of them
            (`pdf-chromium`, `pdf-libreoffice`, …); all that this machine can make and this toolkit reads if None.
        of_each: documents of each shape and mutation, six times as many undamaged ones; of what programs make, a third.
        seed: equal seeds measure the same documents.
        workers: processes that read; one a core if None.
        progress: whether to show bars.

    Raises:
        UnknownName: there is no such format.
        SourceError: the program for a format is not there or fails.
    """
    chosen = measurable() if formats is None else tuple(formats)
    known = (*FORMATS, *_MAKERS)
    for name in chosen:
        if name not in known:
            raise UnknownName(
                f"No format '{name}' to measure; there are {', '.join(known)}.{near_matches(name, known)}"
            )
    printed: list[Printed] = []
    with TemporaryDirectory(prefix="ogi-scorecard-") as folder:
        total = sum(_count(name, of_each) for name in chosen)
        with progress_bar(message("progress.printing"), total, show=progress) as advance:
            for specimen in _specimens(chosen, of_each, seed):
                (Path(folder) / specimen.name).write_bytes(specimen.data)
                printed.append(replace(specimen, data=b""))
                advance(1)
        corpus = load(folder, workers=workers, progress=progress)
    sources = {Path(source).name: found for source, found in corpus.reports.select("source", "report_id").iter_rows()}
    return score(printed, corpus.cells, corpus.reports, sources)


def known_formats(names: Sequence[str] | None) -> tuple[str, ...]:
    """Returns the formats named, or those that are measured when none is.

    Raises:
        UnknownName: there is no such format.
    """
    known = (*FORMATS, *_MAKERS)
    for name in names or ():
        if name not in known:
            raise UnknownName(
                f"No format '{name}' to measure; there are {', '.join(known)}.{near_matches(name, known)}"
            )
    return measurable() if names is None else tuple(names)


def measurable() -> tuple[str, ...]:
    """Returns the formats that this machine can make and this toolkit reads."""
    read = formats_read()
    return (*FORMATS, *(name for name, maker in _MAKERS.items() if maker.program and maker.ending in read))


def without_program() -> dict[str, str]:
    """Returns the formats that are read but cannot be made here, each with the program that would make it."""
    read = formats_read()
    lacking = (maker for maker in MAKERS if maker.ending in read and maker.program is None)
    return {maker.name: maker.programs[0] for maker in lacking}


def _of_each(name: str, of_each: int) -> int:
    # A program takes a hundred times as long as the demo's own printing.
    return max(1, of_each // 3) if name in _MAKERS else of_each


def _count(name: str, of_each: int) -> int:
    shapes = _MAKERS[name].shapes if name in _MAKERS else tuple(FORMATS[name])
    return count_specimens(_of_each(name, of_each), shapes)


def _specimens(formats: Sequence[str], of_each: int, seed: int) -> Iterator[Printed]:
    for name in formats:
        if name in _MAKERS:
            yield from made_specimens(_MAKERS[name], _of_each(name, of_each), seed=seed)
        else:
            yield from specimens(of_each, shapes=tuple(FORMATS[name]), seed=seed)
