"""A straight page → its ink and its ruling lines."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from toolkit.documents.pdf_rules import Rule, Rules

Mask = NDArray[np.uint8]

# In points. Runs of ink longer than this are pieces of rules, not strokes of letters.
_RUN_ACROSS, _RUN_DOWN = 17.0, 17.0
# A whole rule is longer, and no thicker than this.
_SHORTEST_ACROSS, _SHORTEST_DOWN = 24.0, 17.0
_THICKEST = 5.0
# An upright rule meets a level one this near, or is this long.
_NEAR, _LONG = 3.0, 60.0
# Upright rules end at one height, so many of them at the end of a row; one broken by a fold goes on this near.
_TOGETHER, _ENOUGH, _FOLD = 1.5, 3, 15.0
# So close beside a rule, no more than this share is ink.
_BESIDE, _IN_TEXT = 1.6, 0.3
# Letters grown together make a level run as long as a line of text is, an upright one at most so long.
_LINE_OF_TEXT, _COLUMN_OF_TEXT = float("inf"), 60.0
# Ink is darker than what is around it, within this many points, by this much of 255.
_AROUND = 16.0
# The lightest of so many pixels is paper.
_PAPER = 13
_DARKER = 12


class Ink(NamedTuple):
    """What is dark on a page, without its rules, and the rules.

    Attributes:
        letters: 255 where there is ink that is no rule.
        rules: the ruling lines, in points.
        lines: 255 where they are drawn.
    """

    letters: Mask
    rules: Rules
    lines: Mask


def find_ink(grey: NDArray[np.uint8], scale: float) -> Ink:
    """Returns the ink and the rules of a straight page.

    Args:
        grey: the page without colours.
        scale: points a pixel.
    """
    block = int(_AROUND / scale) | 1
    # By what is around it: shadows and grey backgrounds are no ink, pale rules are.
    dark = np.asarray(
        cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, _DARKER), np.uint8
    )
    lines = np.zeros_like(dark)
    across = _rules(dark, scale, _RUN_ACROSS, _SHORTEST_ACROSS, lines, lambda _: True, _LINE_OF_TEXT)
    upright = np.zeros_like(dark.T)

    def stands(down: Rule) -> bool:
        # A title's letters have strokes as long as a row is high; they stand on no rule.
        return down.end - down.start > _LONG or any(_touch(rule, down) for rule in across)

    down = _rules(np.ascontiguousarray(dark.T), scale, _RUN_DOWN, _SHORTEST_DOWN, upright, stands, _COLUMN_OF_TEXT)
    across += _pale(across, down)
    lines |= upright.T
    # A rule's rim is ink too.
    grown = cv2.dilate(lines, np.ones((3, 3), np.uint8))
    letters = np.asarray(cv2.bitwise_and(dark, cv2.bitwise_not(grown)), np.uint8)
    return Ink(letters, Rules(across, down), np.asarray(lines, np.uint8))


def _pale(across: Sequence[Rule], down: Sequence[Rule]) -> list[Rule]:
    """Rules too pale to be seen, or not drawn, at which upright ones side by side end: a row of a table ends there.

    Browsers draw a cell's lower border in two greys, the darker of them with the row below: at the end of a page only
    the paler is left.
    """
    found: list[Rule] = []
    for end_of, step in ((_end, 1), (_start, -1)):
        # What goes on below a fold or a white streak does not end there.
        ending = sorted((rule for rule in down if not _goes_on(rule, down, end_of, step)), key=end_of)
        for group in _at_one_height(ending, end_of):
            at = sum(map(end_of, group)) / len(group)
            passing = [rule for rule in down if rule.start < at - _NEAR and at + _NEAR < rule.end]
            # Cells are rectangles: a rule that ends inside a table ends on one that runs to both its neighbours.
            for left, right in pairwise(sorted([*group, *passing])):
                if (left in group or right in group) and _are_of_one_table(left.at, right.at, across):
                    found.append(Rule(at, left.at, right.at))
    return [gap for gap in found if not any(map(partial(_covers, gap), across))]


def _are_of_one_table(left: float, right: float, across: Sequence[Rule]) -> bool:
    return any(rule.start - _NEAR <= left and right <= rule.end + _NEAR for rule in across)


def _covers(gap: Rule, seen: Rule) -> bool:
    """Whether a rule is seen where one is looked for."""
    return abs(seen.at - gap.at) < _NEAR + 1 and seen.start < (gap.start + gap.end) / 2 < seen.end


def _start(rule: Rule) -> float:
    return rule.start


def _end(rule: Rule) -> float:
    return rule.end


def _goes_on(rule: Rule, others: Sequence[Rule], end_of: Callable[[Rule], float], step: int) -> bool:
    """Whether another upright rule begins a little beyond the end of one."""
    begin_of, at = _start if step > 0 else _end, end_of(rule)
    return any(
        other is not rule and abs(other.at - rule.at) < _NEAR and -_NEAR < step * (begin_of(other) - at) < _FOLD
        for other in others
    )


def _at_one_height(rules: Sequence[Rule], end_of: Callable[[Rule], float]) -> list[list[Rule]]:
    """Rules, sorted by their ends, in groups that end together and are enough for a row."""
    groups: list[list[Rule]] = []
    for rule in rules:
        if groups and end_of(rule) - end_of(groups[-1][-1]) < _TOGETHER:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return [group for group in groups if len(group) >= _ENOUGH]


def without_rules(picture: NDArray[np.uint8], ink: Ink) -> NDArray[np.uint8]:
    """Returns a picture with paper where its rules are: beside a digit, a piece of an upright one reads as a 1."""
    paper = cv2.dilate(picture, np.ones((_PAPER, _PAPER), np.uint8))
    rim = cv2.dilate(ink.lines, np.ones((5, 5), np.uint8))
    return np.where(rim[:, :, None] > 0, paper, picture).astype(np.uint8)


def _touch(across: Rule, down: Rule) -> bool:
    return across.start - _NEAR <= down.at <= across.end + _NEAR and down.start - _NEAR <= across.at <= down.end + _NEAR


def _rules(
    dark: Mask,
    scale: float,
    run: float,
    shortest: float,
    lines: Mask,
    is_one: Callable[[Rule], bool],
    longest_text: float,
) -> list[Rule]:
    """The level rules of a page in points, where `is_one` agrees; their pixels are set in `lines`.

    What is longer than `longest_text` is no run of letters.
    """
    # A lost pixel does not end a run; more would join letters to the rule beside them.
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, 2), np.uint8))
    thick = cv2.dilate(closed, np.ones((2, 1), np.uint8))
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, int(run / scale)), np.uint8))
    joined = cv2.dilate(runs, np.ones((3, 3), np.uint8))
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(joined)
    rules = []
    for number, (x, y, wide, high, area) in enumerate(boxes[1:].tolist(), 1):
        # Thickness by the area: a rule that still slopes a little fills only part of its box.
        if wide * scale < shortest or area / wide * scale > _THICKEST + 2 * scale:
            continue
        if wide * scale < longest_text and _is_in_text(dark, x, y, wide, high, max(2, int(_BESIDE / scale))):
            continue
        rule = Rule((y + high / 2) * scale, (x + 1) * scale, (x + wide - 1) * scale)
        if not is_one(rule):
            continue
        rules.append(rule)
        lines[y : y + high, x : x + wide] |= np.where(
            labels[y : y + high, x : x + wide] == number, runs[y : y + high, x : x + wide], 0
        ).astype(np.uint8)
    return rules


def _is_in_text(dark: Mask, x: int, y: int, wide: int, high: int, beside: int) -> bool:
    """Whether a run goes through letters that noise and a coarse scan grew together: ink lies all along it."""
    above = dark[max(y - 1 - beside, 0) : max(y - 1, 0), x : x + wide]
    below = dark[y + high + 1 : y + high + 1 + beside, x : x + wide]
    shares = [float(side.mean()) / 255 if side.size else 0.0 for side in (above, below)]
    return max(shares) > _IN_TEXT
