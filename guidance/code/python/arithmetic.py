"""What operators and f-strings come to."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from guidance.code.model import (
    Kind,
)
from guidance.code.python import (
    expressions,
    loops,
    settings,
)
from guidance.code.python.abstract import (
    Abstract,
    worst,
)
from guidance.code.python.machine import At, Machine

LONGEST = 500
"""Characters of a text that is put together."""
_FIELD = re.compile(r"\{\w*\}")
_SIMPLE = re.compile(r"(?:[^{}]|\{\w*\})*")
_FOLDED: dict[type, Callable[[float, float], float]] = {
    ast.Add: lambda one, other: one + other,
    ast.Sub: lambda one, other: one - other,
    ast.Mult: lambda one, other: one * other,
}


def text(m: Machine, at: At, node: ast.JoinedStr) -> Abstract:
    """An f-string."""
    parts = [
        expressions.ev(m, at, part.value) if isinstance(part, ast.FormattedValue) else expressions.ev(m, at, part)
        for part in node.values
        if isinstance(part, ast.FormattedValue | ast.Constant)
    ]
    constants = [part.constant for part in parts]
    known = _short("".join(map(str, constants))) if None not in constants else None
    literal = any(isinstance(each, ast.Constant) for each in node.values)
    template = _filled(parts) if known is None and literal else None
    return expressions.mixed(parts, kind=Kind.PLAIN, constant=known, template=template)


def _filled(parts: list[Abstract]) -> str | None:
    """What text comes to by the defaults of the environment variables in it; None when some part is not known."""
    texts = [_likely(part) for part in parts]
    return _short("".join(each for each in texts if each is not None)) if None not in texts else None


def _likely(part: Abstract) -> str | None:
    """What a part of a text is, at least by default."""
    known = next((each for each in (part.constant, part.default, part.template) if each is not None), None)
    return _short(str(known)) if known is not None else None


def _short(text: str) -> str | None:
    """A text, unless it is so long that putting it together again and again would take all memory."""
    return text if len(text) <= LONGEST else None


def formatted(base: Abstract, arguments: list[Abstract], keywords: dict[str, Abstract]) -> str | None:
    """What a text's format() comes to by the defaults of the environment variables that it is given."""
    texts, named = [_likely(each) for each in arguments], {name: _likely(each) for name, each in keywords.items()}
    form = base.constant
    if not isinstance(form, str) or len(form) > LONGEST or None in texts or None in named.values():
        return None
    if not _SIMPLE.fullmatch(form) or not _FIELD.sub("", form):
        return None
    try:
        return _short(form.format(*texts, **named))
    except (LookupError, ValueError):  # it fails when it runs, too
        return None


def _joined(node: ast.BinOp, one: Abstract, other: Abstract) -> str | None:
    """What `+` and `%` of texts come to by the defaults of the environment variables in them."""
    if isinstance(node.op, ast.Mod) and isinstance(one.constant, str):
        form = one.constant.replace("%s", "{}")
        given = other.items if isinstance(node.right, ast.Tuple) and other.items is not None else [other]
        return formatted(Abstract(constant=form), given, {}) if "%" not in form else None
    literal = any(isinstance(each, ast.Constant) and each.value for each in (node.left, node.right))
    if isinstance(node.op, ast.Add) and (literal or one.template is not None or other.template is not None):
        return _filled([one, other])
    return None


def binary(m: Machine, at: At, node: ast.BinOp) -> Abstract:
    """Two operands."""
    one, other = expressions.ev(m, at, node.left), expressions.ev(m, at, node.right)
    if isinstance(node.op, ast.Div | ast.FloorDiv | ast.Mod):
        at.collector.raised.update(("ZeroDivisionError", "ArithmeticError"))
    if isinstance(node.op, ast.Div) and one.name.startswith("pathlib."):
        return one
    folded = _folded(node, one, other)
    if folded is not None:
        return folded
    if isinstance(node.op, ast.Mult):
        few, times = (other, one) if other.length is not None else (one, other)
        if few.length is not None and isinstance(times.constant, int):
            return expressions.mixed([few], items=few.items, length=few.length * times.constant, literal=True)
    if isinstance(node.op, ast.Add) and one.items is not None and other.items is not None:
        length = one.length + other.length if one.length is not None and other.length is not None else None
        return expressions.mixed(
            [one, other],
            items=[*one.items, *other.items][: loops.HELD],
            length=length,
            kind=worst((one, other)).kind,
            literal=True,
        )
    if isinstance(node.op, ast.BitOr) and one.entries is not None and other.entries is not None:
        return expressions.mixed(
            [one, other], entries={**one.entries, **other.entries}, known=one.known and other.known, literal=True
        )
    kind = one.kind if Kind.SET in {one.kind, other.kind} and one.kind is other.kind else Kind.UNKNOWN
    if Kind.PLAIN in {one.kind, other.kind} and isinstance(one.constant or other.constant, str):
        kind = Kind.PLAIN
    elif Kind.DECIMAL in {one.kind, other.kind}:
        kind = Kind.DECIMAL
    elif (one.kind is Kind.DATETIME) is not (other.kind is Kind.DATETIME):
        kind = Kind.DATETIME
    found = expressions.mixed([one, other], kind=kind, order=one.order if kind is Kind.SET else "")
    found.template = _joined(node, one, other)
    return settings.carried(found, one, other)


def _folded(node: ast.BinOp, one: Abstract, other: Abstract) -> Abstract | None:
    """What two constants come to."""
    fold = _FOLDED.get(type(node.op))
    if fold is not None:
        if isinstance(one.constant, int | float) and isinstance(other.constant, int | float):
            return expressions.mixed([one, other], kind=Kind.PLAIN, constant=_small(fold(one.constant, other.constant)))
        if isinstance(node.op, ast.Add) and isinstance(one.constant, str) and isinstance(other.constant, str):
            return Abstract(
                kind=Kind.PLAIN, constant=one.constant + other.constant if len(one.constant) < LONGEST else None
            )
    return None


def _small(number: float) -> float | None:
    return number if abs(number) < 1e15 else None


def unary(m: Machine, at: At, node: ast.UnaryOp) -> Abstract:
    """One operand."""
    one = expressions.ev(m, at, node.operand)
    if isinstance(node.op, ast.USub) and isinstance(one.constant, int | float):
        return Abstract(kind=Kind.PLAIN, constant=-one.constant)
    found = expressions.mixed([one], kind=Kind.PLAIN if isinstance(node.op, ast.Not) else Kind.UNKNOWN)
    return settings.carried(found, one)
