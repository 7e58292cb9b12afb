"""Programs that make the final files: one browser for all prints, one run of the office program for each format."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

from tests.blind_layouts.drawn_ink import EMBEDDED
from tests.blind_layouts.layout import Draft

CHROMIUM = shutil.which("chromium")
SOFFICE = shutil.which("soffice")
_QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML", "pdf": "pdf"}


def there() -> frozenset[str]:
    """Returns which of the things that layouts need are there; all of them where everything must be checked."""
    if os.environ.get("CI") == "true":
        return frozenset({"chromium", "soffice", "font", "pango"})
    found = {"chromium": CHROMIUM, "soffice": SOFFICE, "font": EMBEDDED.is_file(), "pango": find_spec("weasyprint")}
    return frozenset(name for name, value in found.items() if value)


def finished(drafts: Sequence[Draft], folder: Path) -> list[bytes]:
    """Returns the bytes of the final file of each draft.

    Args:
        drafts: in any order.
        folder: an empty one, for what lies in between.
    """
    made: dict[int, bytes] = {at: draft.data for at, draft in enumerate(drafts) if not draft.program}
    with ThreadPoolExecutor(1) as other:  # the two programs are processes of their own
        office = {at: draft for at, draft in enumerate(drafts) if draft.program == "soffice"}
        converted = other.submit(_converted, office, folder)
        made |= _printed({at: draft for at, draft in enumerate(drafts) if draft.program == "chromium"})
        made |= converted.result()
    return [made[at] for at in range(len(drafts))]


def _printed(drafts: dict[int, Draft]) -> dict[int, bytes]:
    if not drafts:
        return {}
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM or "/usr/bin/chromium", args=_QUIET)
        page = browser.new_page()
        made = {}
        for at, draft in drafts.items():
            page.set_content(draft.data.decode())
            made[at] = page.pdf(**draft.options)
        browser.close()
    return made


def _converted(drafts: dict[int, Draft], folder: Path) -> dict[int, bytes]:
    made: dict[int, bytes] = {}
    for kind in sorted({(draft.ending, draft.ends_as) for draft in drafts.values()}):
        waiting = {at: draft for at, draft in drafts.items() if (draft.ending, draft.ends_as) == kind}
        source = folder / "-".join(kind)
        source.mkdir()
        for at, draft in waiting.items():
            (source / f"{at}.{draft.ending}").write_bytes(draft.data)
        options = ["--infilter=HTML (StarWriter)"] if kind == ("html", "docx") else []
        command = [
            SOFFICE or "soffice", "--headless", "--norestore", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *options, "--convert-to", _FILTERS[kind[1]], "--outdir", str(source / "made"),
            *(str(source / f"{at}.{draft.ending}") for at, draft in waiting.items()),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=240)
        made |= {at: (source / "made" / f"{at}.{draft.ends_as}").read_bytes() for at, draft in waiting.items()}
    return made
