"""Reports → polars frames: in memory, in a Parquet store, and derived for the rules.

`frames_of` lays out what was read (in workers), `identify` adds levels and regions (in the parent), `StoreWriter`
keeps it, `Corpus` shows it: `documents`, `reports`, `cells`, … and the derived frames.
"""

from toolkit.corpus.corpus import Corpus, open_corpus
from toolkit.corpus.display import ReportView
from toolkit.corpus.frames import Frames, document_id, frames_of, identify, report_ids
from toolkit.corpus.links import read_links
from toolkit.corpus.metadata import read_metadata
from toolkit.corpus.readings import Changes
from toolkit.corpus.schema import RAW_REPORTS, SCHEMA_VERSION, SCHEMAS, SORT_KEYS
from toolkit.corpus.store import Known, StoreWriter

__all__ = [
    "RAW_REPORTS",
    "SCHEMAS",
    "SCHEMA_VERSION",
    "SORT_KEYS",
    "Changes",
    "Corpus",
    "Frames",
    "Known",
    "ReportView",
    "StoreWriter",
    "document_id",
    "frames_of",
    "identify",
    "open_corpus",
    "read_links",
    "read_metadata",
    "report_ids",
]
