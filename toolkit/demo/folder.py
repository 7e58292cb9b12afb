"""The demo corpus as a folder: reports as a researcher's downloads lie about, and their truth beside them."""

import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from toolkit.demo.agencies import demo_agencies
from toolkit.demo.cases import cases
from toolkit.demo.cases import printed as printed_case
from toolkit.demo.casework import Case
from toolkit.demo.model import Printed, TrueReport
from toolkit.demo.shape import Shape
from toolkit.demo.shapes import SHAPES
from toolkit.demo.strays import Stray, strays
from toolkit.demo.truth import Sown, sown_reports
from toolkit.demo.truth_tables import TruthTables
from toolkit.errors import SourceError

MARKER = ".ogi-demo"
_NOTE = b"A demo: the agencies are real, all else is invented. The next demo replaces reports/ and truth/.\n"
MUTATED = 0.06  # share of reports printed with deliberate damage
TWICE = 0.03  # share of reports that lie there twice, byte for byte
CASES_FROM = 24  # agencies from which on a demo has a fault of every rule
_CASES_YEARS = (2021, 2024)
# What agencies publish most: pages, then PDFs, then Word files and text.
_COMMON = ("html_cms", "html_cms", "html_clean", "pdf_bordered", "pdf_wps", "docx_plain", "text_tabs")


class _Filed(NamedTuple):
    path: str
    data: bytes
    printed: Printed | None = None
    sown: Sown | None = None
    stray: Stray | None = None


def write_demo(
    directory: Path | str, *, agencies: int = 24, years: tuple[int, int] = (2019, 2024), seed: int = 1
) -> Path:
    """Writes a demo corpus and returns its folder; equal arguments write equal bytes.

    From 24 agencies on, other agencies come after them: reports with one fault of every rule. `truth/roster.csv` and
    `truth/subordinates.csv` are what some of these rules ask for.

    `reports/` holds the documents, `truth/` what is true of them: `reports.parquet`, `cells.parquet`,
    `faults.parquet` and `documents.parquet` (one line a file, with what must become of it). `source` there is the path
    below the folder.

    Args:
        directory: where to; must be absent, empty or a former demo, whose `reports/` and `truth/` are replaced.
        agencies: how many.
        years: first and last year reported about.
        seed: equal seeds give equal demos.

    Raises:
        SourceError: the folder holds something else, or the arguments ask for more than there is.
    """
    folder = Path(directory)
    _refuse_foreign(folder)
    documents = _documents(agencies, years, seed)
    first = next(documents)  # arguments that are not in order fail before anything is removed
    _clear(folder)
    tables = TruthTables()
    for filed in chain([first], documents):
        path = folder / filed.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(filed.data)
        if filed.printed is not None and filed.sown is not None:
            tables.add(filed.path, filed.printed, filed.sown.correct)
        elif filed.stray is not None:
            tables.add_file(filed.path, filed.stray.status, filed.stray.reason)
        else:
            tables.add_file(filed.path, "duplicate", None)
    tables.write(folder / "truth")
    _write_lists(folder / "truth", demo_cases(agencies, years, seed))
    return folder


def demo_documents(agencies: int = 24, years: tuple[int, int] = (2019, 2024), seed: int = 1) -> Iterator[Printed]:
    """Yields the reports `write_demo` writes with these arguments, each once; `name` is the path below its folder."""
    for filed in _documents(agencies, years, seed):
        if filed.printed is not None:
            yield filed.printed


def demo_cases(agencies: int = 24, years: tuple[int, int] = (2019, 2024), seed: int = 1) -> list[Case]:
    """Returns the cases in a demo with these arguments: a fault of every rule, of agencies of its own.

    A demo of few agencies, or of few years, has none.
    """
    if agencies < CASES_FROM or years[0] > _CASES_YEARS[0] or years[1] < _CASES_YEARS[1]:
        return []
    names = {agency.now.name for agency in demo_agencies(agencies, seed)}
    return list(cases(1, 0, seed=seed, without=names))


def _write_lists(folder: Path, drawn: Sequence[Case]) -> None:
    """Writes whom a report was expected of, and who stands below whom, as far as the cases tell it."""
    roster = [f"{name},{code or ''},{year}\n" for case in drawn for name, code, year in case.roster]
    below = [f"{agency},{superior}\n" for case in drawn for agency, superior in case.subordinates]
    for name, head, lines in (
        ("roster", "agency,region_code,years", roster),
        ("subordinates", "agency,superior", below),
    ):
        if lines:
            (folder / f"{name}.csv").write_bytes("".join((f"{head}\n", *lines)).encode())


def _refuse_foreign(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise SourceError(f"{folder} is a file: name a folder for the demo.")
    if folder.is_dir() and not (folder / MARKER).is_file() and any(folder.iterdir()):
        raise SourceError(f"{folder} is not empty and holds no demo: name a new folder, nothing was written.")


def _clear(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # The marker comes first: a demo that was cut short is replaced too.
        (folder / MARKER).write_bytes(_NOTE)
        for name in ("reports", "truth"):
            if (folder / name).exists():
                shutil.rmtree(folder / name)
    except OSError as error:
        raise SourceError(f"{folder} cannot hold a demo: {error.strerror or error}. Name another folder.") from None


def _documents(agencies: int, years: tuple[int, int], seed: int) -> Iterator[_Filed]:
    rng = random.Random(f"folder:{seed}")
    taken: set[str] = set()
    report = None
    for number, sown in enumerate(sown_reports(agencies, years, seed)):
        report = sown.report
        shape = _shape(number, rng)
        printed = shape(report, rng)
        path = _free(_path(report, shape.ending, rng), taken)
        yield _Filed(path, printed.data, replace(printed, name=path), sown)
        if rng.random() < TWICE:
            stem, dot, ending = path.rpartition(".")
            # The copy's name comes after the original's: whoever reads in order meets the original first.
            yield _Filed(_free(f"{stem}_副本{dot}{ending}", taken), printed.data)
    yield from _cases(agencies, years, seed, taken)
    for stray in strays(report, rng) if report is not None else ():
        yield _Filed(_free(f"reports/其他/{stray.name}", taken), stray.data, stray=stray)


def _cases(agencies: int, years: tuple[int, int], seed: int, taken: set[str]) -> Iterator[_Filed]:
    """Yields the reports of the demo's cases."""
    rng = random.Random(f"cases:{seed}")
    for case in demo_cases(agencies, years, seed):
        for at, printed in enumerate(printed_case(case, rng)):
            path = _free(_path(case.reports[at], printed.name.rpartition(".")[2], rng), taken)
            correct = case.correct if at == 0 else {}
            yield _Filed(path, printed.data, replace(printed, name=path), Sown(case.reports[at], correct))


def _shape(number: int, rng: random.Random) -> Shape:
    names = tuple(SHAPES)
    # A step without a common divisor takes every shape to every year. The first round shows each one undamaged.
    name = names[number * 5 % len(names)]
    if number < len(names):
        return SHAPES[name]
    shape = SHAPES[rng.choice(_COMMON) if rng.random() < 0.4 else name]
    return shape.mutated(rng.choice(tuple(shape.mutations))) if rng.random() < MUTATED else shape


def _path(report: TrueReport, ending: str, rng: random.Random) -> str:
    agency, year = report.agency, report.year
    folder = rng.choice((f"{year}", f"{year}", f"{year}年年报", agency.province or "中央", "下载"))
    name = rng.choice(
        (
            f"{agency.name}{year}年政府信息公开工作年度报告",
            f"{year}年{agency.name}年报",
            f"{agency.name}-{year}",
            f"t{year + 1}0{rng.randint(1, 3)}{rng.randint(10, 28)}_{rng.randint(1_000_000, 9_999_999)}",
            f"content_{rng.randint(100_000, 999_999)}",
        )
    )
    return f"reports/{folder}/{name}.{ending}"


def _free(path: str, taken: set[str]) -> str:
    stem, dot, ending = path.rpartition(".")
    number = 1
    while path in taken:
        number += 1
        path = f"{stem}_{number}{dot}{ending}"
    taken.add(path)
    return path
