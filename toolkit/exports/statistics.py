"""Tables for Stata and SPSS. Why a number is not there is kept: as `.a` to `.c` in Stata, as missing codes in SPSS."""

from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl

from toolkit.errors import MissingExtra
from toolkit.exports.names import short_name
from toolkit.exports.tables import STATES, Table, cell_key
from toolkit.labels import label

STATA_MISSING = dict(zip(STATES, "abc", strict=True))
SPSS_MISSING = dict(zip(STATES, (-9001.0, -9002.0, -9003.0), strict=True))
"""What stands for a number that is not there. No count is that low; amounts are not negative."""

_STATA_TEXT = 80  # what a label may hold, in characters
_STAMP, _NO_TIME = b"<timestamp>\x11", b"01 Jan 2000 00:00"
_SPSS_DAY, _SPSS_NO_TIME = 92, b"01 Jan 0000:00:00"


def write_stata(tables: Sequence[Table], folder: Path) -> None:
    """Writes a `.dta` file per table (version 15, UTF-8). Of the panel `.a` is blank, `.b` unreadable, `.c` missing.

    Args:
        tables: what to write.
        folder: where to; it is there.

    Raises:
        MissingExtra: pyreadstat is not installed.
    """
    writer = _pyreadstat("Stata")
    states = _states_of(tables)
    for table in tables:
        frame, missing = _panel_with(table, states, STATA_MISSING, objects=True)
        path = folder / f"{table.name}.dta"
        writer.write_dta(
            _short(frame), path, file_label=table.title_zh[:_STATA_TEXT], version=15,
            column_labels=_labels(table), missing_user_values={name: list("abc") for name in missing},
        )  # fmt: skip
        _without_time(path, path.read_bytes().index(_STAMP) + len(_STAMP), _NO_TIME)


def write_spss(tables: Sequence[Table], folder: Path) -> None:
    """Writes a `.sav` file per table. Of the panel −9001 is blank, −9002 unreadable, −9003 missing, declared missing.

    Args:
        tables: what to write.
        folder: where to; it is there.

    Raises:
        MissingExtra: pyreadstat is not installed.
    """
    writer = _pyreadstat("SPSS")
    states = _states_of(tables)
    told = {code: label("cell_states", state) for state, code in SPSS_MISSING.items()}
    for table in tables:
        frame, missing = _panel_with(table, states, SPSS_MISSING, objects=False)
        path = folder / f"{table.name}.sav"
        writer.write_sav(
            _short(frame), path, file_label=table.title_zh, column_labels=_labels(table),
            missing_ranges={name: list(SPSS_MISSING.values()) for name in missing},
            variable_value_labels=dict.fromkeys(missing, told),
        )  # fmt: skip
        _without_time(path, _SPSS_DAY, _SPSS_NO_TIME)


def _pyreadstat(program: str) -> ModuleType:
    try:
        import pyreadstat
    except ImportError:
        raise MissingExtra(f'Files for {program} need more: pip install "ogi-toolkit[stata]"') from None
    module: ModuleType = pyreadstat
    return module


def _states_of(tables: Sequence[Table]) -> pl.DataFrame:
    return next(table.frame for table in tables if table.name == "panel_states")


def _panel_with(
    table: Table, states: pl.DataFrame, codes: dict[str, Any], *, objects: bool
) -> tuple[pl.DataFrame, list[str]]:
    """The panel with codes where there is no number but a state, and the short names of the columns that have some."""
    frame = table.frame
    if table.name != "panel":
        return frame, []
    marked = [name for name in frame.columns if cell_key(name) and states[name].null_count() < states.height]
    columns: list[pl.Series] = []
    for name in marked:
        instead = states[name].replace_strict(codes, return_dtype=pl.String if objects else pl.Float64)
        if objects:
            mixed = [b if b is not None else a for a, b in zip(frame[name], instead, strict=True)]
            columns.append(pl.Series(name, mixed, dtype=pl.Object))
        else:
            columns.append(frame.select(pl.coalesce(pl.col(name), instead)).to_series().alias(name))
    return frame.with_columns(columns), [short_name(name) for name in marked]


def _short(frame: pl.DataFrame) -> pl.DataFrame:
    plain = frame.with_columns(
        *(pl.col(name).cast(pl.Int8) for name, dtype in frame.schema.items() if dtype == pl.Boolean),
        *(pl.col(name).cast(pl.List(pl.String)).list.join(" ") for name, dtype in frame.schema.items()
          if isinstance(dtype, pl.List)),
    )  # fmt: skip
    return plain.rename({name: short_name(name) for name in plain.columns})


def _labels(table: Table) -> dict[str, str]:
    # The end of a cell's label says which cell it is; the table's name before it may go.
    return {short_name(name): told[-_STATA_TEXT:] for name, told in zip(table.frame.columns, table.labels, strict=True)}


def _without_time(path: Path, at: int, text: bytes) -> None:
    """Overwrites the time of writing: equal tables give equal bytes."""
    with path.open("r+b") as file:
        file.seek(at)
        file.write(text)
