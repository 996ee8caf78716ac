"""What statements do."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from guidance.code.model import Kind
from guidance.code.python import bodies, changes, definitions, expressions, functions, loops, settings, tries
from guidance.code.python.abstract import UNKNOWN, Abstract, Cls, join
from guidance.code.python.machine import DEEP, STEPS, VARIABLES_A_STEP, At, Collector, Machine
from guidance.code.python.modules import imports, sdk_name
from guidance.code.python.trees import children, within


def execute(m: Machine, at: At, body: Sequence[ast.stmt]) -> None:
    """Walk statements in order."""
    for statement in body:
        m.steps += 1
        if m.deep > DEEP or m.steps > STEPS:
            return
        handler = _HANDLERS.get(type(statement))
        if handler is not None:
            m.deep += 1
            handler(m, at, statement)
            m.deep -= 1


def branches(m: Machine, at: At, blocks: Sequence[Sequence[ast.stmt]]) -> None:
    """Walk alternatives, and join what is known of the variables after them."""
    before = at.frame.variables
    m.steps += len(before) // VARIABLES_A_STEP
    ends = []
    for block in blocks:
        at.frame.variables = dict(before)
        execute(m, at, block)
        if not (block and isinstance(block[-1], ast.Return | ast.Raise | ast.Continue | ast.Break)):
            ends.append(at.frame.variables)
    at.frame.variables = before
    if not ends:
        return
    names = {name for end in ends for name, value in end.items() if before.get(name) is not value}
    for name in names:
        values = [end[name] for end in ends if name in end]
        found = values[0]
        for value in values[1:]:
            found = join(found, value)
        before[name] = found


def stored(body: Sequence[ast.stmt]) -> set[str]:
    """Names that statements bind by assignment, functions within left out."""
    found: set[str] = set()
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        if not isinstance(
            node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef | ast.comprehension | ast.AugAssign
        ):
            waiting.extend(children(node))
    return found


def assign(m: Machine, at: At, target: ast.expr, value: Abstract, statement: ast.stmt | None) -> None:
    """Bind a target; note when that changes something from outside."""
    if isinstance(target, ast.Name):
        if target.id in at.frame.global_names or target.id in at.frame.outer_names:
            changes.variable(m, at, target.id, statement or target, "assign")
            _assign_outside(at, target.id, value)
        else:
            at.frame.variables[target.id] = value
    elif isinstance(target, ast.Tuple | ast.List):
        if value.callback is not None:
            expressions.used_as_object(m, at, target, value)
        for number, each in enumerate(target.elts):
            inner = each.value if isinstance(each, ast.Starred) else each
            known = value.items is not None and value.length == len(target.elts) == len(value.items)
            part = value.items[number] if known and value.items is not None else loops.item_of(value)
            assign(m, at, inner, UNKNOWN if isinstance(each, ast.Starred) else part, statement)
    elif isinstance(target, ast.Attribute | ast.Subscript):
        changes.assigned(m, at, target, value, statement)


def _assign_outside(at: At, name: str, value: Abstract) -> None:
    frame = at.frame.holder(name)
    if frame is not None:
        frame.variables[name] = join(frame.variables[name], value)
    elif name in at.frame.global_names:
        known = at.module.values.get(name)
        at.module.values[name] = join(known, value) if known is not None else value


def defined(
    m: Machine, at: At, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, cls: Cls | None = None
) -> Abstract:
    """What a def or class statement binds."""
    if isinstance(node, ast.ClassDef):
        return definitions.make_class(m, at, node)
    function = functions.make(m, at, node)
    kind = Kind.FUNCTION
    for decorator in node.decorator_list:
        found = expressions.peek(m, at, decorator.func if isinstance(decorator, ast.Call) else decorator)
        name = sdk_name(found.name)
        if name.startswith("durable_"):
            function.decorator = name
        elif found.name in {"property", "functools.cached_property"}:
            function.property_ = True
        elif found.name == "staticmethod":
            function.static = True
        elif found.name == "classmethod" and cls is not None:
            function.this = Abstract(cls=cls)
    return Abstract(kind=kind, functions=(function,))


def _def(m: Machine, at: At, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
    at.frame.variables[node.name] = defined(m, at, node)


def _expression(m: Machine, at: At, node: ast.Expr) -> None:
    found = expressions.peek(m, at, node.value)
    if found.batches and isinstance(node.value, ast.Call | ast.Await):
        for use in found.batches:
            use.discarded = True


def _assign(m: Machine, at: At, node: ast.Assign) -> None:
    value = expressions.peek(m, at, node.value)
    for target in node.targets:
        assign(m, at, target, value, node)


def _annotated(m: Machine, at: At, node: ast.AnnAssign) -> None:
    if node.value is not None:
        value = expressions.peek(m, at, node.value)
        if value is UNKNOWN:
            value = functions.annotated(m, at, node.annotation) or value
        assign(m, at, node.target, value, node)


def _augmented(m: Machine, at: At, node: ast.AugAssign) -> None:
    added = expressions.ev(m, at, node.value)
    target = node.target
    if isinstance(target, ast.Name):
        outside = target.id in at.frame.global_names or target.id in at.frame.outer_names
        step = isinstance(added.constant, int | float)
        if outside:
            changes.variable(m, at, target.id, node, "augment", step=step)
            return
        found = expressions.peek(m, at, ast.copy_location(ast.Name(target.id, ast.Load()), target))
        if found.literal and found.home is not None:
            changes.of_object(m, at, found, target, node, "augment")
        if found.items is not None and isinstance(node.op, ast.Add):
            loops.grow(found, added.items if added.items is not None else [loops.item_of(added)])
            loops.unsettle(at, found)
        else:
            at.frame.variables[target.id] = expressions.mixed(
                [found, added],
                home=found.home,
                root=found.root,
                kind=found.kind if found.kind is added.kind else Kind.UNKNOWN,
            )
    else:
        changes.assigned(m, at, target, UNKNOWN, node, "augment")


def _delete(m: Machine, at: At, node: ast.Delete) -> None:
    for target in node.targets:
        if isinstance(target, ast.Subscript | ast.Attribute):
            changes.assigned(m, at, target, UNKNOWN, node, "delete")


def _return(m: Machine, at: At, node: ast.Return) -> None:
    if node.value is None:
        return
    found = expressions.ev(m, at, node.value)
    at.frame.returned.append(found)
    bodies.result(m, at, node.value, found)


def _if(m: Machine, at: At, node: ast.If) -> None:
    test = expressions.peek(m, at, node.test)
    outer = at.guards
    at.guards = (*outer, *(each.id for each in within(node.test) if isinstance(each, ast.Name)))
    _decided(m, at, test, [node.body, node.orelse])
    at.guards = outer


def _decided(m: Machine, at: At, test: Abstract, blocks: Sequence[Sequence[ast.stmt]]) -> None:
    """Walk alternatives, one of which is chosen by a test."""
    if not test.settings:
        branches(m, at, blocks)
        return
    before = dict(at.frame.variables)
    outer, at.collector = at.collector, Collector()
    branches(m, at, blocks)
    settings.decide(m, at, test.settings, at.collector, [each for block in blocks for each in block])
    outer.take(at.collector)
    at.collector = outer
    for name, value in at.frame.variables.items():
        if before.get(name) is not value and value.context is None and not value.batches:
            at.frame.variables[name] = settings.carried(value, test)


def _with(m: Machine, at: At, node: ast.With | ast.AsyncWith) -> None:
    tries.walk_with(m, at, node)


def _try(m: Machine, at: At, node: ast.Try | ast.TryStar) -> None:
    tries.walk_try(m, at, node)


def _raise(m: Machine, at: At, node: ast.Raise) -> None:
    if node.exc is not None:
        saved = set(at.collector.raised)
        found = expressions.ev(m, at, node.exc)
        names = definitions.exceptions_of(found)
        at.collector.raised = saved | set(names or ("*",))
    if node.cause is not None:
        expressions.ev(m, at, node.cause)


def _import(m: Machine, at: At, node: ast.Import | ast.ImportFrom) -> None:
    for name, what in imports(node):
        at.frame.variables[name] = definitions.imported(m, at.module, what)


def _global(_: Machine, at: At, node: ast.Global) -> None:
    at.frame.global_names.update(node.names)


def _nonlocal(_: Machine, at: At, node: ast.Nonlocal) -> None:
    at.frame.outer_names.update(node.names)


def _assert(m: Machine, at: At, node: ast.Assert) -> None:
    expressions.peek(m, at, node.test)
    at.collector.raised.update(("AssertionError",))


def _match(m: Machine, at: At, node: ast.Match) -> None:
    found = expressions.ev(m, at, node.subject)
    for case in node.cases:
        for each in ast.walk(case.pattern):
            if isinstance(each, ast.MatchAs | ast.MatchStar) and each.name:
                at.frame.variables[each.name] = Abstract(home=found.home, root=found.root)
        if found.callback is not None and isinstance(case.pattern, ast.MatchMapping):
            expressions.used_as_object(m, at, node.subject, found)
        if case.guard is not None:
            expressions.peek(m, at, case.guard)
    _decided(m, at, found, [*(case.body for case in node.cases), []])


def _for(m: Machine, at: At, node: ast.For | ast.AsyncFor) -> None:
    loops.walk_for(m, at, node)


def _while(m: Machine, at: At, node: ast.While) -> None:
    loops.walk_while(m, at, node)


_HANDLERS: dict[type[ast.stmt], Callable[[Machine, At, Any], None]] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Return: _return,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.Raise: _raise,
    ast.FunctionDef: _def,
    ast.AsyncFunctionDef: _def,
    ast.ClassDef: _def,
    ast.Import: _import,
    ast.ImportFrom: _import,
    ast.Global: _global,
    ast.Nonlocal: _nonlocal,
    ast.Delete: _delete,
    ast.Assert: _assert,
    ast.Match: _match,
}
