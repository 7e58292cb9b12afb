"""Fields of the widget with their names: a label of their own, above them, that is read out with them."""

from typing import Any

import ipywidgets as w


def named(field: Any, name: str) -> Any:
    """Returns a field with its name above it.

    Args:
        field: a widget with a description.
        name: what it is called.
    """
    field.description = name
    # Else ipywidgets cuts a name at the width of its own column of names.
    field.style.description_width = "initial"
    return field.add_class("ogi-field")


def listing(name: str) -> w.Select:
    """Returns an empty list to pick from.

    Args:
        name: what it is called.
    """
    field: w.Select = named(w.Select(options=[], rows=12), name)
    return field.add_class("ogi-list")


def said(html: str, lang: str) -> str:
    """Returns HTML that says in which language it is.

    >>> said("<p>机关</p>", "zh")
    '<div lang="zh"><p>机关</p></div>'
    """
    return f'<div lang="{lang}">{html}</div>'
