"""An explorer of a corpus and its findings for Jupyter: filters, figures, agencies, reports, evidence.

`choice` says what is asked for, `entries` finds it in the frames, `pictures` draws it, `summary` tells it as HTML where
no widget can run, `panel` is the widget. Only `panel` needs ipywidgets.
"""

from toolkit.explorer.explorer import Explorer, explore

__all__ = ["Explorer", "explore"]
