"""A corpus and its findings as files of other programs: CSV, Excel, Parquet, DuckDB, Stata, SPSS.

Every format carries the same tables (`tables.py`): the panel, the states of what is no number in it, the findings,
every agency's years, and a codebook that says what each column is. What a file cannot hold is an error, never left out.
"""

from toolkit.exports.writing import FORMATS, export

__all__ = ["FORMATS", "export"]
