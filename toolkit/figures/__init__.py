"""A frame → one plotly figure, its title saying what is seen, in Chinese or English.

`agency_states` shows who reported what in which year, `findings_by_rule` which rules found something,
`inconsistent_counts` by how much reported numbers miss the recomputed ones. Each is a pure function; none changes or
keeps its frame. Show a figure with `figure.show(config=CONFIG)`: no button then leads out of this machine.
"""

from toolkit.figures.chains import carry_over_chains
from toolkit.figures.cities import city_areas
from toolkit.figures.claims import claims_against_tables
from toolkit.figures.counts import inconsistent_counts
from toolkit.figures.flow import request_flow
from toolkit.figures.outcomes import outcome_shares
from toolkit.figures.provinces import province_map
from toolkit.figures.publication import publication_dates
from toolkit.figures.repetition import repeated_prose
from toolkit.figures.rule_years import findings_by_year
from toolkit.figures.rules import findings_by_rule
from toolkit.figures.shares import zero_shares, zero_streaks
from toolkit.figures.states import agency_states
from toolkit.figures.style import CONFIG, DARK, LIGHT

__all__ = [
    "CONFIG",
    "DARK",
    "LIGHT",
    "agency_states",
    "carry_over_chains",
    "city_areas",
    "claims_against_tables",
    "findings_by_rule",
    "findings_by_year",
    "inconsistent_counts",
    "outcome_shares",
    "province_map",
    "publication_dates",
    "repeated_prose",
    "request_flow",
    "zero_shares",
    "zero_streaks",
]
