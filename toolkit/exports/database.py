"""Tables as one DuckDB database; Chinese labels are the comments of tables and columns."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from toolkit.errors import MissingExtra
from toolkit.exports.tables import Table


def write_duckdb(tables: Sequence[Table], path: Path) -> None:
    """Writes a database with a table each. Its pages carry an id of DuckDB's own: the bytes differ from run to run.

    Args:
        tables: what to write.
        path: of the file; it is not there yet.

    Raises:
        MissingExtra: duckdb is not installed.
    """
    try:
        import duckdb
    except ImportError:
        raise MissingExtra('A DuckDB database needs more: pip install "ogi-toolkit[duckdb]"') from None
    # By way of Parquet: without pyarrow DuckDB takes no polars frame.
    with TemporaryDirectory(prefix="ogi-") as folder, duckdb.connect(str(path)) as base:
        for table in tables:
            file = Path(folder) / f"{table.name}.parquet"
            table.frame.write_parquet(file)
            base.execute(f'CREATE TABLE "{table.name}" AS SELECT * FROM read_parquet(?)', [str(file)])
            base.execute(f'COMMENT ON TABLE "{table.name}" IS {_quoted(table.title_zh)}')
            for name, told in zip(table.frame.columns, table.labels, strict=True):
                base.execute(f'COMMENT ON COLUMN "{table.name}"."{name}" IS {_quoted(told)}')


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
