"""The strict loader of `codebook.toml`: a file that is not in order fails with its line."""

import hashlib
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from toolkit.codebook.model import Block, Codebook, Name, SectionName, Template
from toolkit.errors import CodebookError, near_matches

_TOP = {"templates", "sections", "tables", "sums"}
_BLOCK = {"code", "label", "columns", "column_aliases", "rows", "row_aliases"}
_REQUESTS = {"section", "columns", "column_aliases", "rows", "row_aliases", "groups"}
_REVIEW = {"section", "rows", "columns", "row_aliases", "column_aliases"}


@cache
def shipped_codebook() -> Codebook:
    """Returns the codebook that travels with the toolkit, loaded once per process."""
    return load_codebook(Path(__file__).with_name("codebook.toml"))


def load_codebook(path: Path) -> Codebook:
    """Returns the codebook of a TOML file.

    Args:
        path: the file; its layout is that of the shipped `codebook.toml`.

    Raises:
        CodebookError: the file is not TOML, or has a key, code, reference or label that is wrong, missing or
            there twice. The message names the file and the line.
    """
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
        document = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CodebookError(f"{path.name}: {error}") from None
    return _Loader(path.name, text, document).codebook(hashlib.sha256(data).hexdigest()[:12])


class _Loader:
    def __init__(self, name: str, text: str, document: dict[str, Any]) -> None:
        self.name, self.lines, self.document = name, text.splitlines(), document

    def fail(self, message: str, *needles: str) -> CodebookError:
        # TOML values carry no line of their own: the first line that holds all the needles is the place.
        line = next((i for i, row in enumerate(self.lines, 1) if all(needle in row for needle in needles)), None)
        return CodebookError(f"{self.name}{f', line {line}' if line and needles else ''}: {message}")

    def kind(self, where: str, value: Any, kind: type[dict[Any, Any]] | type[list[Any]], *needles: str) -> None:
        if not isinstance(value, kind):
            raise self.fail(f"{where} is not a {'table' if kind is dict else 'list'}.", *needles)

    def keys(self, where: str, table: Any, known: set[str], needed: Iterable[str]) -> None:
        self.kind(where, table, dict)
        for key in table:
            if key not in known:
                raise self.fail(f"{where} has an unknown key '{key}'.{near_matches(key, known)}", key)
        for key in needed:
            if key not in table:
                raise self.fail(f"{where} lacks the key '{key}'.")

    def codebook(self, version: str) -> Codebook:
        self.keys("the codebook", self.document, _TOP, _TOP)
        tables = self.document["tables"]
        self.keys("tables", tables, {"disclosure", "requests", "review"}, ("disclosure", "requests", "review"))
        templates = {code: self.template(code, entry) for code, entry in self.document["templates"].items()}
        self.templates = tuple(templates)
        requests, review = tables["requests"], tables["review"]
        self.keys("tables.requests", requests, _REQUESTS, ("columns", "rows", "groups"))
        self.keys("tables.review", review, _REVIEW, ("columns", "rows"))
        self.keys("tables.disclosure", tables["disclosure"], {"section", "blocks"}, ("blocks",))
        request_rows = self.names("tables.requests.rows", requests["rows"], requests.get("row_aliases", {}), 4)
        book = Codebook(
            version=version,
            templates=templates,
            sections=self.sections(),
            blocks=self.blocks(tables["disclosure"]["blocks"]),
            request_rows=request_rows,
            request_columns=self.names(
                "tables.requests.columns", requests["columns"], requests.get("column_aliases", {}), 2
            ),
            request_groups=self.groups(requests["groups"], request_rows),
            review_rows=self.names("tables.review.rows", review["rows"], review.get("row_aliases", {}), 2),
            review_columns=self.names("tables.review.columns", review["columns"], review.get("column_aliases", {}), 2),
            sums={code: self.texts(terms, code) for code, terms in self.document["sums"].items()},
        )
        self.check_sums(book)
        return book

    def template(self, code: str, entry: Any) -> Template:
        where = f"templates.{code}"
        self.keys(where, entry, {"document", "report_years"}, ("document", "report_years"))
        years = entry["report_years"]
        if not (
            isinstance(years, list)
            and len(years) == 2
            and all(isinstance(y, int) for y in years)
            and years[0] <= years[1]
        ):
            raise self.fail(f"{where}.report_years is not [first, last].", "report_years")
        return Template(code, str(entry["document"]), years[0], years[1])

    def sections(self) -> tuple[SectionName, ...]:
        found = []
        for number, entry in enumerate(self.document["sections"], 1):
            self.keys(f"section {number}", entry, {"number", "code", "label", "aliases"}, ("number", "code", "label"))
            if entry["number"] != number:
                raise self.fail(
                    f"section number {entry['number']} stands where {number} was expected.",
                    "number",
                    str(entry["number"]),
                )
            found.append(
                SectionName(number, entry["code"], entry["label"], self.texts(entry.get("aliases", []), entry["code"]))
            )
        self.once("section code", (section.code for section in found))
        return tuple(found)

    def blocks(self, entries: Any) -> tuple[Block, ...]:
        found = []
        for entry in entries:
            where = f"block {entry.get('code', '?')} of table disclosure"
            self.keys(where, entry, _BLOCK, ("code", "label", "rows"))
            aliases = entry.get("column_aliases", {})
            self.kind(f"{where}, column_aliases", aliases, dict, "column_aliases")
            self.kind(f"{where}, columns", entry.get("columns", {}), dict, "columns")
            for form in entry.get("columns", {}):
                if form not in self.templates:
                    raise self.fail(f"{where}: columns of the unknown form '{form}'.", f"columns.{form}")
            columns = {
                template: self.names(f"{where}, columns.{template}", entry.get("columns", {}).get(template, []), {}, 2)
                for template in self.templates
            }
            known = {column.code for names in columns.values() for column in names}
            self.references(f"{where}, column_aliases", aliases, known)
            columns = {
                template: tuple(
                    Name(n.code, n.label, self.texts(aliases.get(n.code, []), n.code), (template,)) for n in names
                )
                for template, names in columns.items()
            }
            rows = self.names(f"{where}, rows", entry["rows"], entry.get("row_aliases", {}), 3)
            for row in rows:
                for template in row.templates:
                    if not columns[template]:
                        raise self.fail(
                            f"{where}: row '{row.code}' is in form {template}, which has no columns here.",
                            f'"{row.code}"',
                        )
            found.append(Block(entry["code"], entry["label"], rows, columns))
        self.once("block code", (block.code for block in found))
        self.once("row of table disclosure", (row.code for block in found for row in block.rows))
        return tuple(found)

    def names(self, where: str, entries: Any, aliases: Mapping[str, Any], width: int) -> tuple[Name, ...]:
        """Rows and columns are lists: [code, label], [code, label, forms] or [code, label, group, forms]."""
        found = []
        self.kind(where, entries, list)
        self.kind(f"{where}, aliases", aliases, dict)
        for entry in entries:
            if not (
                isinstance(entry, list) and len(entry) == width and all(isinstance(text, str) for text in entry[:2])
            ):
                raise self.fail(
                    f"{where}: {entry!r} is not a list of {width} entries that starts with code and label.",
                    f'"{entry[0]}"' if isinstance(entry, list) and entry else "",
                )
            code, label = entry[0], entry[1]
            if not code or not label:
                raise self.fail(f"{where}: {entry!r} has an empty code or label.", f'"{code}"')
            templates = tuple(entry[-1]) if width > 2 else self.templates
            for template in templates:
                if template not in self.templates:
                    raise self.fail(f"{where}: '{code}' names the unknown form '{template}'.", f'"{code}"')
            found.append(
                Name(code, label, self.texts(aliases.get(code, []), code), templates, entry[2] if width == 4 else "")
            )
        self.once(where, (name.code for name in found))
        if aliases:
            self.references(f"{where}, aliases", aliases, {name.code for name in found})
        return tuple(found)

    def groups(self, entries: Any, rows: tuple[Name, ...]) -> tuple[Name, ...]:
        self.kind("tables.requests.groups", entries, list, "groups")
        for entry in entries:
            if not self.texts(entry, "groups"):
                raise self.fail("tables.requests.groups: an entry is empty.", "groups")
        groups = tuple(
            Name(f"group_{i}", entry[0], self.texts(entry[1:], entry[0]), self.templates)
            for i, entry in enumerate(entries)
        )
        known = {group.label for group in groups}
        for row in rows:
            if row.group and row.group not in known:
                near = near_matches(row.group, known)
                raise self.fail(
                    f"row '{row.code}' stands under '{row.group}', which is not in groups.{near}", f'"{row.code}"'
                )
        return groups

    def texts(self, entries: Any, code: str) -> tuple[str, ...]:
        if not (isinstance(entries, list) and all(isinstance(entry, str) and entry for entry in entries)):
            raise self.fail(f"the wordings of '{code}' are not a list of texts.", code)
        return tuple(entries)

    def references(self, where: str, aliases: Mapping[str, Any], known: set[str]) -> None:
        for code in aliases:
            if code not in known:
                raise self.fail(f"{where}: '{code}' is not there.{near_matches(code, known)}", code)

    def once(self, what: str, codes: Iterable[str]) -> None:
        for code, count in Counter(codes).items():
            if count > 1:
                raise self.fail(f"{what}: '{code}' is there {count} times.", f'"{code}"')

    def check_sums(self, book: Codebook) -> None:
        known = {row.code for row in (*book.request_rows, *book.review_rows)}
        for code, terms in book.sums.items():
            for term in terms:
                if term not in known:
                    raise self.fail(f"sums.{code}: '{term}' is no row.{near_matches(term, known)}", code, term)
