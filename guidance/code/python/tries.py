"""What a try catches, what its finally does, and what a with suppresses."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from guidance.code.model import (
    Catch,
    FinallyEffect,
    Swallow,
)
from guidance.code.python import (
    definitions,
    expressions,
    statements,
)
from guidance.code.python.abstract import (
    Abstract,
    join,
)
from guidance.code.python.machine import At, Collector, Machine
from guidance.code.python.trees import children, last, within

_OF_INVOCATION = frozenset(("InvocationError", "UnrecoverableError"))
_ALL = frozenset(("BaseException", "builtins.BaseException"))


def walk_with(m: Machine, at: At, node: ast.With | ast.AsyncWith) -> None:
    """Walk a with statement."""
    suppresses = False
    for item in node.items:
        found = expressions.ev(m, at, item.context_expr)
        if isinstance(item.context_expr, ast.Call) and found.name == "contextlib.suppress()":
            suppresses = any(expressions.peek(m, at, each).name in _ALL for each in item.context_expr.args)
        if item.optional_vars is not None:
            statements.assign(m, at, item.optional_vars, found, None)
    outer, at.collector = at.collector, Collector()
    statements.execute(m, at, node.body)
    collected, at.collector = at.collector, outer
    at.collector.take(collected)
    if suppresses and collected.durable and at.recording:
        m.program.swallows.append(Swallow(place=at.module.header(node), caught="contextlib.suppress", **m.fact(at)))


def walk_try(m: Machine, at: At, node: ast.Try | ast.TryStar) -> None:
    """Walk a try statement."""
    outer, at.collector = at.collector, Collector()
    statements.execute(m, at, node.body)
    tried, at.collector = at.collector, Collector()
    _handlers(m, at, node, tried)
    statements.execute(m, at, node.orelse)
    rest, at.collector = at.collector, outer
    outer.take(tried)
    outer.take(rest)
    found = False
    for statement in node.finalbody:
        at.collector = Collector()
        statements.execute(m, at, [statement])
        effect = at.collector.effect or ("return" if isinstance(statement, ast.Return) else "")
        outer.take(at.collector)
        if effect and not found and (tried.durable or rest.durable) and at.recording:
            found = True
            place = at.module.header(statement)
            m.program.finally_effects.append(FinallyEffect(place=place, effect=effect, **m.fact(at)))
    at.collector = outer


def _handlers(m: Machine, at: At, node: ast.Try | ast.TryStar, tried: Collector) -> None:
    before = at.frame.variables
    ends = [before]
    told = False
    for handler in node.handlers:
        at.frame.variables = dict(before)
        types = _types(m, at, handler.type)
        if handler.name:
            at.frame.variables[handler.name] = Abstract()
        outer, at.collector = at.collector, Collector()
        statements.execute(m, at, handler.body)
        if tried.durable and at.recording:
            told = told or _tells(handler)
            _caught(m, at, handler, types, tried, acts=not told and (at.collector.durable or not _raises(handler)))
        outer.take(at.collector)
        at.collector = outer
        if not (handler.body and isinstance(handler.body[-1], ast.Return | ast.Raise | ast.Continue)):
            ends.append(at.frame.variables)
    at.frame.variables = before
    for end in ends[1:]:
        for name, value in end.items():
            known = before.get(name)
            if known is not value:
                before[name] = value if known is None else join(known, value)


def _types(m: Machine, at: At, node: ast.expr | None) -> list[Abstract]:
    if node is None:
        return []
    found = expressions.peek(m, at, node)
    return found.items if found.items is not None else [found]


def _raises(handler: ast.ExceptHandler) -> bool:
    return any(isinstance(each, ast.Raise) for each in _own(handler.body))


def _tells(handler: ast.ExceptHandler) -> bool:
    """Whether a clause tells the errors of the invocation from those of an operation."""
    return any(last(each) in _OF_INVOCATION for each in within(handler) if isinstance(each, ast.Name | ast.Attribute))


def _caught(
    m: Machine, at: At, handler: ast.ExceptHandler, types: list[Abstract], tried: Collector, *, acts: bool
) -> None:
    everything = handler.type is None or any(each.name in _ALL for each in types)
    place = at.module.header(handler)
    if everything and not _raises(handler):
        caught = "except:" if handler.type is None else "except BaseException"
        m.program.swallows.append(Swallow(place=place, caught=caught, **m.fact(at)))
    names = tuple(definitions.exceptions_of(each)[0] if definitions.exceptions_of(each) else "" for each in types)
    general = {"Exception", "BaseException", "ExceptionGroup", "BaseExceptionGroup", ""}
    sdk = handler.type is None or any(name in general or name.startswith("aws_durable_execution_sdk") for name in names)
    sdk = sdk or any(
        base.startswith("aws_durable_execution_sdk") for each in types if each.cls for base in each.cls.bases
    )
    raised = "*" in tried.raised or any(name in tried.raised for name in names)
    if not everything:
        m.program.catches.append(Catch(place=place, types=names, sdk=sdk, acts=acts, raised=raised, **m.fact(at)))


def _own(body: Sequence[ast.stmt]) -> list[ast.AST]:
    """All nodes of statements, functions within left out."""
    found: list[ast.AST] = []
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        found.append(node)
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            waiting.extend(children(node))
    return found
