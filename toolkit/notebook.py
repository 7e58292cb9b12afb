"""How a notebook's displays look, from `notebook.css`: in the colours of whatever shows them, light or dark."""

import re
from functools import cache
from pathlib import Path


@cache
def style() -> str:
    """Returns the style of all displays as an HTML element; each brings it along, since it may be the only one shown.

    >>> style()[:15], style()[-8:], "/*" in style()
    ('<style>div.ogi.', '</style>', False)
    """
    sheet = Path(__file__).with_name("notebook.css").read_text(encoding="utf-8")
    return f"<style>{' '.join(re.sub(r'/[*].*?[*]/', '', sheet, flags=re.DOTALL).split())}</style>"
