"""The files that pages are made of: HTML with places to fill in, style, scripts."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

_HERE = Path(__file__).parent


def template(name: str) -> Template:
    """Returns a template; what is filled in is escaped."""
    return _environment().get_template(name)


def text_of(name: str) -> str:
    """Returns a file as text."""
    return (_HERE / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(_HERE)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
