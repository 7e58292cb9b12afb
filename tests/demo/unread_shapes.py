"""Shapes whose tables are not read yet, so that a test can say so of them by name."""

UNREAD = frozenset({"pdf_borderless", "pdf_dotted", "pdf_horizontal"})
