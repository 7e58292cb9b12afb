"""What the toolkit says to a person, in English and Chinese, from `messages.toml`."""

import tomllib
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

LANGUAGES = ("en", "zh")


@cache
def _messages() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("messages.toml").read_text(encoding="utf-8"))


def message(name: str, lang: str = "en", **values: object) -> str:
    """Returns a message in a language.

    Args:
        name: `group.name`, as in `messages.toml`; a name that is not there comes back as it is (codes of reasons).
        lang: `en` or `zh`.
        **values: what the message names in braces.

    >>> message("summary.files", "zh"), message("statuses.read")
    ('文件', 'read')
    >>> message("explorer.elsewhere", findings="1 finding"), message("explorer.elsewhere", findings="21 findings")
    ('1 finding is about none of these reports', '21 findings are about none of these reports')
    """
    group, _, key = name.partition(".")
    entry = _messages().get(group, {}).get(key)
    return _FILLED.vformat(entry[lang], (), values) if entry else key


class _Numbered(Formatter):
    """Fills in values; `{count:is|are}` is the first word for one, the second for any other number."""

    def format_field(self, value: Any, format_spec: str) -> str:
        one, chooses, many = format_spec.partition("|")
        if not chooses:
            return str(super().format_field(value, format_spec))
        return one if str(value).partition(" ")[0] == "1" else many


_FILLED = _Numbered()


def named_in(group: str) -> dict[str, dict[str, str]]:
    """Returns the messages of a group as they are written: by name, then by language.

    >>> named_in("nouns")["rule"]["zh"]
    '条规则'
    """
    entries: dict[str, dict[str, str]] = _messages().get(group, {})
    return entries


def counted(count: int, noun: str, lang: str = "en") -> str:
    """Returns a number with its noun, one or many.

    Args:
        count: how many.
        noun: a name in `messages.toml` under `nouns`.
        lang: `en` or `zh`.

    >>> counted(1, "agency"), counted(1200, "agency"), counted(1200, "agency", "zh")
    ('1 agency', '1,200 agencies', '1,200 个机关')
    """
    one, _, many = message(f"nouns.{noun}", lang).partition("|")
    return f"{count:,} {one if count == 1 or not many else many}"
