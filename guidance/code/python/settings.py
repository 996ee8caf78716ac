"""Environment variables that replayed code reads, and what they decide."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from guidance.code import tables
from guidance.code.model import Choice, Ground, Kind
from guidance.code.python.abstract import PLAIN, Abstract, union
from guidance.code.python.machine import At, Collector, Machine
from guidance.code.python.trees import children

ENVIRONMENT = "os.environ"
READERS = frozenset(("os.getenv", "os.environ.get"))


def read(m: Machine, at: At, node: ast.expr, variable: Abstract | None, otherwise: Abstract | None = None) -> Abstract:
    """The value of an environment variable, which remembers that it is one where it is read at each replay."""
    name = variable.constant if variable is not None else None
    default = otherwise.constant if otherwise is not None and isinstance(otherwise.constant, str) else None
    if not at.recording or at.ground is not Ground.REPLAYED or name in tables.words("lasting"):
        return PLAIN if default is None else Abstract(kind=Kind.PLAIN, default=default)
    shown = name if isinstance(name, str) else ""
    choice = Choice(place=at.module.place(node), variable=shown, **m.fact(at))
    return Abstract(kind=Kind.PLAIN, settings=(choice,), default=default)


def of(parts: Iterable[Abstract]) -> tuple[Choice, ...]:
    """The environment variables that parts of an expression come from."""
    found: tuple[Choice, ...] = ()
    for part in parts:
        if part.settings:
            found = union(found, part.settings)
    return found


def carried(value: Abstract, *parts: Abstract) -> Abstract:
    """A value that is decided by, or made from, its parts."""
    found = of(parts)
    return value.but(settings=union(value.settings, found)) if found else value


def decide(m: Machine, at: At, found: tuple[Choice, ...], collected: Collector, blocks: Sequence[ast.stmt]) -> None:
    """Note the variables that decide whether durable operations run, or whether code behind them is reached."""
    if not found or not at.recording or at.ground is not Ground.REPLAYED:
        return
    if collected.durable or (at.context_name and _leaves(blocks)):
        m.program.choices.extend(found)


def _leaves(blocks: Sequence[ast.stmt]) -> bool:
    waiting: list[ast.AST] = list(blocks)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Return | ast.Continue | ast.Break):
            return True
        if isinstance(node, ast.stmt) and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            waiting.extend(each for each in children(node) if not isinstance(each, ast.expr))
    return False
