"""What every reader is: a format's bytes in, blocks out."""

from collections.abc import Collection
from typing import Protocol

from toolkit.records import SourceText


class Unreadable(Exception):
    """A document that cannot be read: a short code and one sentence for a person."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail = reason, detail


class Reader(Protocol):
    """Reads the documents of some formats."""

    @property
    def formats(self) -> Collection[str]:
        """The formats it reads, as `documents.format` names them."""
        ...

    def read(self, data: bytes) -> SourceText:
        """Returns the document's blocks.

        Raises:
            Unreadable: the content is not what its format says, or is beyond the limits.
        """
        ...
