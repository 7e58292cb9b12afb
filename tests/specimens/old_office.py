"""Documents as the programs of old wrote them: the demo's, saved anew by LibreOffice."""

import random
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from toolkit.demo import Printed, true_reports
from toolkit.demo.shape import Shape

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def printed(shapes: Mapping[str, Shape], count: int) -> dict[str, Printed]:
    """Returns so many reports in each of the shapes, by a name that no two share."""
    reports = true_reports(agencies=count // 5 + 3, years=(2019, 2024), fault_rate=0.0)[:count]
    return {
        f"{number:03}_{name}": shape(report, random.Random(number))
        for number, report in enumerate(reports)
        for name, shape in shapes.items()
    }


def save_as(program: str, target: str, files: Mapping[str, bytes], ending: str, folder: Path) -> list[Path]:
    """Saves files in another format and returns where they are, in their order.

    Args:
        program: LibreOffice.
        target: the format's ending, with the filter where there are several: `rtf`.
        files: contents by name, without ending.
        ending: theirs.
        folder: where to; beside it the files before, and a profile.
    """
    before = folder.with_name(f"{folder.name}-before")
    before.mkdir(parents=True)
    for name, data in files.items():
        (before / f"{name}.{ending}").write_bytes(data)
    paths: Sequence[Path] = [before / f"{name}.{ending}" for name in files]
    profile = f"-env:UserInstallation={folder.with_name(f'{folder.name}-profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", target, "--outdir", str(folder), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [folder / f"{name}.{target.partition(':')[0]}" for name in files]
