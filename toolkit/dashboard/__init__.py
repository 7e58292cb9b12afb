"""Figures → one HTML page that opens from disk and asks no network for anything."""

from toolkit.dashboard.page import write_dashboard

__all__ = ["write_dashboard"]
