"""A small demo, and a report that does not say whose it is; loaded and checked once."""

import pytest

import toolkit as tk
from tests.explorer.made_up import UNNAMED
from toolkit.demo import write_demo


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[tk.Corpus, tk.Findings]:
    folder = write_demo(tmp_path_factory.mktemp("explorer"), agencies=12, years=(2021, 2023)) / "reports"
    (folder / "whose.txt").write_text(UNNAMED, encoding="utf-8")
    corpus = tk.load(folder, progress=False)
    return corpus, tk.check(corpus)
