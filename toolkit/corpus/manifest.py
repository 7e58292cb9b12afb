"""The manifest of a store: which parts it has, what each was read from, and by which versions."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from toolkit.corpus.schema import SCHEMA_VERSION, STORED
from toolkit.errors import StoreError

MANIFEST = "manifest.json"
_PART_NAME = re.compile(r"part-\d{6}")
_LOAD_AGAIN = "Load the sources again into a new folder."


@dataclass(frozen=True)
class Part:
    """One committed part of a store: a folder with a Parquet file a frame.

    Attributes:
        name: of the folder, `part-000001`, …
        parser: version of the code that read these documents.
        codebook: version of the codebook they were read with.
        documents: SHA-256 by source; None where the content could not be read.
        superseded: those of them that a later part reads again, sorted.
        reports: how many reports it holds, superseded ones included.
        files: size in bytes by frame: a file cut short is noticed before anything is read.
    """

    name: str
    parser: str
    codebook: str
    documents: Mapping[str, str | None]
    superseded: tuple[str, ...]
    reports: int
    files: Mapping[str, int]

    @cached_property
    def encoded(self) -> str:
        # Cached: a long load writes the manifest once a part, and most parts do not change any more.
        return _encode({**{name: getattr(self, name) for name in _PART_TYPES}, "superseded": list(self.superseded)})


@dataclass(frozen=True)
class Manifest:
    """A store's versions and its parts in the order they were committed."""

    toolkit: str
    parser: str
    codebook: str
    parts: tuple[Part, ...] = field(default=())

    def encode(self) -> bytes:
        """Returns the manifest's file: compact JSON, sorted keys, a line a part; no clock, no path of the machine."""
        parts = ",\n".join(part.encoded for part in self.parts)
        return (
            f'{{"codebook":{_encode(self.codebook)},"parser":{_encode(self.parser)},"parts":[\n{parts}\n],'
            f'"schema":{SCHEMA_VERSION},"toolkit":{_encode(self.toolkit)}}}\n'
        ).encode()


_PART_TYPES: Mapping[str, type] = {
    "codebook": str,
    "documents": dict,
    "files": dict,
    "name": str,
    "parser": str,
    "reports": int,
    "superseded": list,
}


def _encode(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def is_part_name(name: str) -> bool:
    """Returns whether a folder of this name is a part of a store."""
    return _PART_NAME.fullmatch(name) is not None


def read_manifest(store: Path) -> Manifest:
    """Returns the manifest of a store whose parts are all there, at full length.

    Raises:
        StoreError: the folder is no store, or the store is damaged or of another schema version.
    """
    if not store.exists():
        raise StoreError(f"{store}: there is no such folder.")
    if not (store / MANIFEST).is_file():
        raise StoreError(f"{store} is not a store: it has no {MANIFEST}. `ogi load SRC --store DIR` makes one.")
    try:
        content = json.loads((store / MANIFEST).read_bytes().decode("utf-8"))
    except OSError as error:
        raise StoreError(f"{store / MANIFEST} cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError) as error:
        raise StoreError(f"{store / MANIFEST} is damaged: {error}. {_LOAD_AGAIN}") from None
    manifest = _manifest(store, content)
    for part in manifest.parts:
        _check_files(store, part)
    return manifest


def _manifest(store: Path, content: Any) -> Manifest:
    damaged = StoreError(f"{store / MANIFEST} is damaged: it does not have the entries of a manifest. {_LOAD_AGAIN}")
    if not isinstance(content, dict) or not isinstance(content.get("schema"), int):
        raise damaged
    if content["schema"] != SCHEMA_VERSION:
        raise StoreError(
            f"{store} was written with store version {content['schema']} (toolkit {content.get('toolkit', '?')}); "
            f"this toolkit reads version {SCHEMA_VERSION}. Load the sources again into a new folder, or use that "
            "version of the toolkit."
        )
    versions: dict[str, Any] = {name: content.get(name) for name in ("toolkit", "parser", "codebook")}
    parts = content.get("parts")
    if not all(isinstance(version, str) for version in versions.values()) or not isinstance(parts, list):
        raise damaged
    if not all(_is_part(part) for part in parts) or len({part["name"] for part in parts}) < len(parts):
        raise damaged
    read = tuple(Part(**{**part, "superseded": tuple(part["superseded"])}) for part in parts)
    return Manifest(**versions, parts=read)


def _is_part(part: Any) -> bool:
    return (
        isinstance(part, dict)
        and part.keys() == _PART_TYPES.keys()
        and all(isinstance(part[name], kind) for name, kind in _PART_TYPES.items())
        # The name becomes a path: nothing but a part's folder is ever opened.
        and is_part_name(part["name"])
        and part["files"].keys() == set(STORED)
    )


def _check_files(store: Path, part: Part) -> None:
    for name, size in part.files.items():
        file = store / part.name / f"{name}.parquet"
        try:
            found = file.stat().st_size
        except FileNotFoundError:
            raise StoreError(f"{store} is damaged: {part.name}/{file.name} is not there. {_LOAD_AGAIN}") from None
        except OSError as error:
            raise StoreError(f"{file} cannot be read: {error.strerror}.") from None
        if found != size:
            raise StoreError(
                f"{store} is damaged: {part.name}/{file.name} has {found} bytes instead of {size}. {_LOAD_AGAIN}"
            )
