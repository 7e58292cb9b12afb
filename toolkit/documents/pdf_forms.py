"""Characters as fonts of PDFs name them → as a person would type them."""

import unicodedata
from collections.abc import Mapping

# Radicals that Unicode gives no plain form for, as fonts of browsers' PDFs name them.
_RADICAL_PAIRS = (
    "⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙"
)
_RADICALS = dict(zip(_RADICAL_PAIRS[::2], _RADICAL_PAIRS[1::2], strict=True))


def _plain_forms() -> dict[str, str]:
    """Compatibility forms that fonts bring in → what a person would type.

    Radicals, compatibility ideographs, upright brackets, ligatures. Not full-width forms, which are as printed, and not
    ① or ², which NFKC would make digits of.
    """
    ranges = ((0x2E80, 0x2FD6), (0xF900, 0xFB07), (0xFE10, 0xFE1A), (0xFE30, 0xFE50), (0x2F800, 0x2FA1E))
    plain = {chr(code): unicodedata.normalize("NFKC", chr(code)) for low, high in ranges for code in range(low, high)}
    forms = {form: text for form, text in (plain | _RADICALS).items() if form != text}
    brackets = str.maketrans("(){},:;!?", "（）｛｝，：；！？")
    return {form: text.translate(brackets) for form, text in forms.items()}


PLAIN_FORMS: Mapping[str, str] = _plain_forms()
"""Radicals and compatibility forms → plain characters."""
RADICAL_RESULTS = frozenset(text for form, text in PLAIN_FORMS.items() if 0x2E80 <= ord(form) < 0x2FD6)
"""What PDFium itself makes of radicals."""
