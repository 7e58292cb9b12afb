"""A small demo, and a report that does not say whose it is; loaded and checked once."""

import pytest

import toolkit as tk
from toolkit.demo import write_demo

_UNNAMED = """政府信息公开工作年度报告
一、总体情况
无。
二、主动公开政府信息情况
无。
三、收到和处理政府信息公开申请情况
无。
四、政府信息公开行政复议、行政诉讼情况
无。
"""


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[tk.Corpus, tk.Findings]:
    folder = write_demo(tmp_path_factory.mktemp("explorer"), agencies=12, years=(2021, 2023)) / "reports"
    (folder / "whose.txt").write_text(_UNNAMED, encoding="utf-8")
    corpus = tk.load(folder, progress=False)
    return corpus, tk.check(corpus)
