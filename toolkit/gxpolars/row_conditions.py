"""Row conditions of Great Expectations as masks: its Condition objects, their JSON, and strings.

A mask is never null. As in pandas, a missing value differs from everything (`!=` and `not in` hold) and meets no
other comparison.
"""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any, NamedTuple

import polars as pl

from toolkit.errors import ToolkitError
from toolkit.gxpolars.columns import column, comparable, dtype_of, is_among

_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class BadRowCondition(ToolkitError):
    """A row condition that cannot be read."""


def row_condition_mask(condition: Any, schema: pl.Schema) -> pl.Expr | None:
    """Returns which rows a row condition lets in; None where every row is.

    Args:
        condition: a Condition object of Great Expectations 1.x, its JSON, or a string: `col("year") >= 2021`, or the
            part of the language of `DataFrame.query` that compares columns with values and with one another.
        schema: of the frame.

    Raises:
        BadRowCondition: the condition cannot be read.
        UnknownName: it names a column that is not there.

    >>> frame = pl.DataFrame({"year": [2020, 2021, None]})
    >>> frame.select(row_condition_mask("year != 2021", frame.schema)).to_series().to_list()
    [True, False, True]
    """
    if condition is None or condition == "":
        return None
    if isinstance(condition, str):
        return _StringCondition(condition, schema).mask()
    return _object_mask(condition if isinstance(condition, Mapping) else condition.dict(), schema)


def _object_mask(condition: Any, schema: pl.Schema) -> pl.Expr:
    if not isinstance(condition, Mapping):
        condition = condition.dict()
    match condition.get("type"):
        case "comparison":
            # The operator is a member of an enumeration in the object, a plain text in its JSON.
            sign = str(getattr(condition["operator"], "value", condition["operator"]))
            return _compared(_name(condition), sign, condition["parameter"], schema)
        case "nullity":
            missing = column(_name(condition), schema).is_null()
            return missing if condition["is_null"] else ~missing
        case "and":
            return reduce(operator.and_, [_object_mask(part, schema) for part in condition["conditions"]])
        case "or":
            return reduce(operator.or_, [_object_mask(part, schema) for part in condition["conditions"]])
        case "pass_through":
            return _StringCondition(condition["pass_through_filter"], schema).mask()
        case other:
            raise BadRowCondition(
                f"No row condition has the type {other!r}; there are: comparison, nullity, and, or, pass_through."
            )


def _name(condition: Mapping[str, Any]) -> str:
    named = condition["column"]
    return str(named["name"] if isinstance(named, Mapping) else named.name)


def _compared(name: str, sign: str, value: Any, schema: pl.Schema) -> pl.Expr:
    match sign.upper():
        case "IN":
            return is_among(name, value, schema).fill_null(False)
        case "NOT_IN" | "NOT IN":
            return ~is_among(name, value, schema).fill_null(False)
    if sign not in _COMPARISONS:
        raise BadRowCondition(f"No comparison {sign!r}; there are: {', '.join(_COMPARISONS)}, IN, NOT_IN.")
    return _two_valued(sign, column(name, schema), comparable(value, dtype_of(name, schema)))


def _two_valued(sign: str, left: Any, right: Any) -> pl.Expr:
    answer: pl.Expr = _COMPARISONS[sign](left, right)
    return answer.fill_null(sign == "!=")


class _Operand(NamedTuple):
    value: Any
    # Set for a column: what a text beside it stands for depends on its type.
    name: str | None = None


_SIGNS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "IN",
    ast.NotIn: "NOT_IN",
}
_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_MISSING = {"isnull": True, "isna": True, "notnull": False, "notna": False}
_TOKEN = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`[^`]+`|[&|~]""")
_WORDS = {"&": " and ", "|": " or ", "~": " not "}


class _StringCondition:
    """One string, read with Python's own parser: never evaluated."""

    def __init__(self, condition: str, schema: pl.Schema) -> None:
        self._condition = condition
        self._schema = schema
        self._quoted: dict[str, str] = {}

    def mask(self) -> pl.Expr:
        try:
            tree = ast.parse(_TOKEN.sub(self._plain, self._condition).strip(), mode="eval")
        except SyntaxError as error:
            raise self._unread(error.msg) from None
        return self._truth(tree.body)

    def _plain(self, token: re.Match[str]) -> str:
        """Returns a token as Python reads it: pandas gives `&` the rank of `and`, and quotes names with backticks."""
        found = token.group()
        if found in _WORDS:
            return _WORDS[found]
        if not found.startswith("`"):
            return found
        stand_in = f"quoted_name_{len(self._quoted)}"
        self._quoted[stand_in] = found[1:-1]
        return stand_in

    def _unread(self, why: str) -> BadRowCondition:
        return BadRowCondition(
            f"The row condition {self._condition!r} cannot be read: {why}. Understood are comparisons of columns and "
            "values, `in` and `not in` with a list, `.isnull()` and `.notnull()`, + - * /, and, or, not."
        )

    def _truth(self, node: ast.expr) -> pl.Expr:
        match node:
            case ast.BoolOp(op=op, values=values):
                join = operator.and_ if isinstance(op, ast.And) else operator.or_
                return reduce(join, [self._truth(value) for value in values])
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return ~self._truth(operand)
            case ast.Compare(left=left, ops=ops, comparators=comparators):
                sides = [left, *comparators]
                links = [self._compare(sides[at], op, sides[at + 1]) for at, op in enumerate(ops)]
                return reduce(operator.and_, links)
            case ast.Call(func=ast.Attribute(value=value, attr=attr), args=[], keywords=[]) if attr in _MISSING:
                missing: pl.Expr = self._operand(value).value.is_null()
                return missing if _MISSING[attr] else ~missing
            case ast.Name():
                named = self._operand(node)
                if named.name is not None and dtype_of(named.name, self._schema) == pl.Boolean:
                    truth: pl.Expr = named.value
                    return truth.fill_null(False)
        raise self._unread(f"`{ast.unparse(node)}` is neither true nor false")

    def _compare(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> pl.Expr:
        sign = _SIGNS.get(type(op))
        if sign is None:
            raise self._unread(f"`{type(op).__name__}` is no comparison")
        first, second = self._operand(left), self._operand(right)
        if sign in ("IN", "NOT_IN"):
            if first.name is None or not isinstance(second.value, list | tuple):
                raise self._unread("`in` needs a column on its left and a list on its right")
            return _compared(first.name, sign, second.value, self._schema)
        first, second = self._typed(first, second), self._typed(second, first)
        if not (isinstance(first.value, pl.Expr) or isinstance(second.value, pl.Expr)):
            raise self._unread(f"`{ast.unparse(left)}` and `{ast.unparse(right)}` name no column")
        return _two_valued(sign, first.value, second.value)

    def _typed(self, operand: _Operand, beside: _Operand) -> _Operand:
        if isinstance(operand.value, pl.Expr) or beside.name is None:
            return operand
        return _Operand(comparable(operand.value, dtype_of(beside.name, self._schema)))

    def _operand(self, node: ast.expr) -> _Operand:
        match node:
            case ast.Constant(value=value):
                return _Operand(value)
            case ast.Name(id=name):
                return self._column(self._quoted.get(name, name))
            case ast.Call(func=ast.Name(id="col"), args=[ast.Constant(value=str(name))], keywords=[]):
                return self._column(name)
            case ast.List(elts=elements) | ast.Tuple(elts=elements):
                return _Operand([self._operand(element).value for element in elements])
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return _Operand(-self._operand(inner).value)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
                return _Operand(_ARITHMETIC[type(op)](self._operand(left).value, self._operand(right).value))
        raise self._unread(f"`{ast.unparse(node)}` is neither a column nor a value")

    def _column(self, name: str) -> _Operand:
        return _Operand(column(name, self._schema), name)
