"""What every reader is: a format's bytes in, blocks out."""

from collections.abc import Callable, Collection
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


def unwatched() -> None:
    """Does nothing: for pages of which nobody wants to hear."""


class PageReader(Protocol):
    """Reads documents page by page, of which one may take seconds."""

    @property
    def formats(self) -> Collection[str]:
        """The formats it reads, as `documents.format` names them."""
        ...

    def read(self, data: bytes, on_page: Callable[[], None] = unwatched) -> SourceText:
        """Returns the document's blocks.

        Args:
            data: the whole content.
            on_page: called before each page that takes seconds.

        Raises:
            Unreadable: the content is not what its format says, or is beyond the limits.
        """
        ...
