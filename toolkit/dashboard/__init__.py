"""A corpus and its findings → one HTML page, or one for each province, that opens from disk without a network."""

from toolkit.dashboard.page import write_dashboard
from toolkit.dashboard.provinces import write_provinces

__all__ = ["write_dashboard", "write_provinces"]
