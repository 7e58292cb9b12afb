"""Files that other programs make of the demo's prints: PDFs by Chromium and LibreOffice, and LibreOffice's formats.

What they make depends on the machine: it is for measuring readers, never part of the demo's folder.
"""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from toolkit.errors import SourceError

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
_OFFICE = ("soffice", "libreoffice")
_PAGE = 60  # seconds for one page; a browser starts anew for each
_BROWSERS = 3  # at a time
_BATCH = 180  # seconds for a batch of Word files
# Nothing is asked of the network, and no line of the browser's own is printed on the pages.
_QUIETLY = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--no-pdf-header-footer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Maker:
    """A program that makes files of one format out of those of another.

    Attributes:
        name: of what it makes, as the scorecard lists it.
        ending: of the files it makes.
        shapes: names of the shapes whose prints it starts from.
        programs: names the program goes by.
        make: the program's path and the bytes of files to the bytes of files, in their order.
        batch: how many files it is given at a time.
    """

    name: str
    ending: str
    shapes: tuple[str, ...]
    programs: tuple[str, ...]
    make: Callable[[str, Sequence[bytes]], list[bytes]]
    batch: int

    @property
    def program(self) -> str | None:
        """The program's path; None where the machine has none."""
        return next((path for path in map(shutil.which, self.programs) if path), None)

    def __call__(self, files: Sequence[bytes]) -> list[bytes]:
        """Returns what the program makes of files, in their order.

        Raises:
            SourceError: the program is not there, takes too long, or makes nothing of a file.
        """
        program = self.program
        if program is None:
            raise SourceError(f"{self.name} needs {self.programs[0]}: install it, or measure without it.")
        try:
            return self.make(program, files)
        except subprocess.TimeoutExpired as late:
            raise SourceError(f"{self.name}: {program} was not done after {late.timeout:.0f} seconds.") from None


def _printed_by_browser(program: str, files: Sequence[bytes]) -> list[bytes]:
    # A browser mostly waits while it starts.
    with ThreadPoolExecutor(_BROWSERS) as browsers:
        return list(browsers.map(partial(_printed_page, program), files))


def _printed_page(program: str, data: bytes) -> bytes:
    with TemporaryDirectory(prefix="ogi-print-") as name:
        folder = Path(name)
        page, output = folder / "page.html", folder / "page.pdf"
        page.write_bytes(data)
        profile = f"--user-data-dir={folder / 'profile'}"
        _run([program, *_QUIETLY, profile, f"--print-to-pdf={output}", page.as_uri()], _PAGE)
        return _made(output)


def _converted_by_office(to: str, program: str, files: Sequence[bytes]) -> list[bytes]:
    with TemporaryDirectory(prefix="ogi-convert-") as name:
        folder = Path(name)
        sources = [folder / f"{number:05}.docx" for number in range(len(files))]
        for source, data in zip(sources, files, strict=True):
            source.write_bytes(data)
        # A profile of its own: an office that a person has open would refuse the work.
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", to, "--outdir", str(folder / "made")]
        _run([*command, *map(str, sources)], _BATCH)
        return [_made(folder / "made" / f"{source.stem}.{to.partition(':')[0]}") for source in sources]


def _run(command: list[str], seconds: float) -> None:
    subprocess.run(command, capture_output=True, timeout=seconds, check=False)


def _made(path: Path) -> bytes:
    if not path.is_file():
        raise SourceError(f"{path.name} was not made: the program gave up on it.")
    return path.read_bytes()


_PAGES = ("html_clean", "html_cms", "html_cut_table", "html_blank_zeros")
# Printed, a file shows what was struck out of it beside what stands in its place: its truth is another.
_UNEDITED = ("docx_plain", "docx_nested", "docx_numbered")


def _office(name: str, ending: str, shapes: tuple[str, ...] = (*_UNEDITED, "docx_edited")) -> Maker:
    return Maker(name, ending, shapes, _OFFICE, partial(_converted_by_office, ending), 40)


MAKERS: tuple[Maker, ...] = (
    Maker("pdf-chromium", "pdf", _PAGES, _CHROMIUM, _printed_by_browser, 12),
    _office("pdf-libreoffice", "pdf", _UNEDITED),
    _office("doc", "doc"),
    _office("rtf", "rtf"),
    _office("odt", "odt"),
)
