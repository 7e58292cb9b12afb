"""The errors a user can cause; each says what, where, near matches, and what to do."""

from collections.abc import Iterable
from difflib import get_close_matches


class ToolkitError(Exception):
    """Anything a user can mend: the command line prints its text and exits with 2."""


class CodebookError(ToolkitError):
    """The codebook file is not in order."""


class SourceError(ToolkitError):
    """What was to be loaded is not there or cannot be used."""


class StoreError(ToolkitError):
    """The store is damaged, of another version, or not a store."""


class MetadataError(ToolkitError):
    """The metadata table cannot be used."""


class ParsedInputError(ToolkitError):
    """A table of parsed numbers, or the mapping it is read by, cannot be used.

    `reason` is the code that its line in `documents` gets where it was found in a folder: `bad_columns`, `bad_rows`,
    `empty`, `too_large`, or `other_page` for a table of something else.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail

    def __reduce__(self) -> tuple[type["ParsedInputError"], tuple[str, str]]:
        return type(self), (self.reason, self.detail)


class SuiteError(ToolkitError):
    """There is no such expectation suite, or it cannot be used."""


class MissingExtra(ToolkitError):
    """What was asked for needs an optional part of the toolkit that is not installed."""


class UnknownName(ToolkitError):
    """A name (report, column, table, row, …) that is not there."""


def near_matches(name: str, known: Iterable[str], *, most: int = 3) -> str:
    """Returns ` Did you mean 'a' or 'b'?`, or an empty text when nothing is near.

    Args:
        name: what the user wrote.
        known: the names there are.
        most: how many to offer.

    >>> near_matches("requsts", ["requests", "review"])
    " Did you mean 'requests'?"
    >>> near_matches("qqq", ["requests"])
    ''
    """
    found = get_close_matches(name, list(known), n=most, cutoff=0.6)
    return f" Did you mean {' or '.join(repr(match) for match in found)}?" if found else ""
