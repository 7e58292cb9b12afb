"""One call for all formats: which one, where to, and that nothing is overwritten unasked."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, NamedTuple

from toolkit.errors import ToolkitError, UnknownName, near_matches
from toolkit.exports.database import write_duckdb
from toolkit.exports.flat import write_csv, write_parquet
from toolkit.exports.statistics import write_spss, write_stata
from toolkit.exports.tables import Table, read_tables, tables_of
from toolkit.exports.workbook import write_workbook

if TYPE_CHECKING:
    from toolkit.corpus import Corpus
    from toolkit.rules import Findings


class _Format(NamedTuple):
    """How a format is written. `ending` is that of its one file; a format without one fills a folder."""

    write: Callable[[Sequence[Table], Path], None]
    ending: str | None
    whole: bool = False


_FORMATS: Mapping[str, _Format] = {
    "csv": _Format(write_csv, None),
    "xlsx": _Format(write_workbook, ".xlsx"),
    "parquet": _Format(write_parquet, None, whole=True),
    "duckdb": _Format(write_duckdb, ".duckdb", whole=True),
    "stata": _Format(write_stata, None),
    "spss": _Format(write_spss, None),
}
FORMATS = tuple(_FORMATS)
"""The formats by name. Parquet and DuckDB hold every frame that was read too, down to the single cell."""


def export(corpus: "Corpus", path: str | Path, *, to: str | None = None, findings: "Findings | None" = None) -> Path:
    """Writes a corpus and its findings for another program and returns where.

    Args:
        corpus: as loaded.
        path: a file for `xlsx` and `duckdb`, which is replaced if it is there; a folder for the others, which is
            replaced if an export filled it, and refused if it holds anything else.
        to: one of `FORMATS`; by the ending of the path if None.
        findings: as found; without them there is no table of findings.

    Raises:
        UnknownName: no such format.
        ToolkitError: the path holds something else, or a file of that format cannot hold the tables.
        MissingExtra: the format needs what is not installed.
    """
    target = Path(path)
    name, chosen = _format(to, target)
    _refuse_foreign(target, chosen)
    tables = tables_of(corpus, findings)
    if chosen.whole:
        tables = [*tables, *read_tables(corpus)]
    target.parent.mkdir(parents=True, exist_ok=True)
    # Written aside and renamed: a reader never sees half a file, and a failure leaves the old one as it was.
    aside = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        written = aside / target.name
        if chosen.ending is None:
            written.mkdir()
            (written / _MARKER).write_text(
                f"Written by ogi export --to {name}; the next export replaces this folder.\n"
            )
        chosen.write(tables, written)
        if chosen.ending is None and target.exists():
            target.rename(aside / "former")
        written.replace(target)
    finally:
        shutil.rmtree(aside)
    return target


_MARKER = ".ogi-export"


def _format(to: str | None, path: Path) -> tuple[str, _Format]:
    if to is None:
        by_ending = {one.ending: name for name, one in _FORMATS.items() if one.ending}
        if path.suffix.lower() not in by_ending:
            raise UnknownName(f"{path.name!r} does not tell the format: say which one, of {', '.join(FORMATS)}.")
        to = by_ending[path.suffix.lower()]
    if to not in _FORMATS:
        raise UnknownName(f"There is no format {to!r}.{near_matches(to, FORMATS)} Formats: {', '.join(FORMATS)}.")
    chosen = _FORMATS[to]
    if chosen.ending and path.suffix.lower() != chosen.ending:
        raise ToolkitError(f"{path.name!r}: a file of that format ends in {chosen.ending}.")
    return to, chosen


def _refuse_foreign(path: Path, chosen: _Format) -> None:
    if chosen.ending is not None:
        if path.is_dir():
            raise ToolkitError(f"{path} is a folder: name a file that ends in {chosen.ending}.")
    elif path.is_file():
        raise ToolkitError(f"{path} is a file: this format fills a folder, name one.")
    elif path.is_dir() and any(path.iterdir()) and not (path / _MARKER).is_file():
        raise ToolkitError(f"{path} holds something else: name a new folder, nothing was written.")
