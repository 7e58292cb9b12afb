"""The page of a small demo corpus, with what the rules find in it."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import toolkit as tk
from toolkit.dashboard import write_dashboard
from toolkit.demo import write_demo


@cache
def demo_corpus(agencies: int = 8, years: tuple[int, int] = (2021, 2023)) -> tuple[tk.Corpus, tk.Findings]:
    """Returns a demo corpus and its findings; made once."""
    reports = write_demo(Path(mkdtemp()) / "demo", agencies=agencies, years=years) / "reports"
    corpus = tk.load(reports, progress=False)
    return corpus, tk.check(corpus)


def write_demo_page(folder: Path) -> Path:
    """Writes the page of the demo corpus into a folder and returns it."""
    return write_dashboard(*demo_corpus(), folder / "dashboard.html")
