"""Pictures of lines → characters with their places and scores. The only module that speaks to RapidOCR.

It is imported when the first scan is read, and its models are loaded once a process: they lie in RapidOCR's wheel, are
named by their paths, and nothing is ever fetched.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import rapidocr
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Rows × columns × 3 colours (red, green, blue)."""
Quad = NDArray[np.float64]
"""Four corners (x, y), from the top left clockwise."""

_DETECTION = "PP-OCRv6_det_small.onnx"
_RECOGNITION = "PP-OCRv6_rec_small.onnx"
_DETECTED_SIDE = 1280
"""Pixels of the longer side of what the detector sees: 110 dpi of an A4 page; more costs time and finds no more."""
_DIGITS_OF_SCORE = 3


class Character(NamedTuple):
    """A recognised character.

    Attributes:
        text: the character.
        middle: its middle as a share of the picture's width.
        score: how sure the recogniser is (0..1).
        spaced: whether a space stands before it.
    """

    text: str
    middle: float
    score: float
    spaced: bool = False


class Engine:
    """The detector and the recogniser, on one core: equal pictures give equal answers."""

    def __init__(self) -> None:
        models = Path(rapidocr.__file__).parent / "models"
        # On one core whatever the machine has: results do not depend on it, and workers do not fight for cores.
        one = dict.fromkeys(("intra_op_num_threads", "inter_op_num_threads"), 1)
        self._engine: Any = rapidocr.RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,
                "Global.return_word_box": True,
                "Global.max_side_len": _DETECTED_SIDE,
                **{f"EngineConfig.onnxruntime.{name}": value for name, value in one.items()},
                "Det.model_path": str(models / _DETECTION),
                "Rec.model_path": str(models / _RECOGNITION),
                # A lone digit would be padded to 320 pixels else: half of a table's time.
                "Rec.rec_img_shape": [3, 48, 48],
                # One by one is as quick on one core, takes less memory, and no line depends on its neighbours.
                "Rec.rec_batch_num": 1,
            }
        )

    def find_lines(self, picture: Picture) -> list[Quad]:
        """Returns where the lines of text stand, top to bottom."""
        with _memory_told():
            found = self._engine(picture, use_det=True, use_cls=False, use_rec=False).boxes
        return [] if found is None else [np.asarray(quad, dtype=np.float64) for quad in found]

    def read_lines(self, crops: Sequence[Picture]) -> list[tuple[Character, ...]]:
        """Returns the characters of lines, each cut out and upright; white space is left out."""
        if not crops:
            return []
        with _memory_told():
            read = self._engine.recognize_txt(list(crops))
        return [_characters(text, info) for text, info in zip(read.txts, read.word_results, strict=True)]


def _characters(text: str, info: Any) -> tuple[Character, ...]:
    columns = iter([column for word in info.word_cols for column in word])
    scores = info.confs if text else ()
    characters = []
    spaced = False
    for character, score in zip(text, scores, strict=True):
        if not character.isspace():
            middle = (next(columns) + 0.5) / max(info.line_txt_len, 1.0)
            characters.append(Character(character, middle, round(score, _DIGITS_OF_SCORE), spaced))
        spaced = character.isspace()
    return tuple(characters)


@contextmanager
def _memory_told() -> Iterator[None]:
    """Makes a `MemoryError` of what the runtime says where it gets no memory: the document is at fault, not we."""
    try:
        yield
    except Exception as problem:
        if "bad_alloc" in str(problem) or "nsufficient memory" in str(problem):
            raise MemoryError(str(problem)) from None
        raise


@cache
def engine() -> Engine:
    """Returns the engine of this process."""
    # OpenCV's own threads change nothing in what it gives, but take cores from other workers.
    cv2.setNumThreads(1)
    return Engine()
