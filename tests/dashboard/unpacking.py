"""A page taken apart: its elements, as a browser meets them, and the data it holds."""

import json
import zlib
from base64 import b64decode
from html.parser import HTMLParser
from typing import Any


class Elements(HTMLParser):
    """Collects elements, attributes and script texts as a browser meets them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.text: list[str] = []
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts[-1] += data
        elif self._inside != "style":
            self.text.append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def held(self, name: str) -> dict[str, Any]:
        """What the page holds under a name: `page`, `data` or `tables`."""
        place = [script.get("id") for script in self.named("script")].index(name)
        found: dict[str, Any] = json.loads(zlib.decompress(b64decode(self.scripts[place])))
        return found
