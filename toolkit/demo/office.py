"""The package around a Word or Excel file, as small as the programs accept it."""

import io
import zipfile
from collections.abc import Mapping
from posixpath import basename, dirname, relpath

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument"
_RELATED = "application/vnd.openxmlformats-package.relationships+xml"


def zipped(parts: Mapping[str, str]) -> bytes:
    """Returns parts in a zip; equal parts give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            # A date of its own for every part: else the clock would stand in the file.
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            # Not compressed: builds of zlib differ in what they make of the same bytes.
            archive.writestr(info, text.encode(), zipfile.ZIP_STORED)
    return buffer.getvalue()


def office_file(main: tuple[str, str, str], others: Mapping[str, tuple[str, str]]) -> bytes:
    """Returns an Office file.

    Args:
        main: name, kind (`wordprocessingml.document.main`) and markup of its main part.
        others: kind and markup of the parts that the main one names, by their names; the first has the id `r1`.
    """
    name, kind, text = main
    folder = dirname(name)
    kinds = {name: kind, **{other: value[0] for other, value in others.items()}}
    overrides = "".join(f"<Override PartName='/{part}' ContentType='{_TYPES}.{of}+xml'/>" for part, of in kinds.items())
    types = f"<Default Extension='rels' ContentType='{_RELATED}'/>{overrides}"
    related = "".join(
        f"<Relationship Id='r{at}' Type='{RELATIONS}/{of.rpartition('.')[2]}' Target='{relpath(other, folder)}'/>"
        for at, (other, (of, _)) in enumerate(others.items(), 1)
    )
    return zipped(
        {
            "[Content_Types].xml": f"{HEAD}<Types xmlns='{_PACKAGE}/content-types'>{types}</Types>",
            "_rels/.rels": _relationships(f"<Relationship Id='r1' Type='{RELATIONS}/officeDocument' Target='{name}'/>"),
            f"{folder}/_rels/{basename(name)}.rels": _relationships(related),
            name: f"{HEAD}{text}",
            **{other: f"{HEAD}{markup}" for other, (_, markup) in others.items()},
        }
    )


def _relationships(inner: str) -> str:
    return f"{HEAD}<Relationships xmlns='{_PACKAGE}/relationships'>{inner}</Relationships>"
