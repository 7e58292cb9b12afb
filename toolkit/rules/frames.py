"""What the rules ask of a corpus."""

from typing import Protocol

import polars as pl

from toolkit.codebook import Codebook


class HasFrames(Protocol):
    """A corpus, as far as the rules need one: its forms, and its frames by name."""

    @property
    def codebook(self) -> Codebook: ...
    def frame(self, name: str) -> pl.DataFrame: ...
