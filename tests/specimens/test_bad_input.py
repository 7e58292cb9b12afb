"""Bad input costs its own document and nothing else: each file has its line, nobody sees a traceback."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

import toolkit as tk
from tests.specimens.bad_input import BAD, HEAVY, NO_NUMBERS, NOT_UTF8, TRUTH, good, write_all
from tests.specimens.command import ROOT, Run, ogi, refused
from toolkit.errors import ToolkitError

MEMORY = 1_500_000  # KiB of the largest process
SECONDS = 90  # of one heavy document, on a machine with other work to do


def lines_of(store: Path) -> list[dict[str, Any]]:
    return list(tk.open_corpus(store).documents.iter_rows(named=True))


def line_of(store: Path, name: str) -> dict[str, Any]:
    found = [line for line in lines_of(store) if line["source"].endswith(name)]
    assert len(found) == 1, f"{name} has {len(found)} lines in documents"
    return found[0]


def numbers_of(store: Path, line: dict[str, Any]) -> list[dict[tuple[str, str, str], float]]:
    """Returns, for each report of a document, its cells that are numbers."""
    cells = tk.open_corpus(store).cells.select("report_id", "table", "row", "column", "value", "state")
    reports: dict[str, dict[tuple[str, str, str], float]] = {report: {} for report in line["report_ids"] or []}
    for report, table, row, column, value, state in cells.iter_rows():
        if report in reports and state == "number":
            reports[report][table, row, column] = value
    return list(reports.values())


def assert_lawful(
    store: Path, line: dict[str, Any], name: str, statuses: frozenset[str], reasons: frozenset[str]
) -> None:
    assert line["status"] in statuses, f"{name}: {line['status']} ({line['reason']}: {line['detail']})"
    if line["status"] in ("unreadable", "not_a_report"):
        assert line["reason"], f"{name} is {line['status']} without a reason"
        assert line["detail"], f"{name} is {line['status']} without a sentence for a person"
        assert not reasons or line["reason"] in reasons, f"{name}: {line['reason']}, not {sorted(reasons)}"
        assert not line["report_ids"], f"{name} is {line['status']}, yet has reports"
        return
    for numbers in numbers_of(store, line):
        wrong = {key: value for key, value in numbers.items() if TRUTH.get(key) != value}
        assert not wrong, f"{name}: {wrong}"
        if statuses == {"read"} and name not in NO_NUMBERS:
            assert len(numbers) == len(TRUTH), f"{name}: {len(TRUTH) - len(numbers)} numbers were not read"


# ------------------------------------------------------------------------------------- one folder with one of each
@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    """Every bad input beside one good report, with a pipe, a ring of links and a name that is no UTF-8."""
    base = tmp_path_factory.mktemp("bad")
    source = base / "reports"
    source.mkdir()
    write_all(source)
    os.mkfifo(source / "pipe.html")
    (source / "loop").symlink_to(source, target_is_directory=True)
    (source / "ring_a.html").symlink_to(source / "ring_b.html")
    (source / "ring_b.html").symlink_to(source / "ring_a.html")
    (source / "broken_link.html").symlink_to(source / "nowhere.html")
    try:
        (source / NOT_UTF8).write_bytes(good(note="名称乱码").html().encode())
    except OSError:  # a file system that takes UTF-8 only
        (source / "report-plain.html").write_bytes(good(note="名称乱码").html().encode())
    run = ogi("load", source, "--store", base / "store", "--json")
    return base / "store", run


def test_bad_neighbours_do_no_harm(folder: tuple[Path, Run]) -> None:
    store, run = folder
    assert run.code == 0, run.err
    json.loads(run.out)
    line = line_of(store, "/good.html")  # once: the link to the folder itself is not followed for ever
    assert_lawful(store, line, "good.html", frozenset({"read"}), frozenset())


def test_memory_of_the_bad_folder(folder: tuple[Path, Run]) -> None:
    assert folder[1].memory < MEMORY or sys.platform != "linux"


@pytest.mark.parametrize("name", sorted(BAD))
def test_every_file_has_its_line(name: str, folder: tuple[Path, Run]) -> None:
    store, bad = folder[0], BAD[name]
    line = line_of(store, name)
    assert line["bytes"] == len(bad.data)
    assert_lawful(store, line, name, bad.statuses, bad.reasons)


def test_no_file_has_two_lines_and_no_status_is_unknown(folder: tuple[Path, Run]) -> None:
    lines = lines_of(folder[0])
    assert len({line["source"] for line in lines}) == len(lines)
    assert {line["status"] for line in lines} <= {"read", "duplicate", "not_a_report", "unreadable"}
    assert all(line["reason"] is None for line in lines if line["status"] == "read")


def test_name_that_is_no_utf8(folder: tuple[Path, Run]) -> None:
    lines = [line for line in lines_of(folder[0]) if Path(line["source"]).name.startswith("report-")]
    assert len(lines) == 1
    assert lines[0]["status"] in ("read", "unreadable")
    lines[0]["source"].encode("utf-8")  # what is stored can be written anywhere


@pytest.mark.parametrize("name", ["two_reports.html", "two_reports.txt"])
def test_two_reports_in_one_file(name: str, folder: tuple[Path, Run]) -> None:
    store = folder[0]
    line = line_of(store, name)
    first, second = line["report_ids"]
    assert len(first) == 16
    assert second == f"{first}-2"
    reports = tk.open_corpus(store).reports.filter(document_id=line["document_id"]).sort("report_id")
    place = "德清县" if name.endswith("html") else "长兴县"
    assert reports["agency"].to_list() == [f"{place}水利局", f"{place}教育局"]
    assert reports["year"].to_list() == [2023, 2023]


def test_the_same_report_under_two_names(folder: tuple[Path, Run]) -> None:
    lines = [line_of(folder[0], name) for name in ("twin_a.html", "twin_b.html")]
    assert sorted(line["status"] for line in lines) == ["duplicate", "read"]
    assert lines[0]["sha256"] == lines[1]["sha256"]


def test_pictures_for_tables_are_no_zeros(folder: tuple[Path, Run]) -> None:
    store = folder[0]
    line = line_of(store, "pictures_for_tables.html")
    report = tk.open_corpus(store).reports.filter(document_id=line["document_id"])
    assert report["requests_state"].to_list() == ["unreadable"]
    assert not any(numbers_of(store, line))


def test_a_title_that_was_never_filled_in_has_no_region(folder: tuple[Path, Run]) -> None:
    store = folder[0]
    line = line_of(store, "only_xx.html")
    report = tk.open_corpus(store).reports.filter(document_id=line["document_id"]).row(0, named=True)
    assert (report["province"], report["city"], report["county"], report["region_code"]) == (None, None, None, None)
    assert report["year"] == 2023


# ---------------------------------------------------------------------------------------------------- heavy input
@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(HEAVY))
def test_heavy_input_is_bounded(name: str, tmp_path: Path) -> None:
    heavy = HEAVY[name]
    source, store = tmp_path / "reports", tmp_path / "store"
    source.mkdir()
    heavy.write(source / name)
    (source / "good.html").write_bytes(good("天台县水利局").html().encode())
    try:
        run = ogi("load", source, "--store", store, "--json", seconds=SECONDS)
        size = (source / name).stat().st_size
    finally:
        (source / name).unlink()  # pytest keeps the folders of three runs
    assert run.code == 0, run.err
    assert run.memory < MEMORY or sys.platform != "linux", f"{run.memory // 1024} MiB"
    line = line_of(store, name)
    assert line["bytes"] == size
    assert_lawful(store, line, name, heavy.statuses, heavy.reasons)
    assert_lawful(store, line_of(store, "good.html"), "good.html", frozenset({"read"}), frozenset())


def test_too_large_is_told_from_the_size(tmp_path: Path) -> None:
    """Reading 200 MB takes seconds; looking at the size takes none, so the run costs what starting it costs."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "good.html").write_bytes(good().html().encode())
    HEAVY["two_hundred_megabytes.txt"].write(tmp_path / "b" / "large.txt")
    without = ogi("load", tmp_path / "a", "--store", tmp_path / "sa")
    with_it = ogi("load", tmp_path / "b", "--store", tmp_path / "sb")
    assert with_it.memory < without.memory + 100_000
    assert with_it.seconds < without.seconds + 5


# ------------------------------------------------------------------------------------------------ sources and usage
def test_missing_folder_names_its_near_match(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    refused(ogi("load", tmp_path / "reprots", "--store", tmp_path / "store"), "reprots", "reports")
    assert not (tmp_path / "store").exists()


def test_nothing_readable(tmp_path: Path) -> None:
    source = tmp_path / "reports"
    source.mkdir()
    refused(ogi("load", source, "--store", tmp_path / "store"))
    (source / "empty.txt").touch()
    (source / "binary.html").write_bytes(BAD["binary.html"].data)
    refused(ogi("load", source, "--store", tmp_path / "store"))


def test_wrong_use(tmp_path: Path) -> None:
    assert ogi("load").code == 2
    assert ogi("load", tmp_path, "--no-such-option").code == 2
    assert ogi("no-such-command").code == 2
    with pytest.raises(ToolkitError):
        tk.load(tmp_path / "nowhere", progress=False)


def _runs(command: list[str], user: int) -> bool:
    try:
        return subprocess.run(command, cwd=ROOT, user=user, capture_output=True, check=False).returncode == 0
    except PermissionError:
        return False


@pytest.mark.skipif(sys.platform == "win32", reason="no POSIX permissions")
def test_file_without_permission(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Root may read everything: there the command is run as nobody, where nobody may run it."""
    base = Path(tempfile.gettempdir()) if os.geteuid() == 0 else tmp_path_factory.mktemp("locked")
    base = base / f"ogi-locked-{os.getpid()}"
    user = 65534 if os.geteuid() == 0 else None
    source = base / "reports"
    source.mkdir(parents=True)
    try:
        for name in ("good.html", "locked.html"):
            (source / name).write_bytes(good("仙居县水利局", note=name).html().encode())
        (source / "locked.html").chmod(0)
        (source / "locked").mkdir(mode=0)
        base.chmod(0o777)
        probe = [sys.executable, "-c", "import toolkit, polars"]
        if user and not _runs(probe, user):
            pytest.skip("another user cannot run the toolkit here, and root can read every file")
        run = ogi("load", source, "--store", base / "store", user=user)
        assert run.code == 0, run.err
        line = line_of(base / "store", "locked.html")
        assert line["status"] == "unreadable"
        assert line["reason"]
        assert line_of(base / "store", "good.html")["status"] == "read"
    finally:
        (source / "locked").chmod(0o700)
        shutil.rmtree(base, ignore_errors=True)
