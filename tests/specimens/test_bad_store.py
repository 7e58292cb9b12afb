"""Metadata and stores that cannot be used are refused, saying why; nothing of the user's is touched."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import toolkit as tk
from tests.specimens.bad_input import BAD, good
from tests.specimens.command import ogi, refused
from toolkit.errors import ToolkitError

FRAMES = ("documents", "reports", "cells", "leftovers", "sections", "agency_years", "panel")


# ------------------------------------------------------------------------------------------------------- metadata
METADATA: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "wrong_column": ("sorce,agency\na.html,安吉县水利局\n".encode(), ("sorce", "'source'")),
    "wrong_second_column": ("source,agncy\na.html,安吉县水利局\n".encode(), ("agncy", "'agency'")),
    "no_key": ("agency,year\n安吉县水利局,2023\n".encode(), ("source", "report_id")),
    "year_no_number": ("source,year\ngood.html,去年\n".encode(), ("year", "去年")),
    "published_no_date": ("source,published\ngood.html,春天\n".encode(), ("published", "春天")),
    "key_twice": (b"source,year\ngood.html,2022\ngood.html,2021\n", ("good.html",)),
    "empty": (b"", ()),
    "binary": (BAD["binary.txt"].data, ()),
}


@pytest.mark.parametrize("name", METADATA)
def test_metadata_that_cannot_be_used(name: str, tmp_path: Path) -> None:
    data, told = METADATA[name]
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "good.html").write_bytes(good().html().encode())
    (tmp_path / "meta.csv").write_bytes(data)
    run = ogi("load", tmp_path / "reports", "--store", tmp_path / "store", "--metadata", tmp_path / "meta.csv")
    refused(run, "meta.csv", *told)


def test_missing_metadata_file(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_bytes(good().html().encode())
    (tmp_path / "agencies.csv").write_text("source,agency\n")
    refused(
        ogi("load", tmp_path / "good.html", "--store", tmp_path / "s", "--metadata", tmp_path / "agencys.csv"),
        "agencys.csv",
    )


# ---------------------------------------------------------------------------------------------------------- stores
@pytest.fixture(scope="module")
def whole_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("whole")
    (base / "reports").mkdir()
    (base / "reports" / "good.html").write_bytes(good().html().encode())
    tk.load(base / "reports", store=base / "store", progress=False)
    return base / "store"


def _other_schema(store: Path) -> None:
    path = store / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    names = [name for name in manifest if "schema" in name]
    assert names, f"the manifest tells no schema version: {sorted(manifest)}"
    for name in names:
        manifest[name] = 999 if isinstance(manifest[name], int) else "999"
    path.write_text(json.dumps(manifest), "utf-8")


def _manifest(text: str) -> Callable[[Path], None]:
    def write(store: Path) -> None:
        (store / "manifest.json").write_text(text, "utf-8")

    return write


def _cut_manifest(store: Path) -> None:
    data = (store / "manifest.json").read_bytes()
    (store / "manifest.json").write_bytes(data[: len(data) // 2])


def _parts(store: Path) -> list[Path]:
    parts = sorted(store.rglob("*.parquet"), key=lambda path: (path.stat().st_size, str(path)))
    assert parts
    return parts


def _cut_part(store: Path) -> None:
    part = _parts(store)[-1]
    part.write_bytes(part.read_bytes()[: part.stat().st_size // 2])


def _part_of_noise(store: Path) -> None:
    part = _parts(store)[-1]
    part.write_bytes(b"PAR1" + bytes(range(256)) * 20 + b"PAR1")


def _part_gone(store: Path) -> None:
    _parts(store)[-1].unlink()


def _manifest_gone(store: Path) -> None:
    (store / "manifest.json").unlink()


def _other_part(store: Path) -> None:
    """A part is a valid file, but another frame's."""
    parts = _parts(store)
    parts[-1].write_bytes(parts[0].read_bytes())


STORES: dict[str, Callable[[Path], None]] = {
    "other_schema": _other_schema, "cut_manifest": _cut_manifest, "manifest_gone": _manifest_gone,
    "manifest_empty": _manifest(""), "manifest_list": _manifest("[]"), "manifest_null": _manifest("null"),
    "manifest_bare": _manifest("{}"), "manifest_nested": _manifest("[" * 100_000),
    "cut_part": _cut_part, "part_of_noise": _part_of_noise, "part_gone": _part_gone, "other_part": _other_part,
}  # fmt: skip


@pytest.mark.parametrize("name", STORES)
def test_store_that_cannot_be_used(name: str, whole_store: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(whole_store, store)
    STORES[name](store)

    def every_frame() -> None:
        corpus = tk.open_corpus(store)
        for frame in FRAMES:
            getattr(corpus, frame)

    with pytest.raises(ToolkitError):
        every_frame()


@pytest.mark.parametrize("name", ["other_schema", "cut_manifest", "cut_part"])
def test_command_on_a_store_that_cannot_be_used(name: str, whole_store: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(whole_store, store)
    report = tk.open_corpus(whole_store).reports["report_id"][0]
    STORES[name](store)
    refused(ogi("show", store, report), "store")


def test_show_what_is_not_there(whole_store: Path, tmp_path: Path) -> None:
    report = tk.open_corpus(whole_store).reports["report_id"][0]
    other = report[:-1] + ("0" if report[-1] != "0" else "1")
    refused(ogi("show", whole_store, other), other, report)
    refused(ogi("show", tmp_path / "nowhere", report), "nowhere")
    assert ogi("show", whole_store, report).code == 0


def test_a_folder_of_other_things_is_no_store(tmp_path: Path) -> None:
    """Nothing of the user's is overwritten, moved or removed for a store."""
    (tmp_path / "good.html").write_bytes(good().html().encode())
    thesis = tmp_path / "thesis"
    thesis.mkdir()
    (thesis / "chapter.txt").write_text("three years of work")
    refused(ogi("load", tmp_path / "good.html", "--store", thesis), "thesis")
    assert [path.name for path in thesis.iterdir()] == ["chapter.txt"]
    refused(ogi("load", tmp_path / "good.html", "--store", thesis / "chapter.txt"), "chapter.txt")
    assert (thesis / "chapter.txt").read_text() == "three years of work"
    refused(ogi("show", thesis, "0" * 16))
