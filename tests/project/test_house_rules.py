"""The house rules that can be counted."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

_MODULE_LINES = 400
_FUNCTION_LINES = 40
_NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}


def _modules(root: Path) -> list[Path]:
    found = sorted((root / "toolkit").rglob("*.py"))
    assert found
    return found


def _functions(module: Path) -> Iterator[tuple[str, int]]:
    """Yields name and number of lines of each function, its docstring not counted."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            doc = (first.end_lineno or 0) - first.lineno + 1 if ast.get_docstring(node) is not None else 0
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - doc


def test_modules_stay_short(root: Path) -> None:
    sizes = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in _modules(root)}
    assert {path: size for path, size in sizes.items() if size > _MODULE_LINES} == {}


def test_functions_stay_short(root: Path) -> None:
    sizes = {f"{path}: {name}": size for path in _modules(root) for name, size in _functions(path)}
    assert {where: size for where, size in sizes.items() if size > _FUNCTION_LINES} == {}


def test_every_name_says_what_is_inside(root: Path) -> None:
    names = {path: {*path.relative_to(root).parts[:-1], path.stem} for path in _modules(root)}
    assert [str(path) for path, parts in names.items() if parts & _NAMES_THAT_SAY_NOTHING] == []


def test_notebooks_are_kept_without_outputs_and_name_their_kernel(root: Path) -> None:
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code), path.name
        # Without it the lab asks for a kernel each time the notebook is opened.
        assert notebook["metadata"]["kernelspec"]["name"] == "python3", path.name
