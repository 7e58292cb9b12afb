"""PDFs read a second time by OCR: the frame, the store, the summary, and what is said without the extra."""

from pathlib import Path

import pytest

import toolkit as tk
from tests.specimens.drawn_pdf import draw_report
from tests.specimens.printed_page import numbers, page
from toolkit import cli
from toolkit.documents import ocr
from toolkit.workers import Limits

PATIENT = Limits(seconds=300.0, megabytes=1536)
"""A page takes seconds, on a machine with other work a minute."""


@pytest.mark.slow
def test_a_second_reading_is_kept_and_asked_for_once(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(draw_report(page("安吉县水利局", numbers("2021")), 20))
    plain = tk.load(folder, store=tmp_path / "store", progress=False, workers=1)
    assert plain.second_readings.is_empty()
    first = plain.cells
    twice = tk.load(folder, store=tmp_path / "store", progress=False, workers=1, verify="ocr", limits=PATIENT)
    assert twice.cells.equals(first)
    assert twice.second_readings.height == first.height
    assert twice.second_readings.filter(agrees=False).is_empty()
    assert twice.second_readings.filter(agrees=True).height >= 0.99 * first.height
    # Read well enough already: nothing is read again, nothing is lost.
    again = tk.load(folder, store=tmp_path / "store", progress=False, workers=1)
    assert again.second_readings.equals(tk.open_corpus(tmp_path / "store").second_readings)
    assert again.second_readings.height == first.height
    assert cli.summary_of(again, store="")["read_twice"] == first.height


def test_without_the_extra_it_is_wrong_use(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda _: None)
    with pytest.raises(tk.MissingExtra, match=r"pip install .ogi-toolkit\[ocr\]."):
        tk.load(tmp_path, verify="ocr")


def test_another_way_to_read_again_is_not_known(tmp_path: Path) -> None:
    with pytest.raises(tk.UnknownName, match="'ocr'"):
        tk.load(tmp_path, verify="eyes")
