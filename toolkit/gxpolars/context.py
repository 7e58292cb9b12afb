"""A context of Great Expectations that knows polars, and is quiet."""

from typing import TYPE_CHECKING, Any

import toolkit.gxpolars.datasource  # noqa: F401  (a context knows only the sources that are there before it)

if TYPE_CHECKING:
    from great_expectations.data_context import AbstractDataContext


def get_context(**choices: Any) -> "AbstractDataContext":
    """Returns a context whose `data_sources` have `add_polars`, without progress bars.

    Args:
        **choices: as for `great_expectations.get_context`; without any the context is in memory only.
    """
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context: AbstractDataContext = gx.get_context(**(choices or {"mode": "ephemeral"}))
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context
