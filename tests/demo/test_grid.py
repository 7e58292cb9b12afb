"""Merged fields are spread over the grid they cover."""

from toolkit.demo.grid import spread
from toolkit.demo.layout import Field


def test_a_field_merged_both_ways_covers_all_its_places() -> None:
    corner, wide, low = Field("corner", columns=2, rows=3), Field("wide", columns=2), Field("low")
    grid = spread([[corner, wide], [low, low], [low, low], [low, low, wide]])
    assert [[spot.field.text for spot in row] for row in grid] == [
        ["corner", "corner", "wide", "wide"],
        ["corner", "corner", "low", "low"],
        ["corner", "corner", "low", "low"],
        ["low", "low", "wide", "wide"],
    ]
    assert [(spot.down, spot.right) for spot in grid[2][:2]] == [(2, 0), (2, 1)]
