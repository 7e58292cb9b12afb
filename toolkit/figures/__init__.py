"""A frame → one plotly figure, its title saying what is seen, in Chinese or English.

`agency_states` shows who reported what in which year, `findings_by_rule` which rules found something,
`inconsistent_counts` by how much reported numbers miss the recomputed ones. Each is a pure function; none changes or
keeps its frame. Show a figure with `figure.show(config=CONFIG)`: no button then leads out of this machine.
"""

from toolkit.figures.counts import inconsistent_counts
from toolkit.figures.rules import findings_by_rule
from toolkit.figures.states import agency_states
from toolkit.figures.style import CONFIG, DARK, LIGHT

__all__ = ["CONFIG", "DARK", "LIGHT", "agency_states", "findings_by_rule", "inconsistent_counts"]
