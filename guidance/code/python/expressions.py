"""What expressions come to."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from guidance.code.model import CallbackUse, Kind
from guidance.code.python import arithmetic, calls, definitions, displays, functions, loops, operations, settings, trees
from guidance.code.python.abstract import LOGGER, NONE, PLAIN, UNKNOWN, Abstract, join, union
from guidance.code.python.machine import DEEP, STEPS, At, Collector, Machine

_CONSTANTS = (str, int, float, bool)
_TEXT = frozenset(dir(str)) - {"__getitem__", "__iter__"}


def ev(m: Machine, at: At, node: ast.expr) -> Abstract:
    """What an expression comes to, for whoever takes it whole."""
    found = peek(m, at, node)
    for use in found.batches:
        use.escapes = True
    return found


def peek(m: Machine, at: At, node: ast.expr) -> Abstract:
    """What an expression comes to, for whoever looks at it, holds it or drops it."""
    m.steps += 1
    handler = _HANDLERS.get(node.__class__)
    if handler is None or m.deep > DEEP or m.steps > STEPS:
        return UNKNOWN
    m.deep += 1
    try:
        return handler(m, at, node)
    finally:
        m.deep -= 1


def all_of(m: Machine, at: At, nodes: Sequence[ast.expr | None]) -> list[Abstract]:
    """What several expressions come to."""
    return [ev(m, at, node) for node in nodes if node is not None]


def mixed(parts: list[Abstract], **known: object) -> Abstract:
    """A value made of parts: it comes from whatever they come from."""
    made = Abstract(**known)
    for part in parts:
        if part.calls:
            made.calls = union(made.calls, part.calls)
        if part.changes:
            made.changes = union(made.changes, part.changes)
    return made


def _constant(m: Machine, _: At, node: ast.Constant) -> Abstract:
    value = node.value
    if value is None:
        return NONE
    if isinstance(value, _CONSTANTS):
        known = m.constants.get((value.__class__, value))
        if known is None:
            known = m.constants[value.__class__, value] = Abstract(kind=Kind.PLAIN, constant=value)
        return known
    return Abstract(kind=Kind.BYTES) if isinstance(value, bytes) else PLAIN


def _name(m: Machine, at: At, node: ast.Name) -> Abstract:
    frame = at.frame.holder(node.id)
    if frame is None:
        found = definitions.global_value(m, at.module, node.id)
        if node.id in at.module.counters and at.recording:
            counter = m.counters.setdefault((at.module.source.path, node.id), definitions.counter(at, node))
            return found.but(changes=(counter,), constant=None)
        return found.but(root=node.id, home=0) if found.literal else found
    found = frame.variables[node.id]
    if (
        frame.body_id != at.frame.body_id
        and found.home is None
        and (found.literal or (found.kind is Kind.UNKNOWN and not found.name))
    ):
        return found.but(home=frame.body_id, root=node.id)
    return found


def _attribute(m: Machine, at: At, node: ast.Attribute) -> Abstract:
    return member(m, at, node, peek(m, at, node.value))


def member(m: Machine, at: At, node: ast.Attribute, base: Abstract) -> Abstract:
    """What an attribute of a value is."""
    name = node.attr
    if base is UNKNOWN:
        return UNKNOWN
    if base.context is not None:
        return _of_context(at, name, base)
    for use in base.batches:
        use.members.add(name)
    if base.callback is not None and name not in _TEXT:
        used_as_object(m, at, node, base)
    if base.waits_for is not None and name == "callback_id":
        return UNKNOWN
    found = definitions.attribute(m, at, base, name)
    if found is not None:
        if any(each.property_ for each in found.functions):
            return functions.follow(m, at, found.functions[0], [], {}, node)
        return found
    if base.name:
        return Abstract(name=f"{base.name}.{name}", calls=base.calls, made_by=base.made_by, order=base.order)
    if base.home is None and not base.calls and not base.changes:
        return UNKNOWN
    return Abstract(home=base.home, root=base.root, calls=base.calls, changes=base.changes)


def _of_context(at: At, name: str, base: Abstract) -> Abstract:
    if name == "logger":
        return LOGGER
    if base.context is not None and base.context.durable:
        at.collector.touches = True
        if name == "lambda_context":
            return Abstract(name="aws_durable_execution_sdk_python.DurableContext().lambda_context")
        return Abstract(context=base.context, operation=name)
    return Abstract(context=base.context, operation=name) if name in operations.METHODS else UNKNOWN


def used_as_object(m: Machine, at: At, node: ast.expr | ast.pattern, base: Abstract) -> None:
    """Note the first use of a callback's result as an object."""
    result = base.callback
    if result is None or result.used or not at.recording or isinstance(node, ast.pattern):
        return
    result.used = True
    what = trees.written(node)
    m.program.callback_uses.append(
        CallbackUse(place=at.module.place(node), config=result.config, what=what, **m.fact(at))
    )


def _subscript(m: Machine, at: At, node: ast.Subscript) -> Abstract:
    base = peek(m, at, node.value)
    key = ev(m, at, node.slice)
    at.collector.raised.update(("KeyError", "IndexError", "LookupError", "TypeError"))
    if base.name == settings.ENVIRONMENT:
        return settings.read(m, at, node, key)
    for use in base.batches:
        use.escapes = True
    if base.callback is not None and not isinstance(node.slice, ast.Slice):
        used_as_object(m, at, node, base)
    if isinstance(node.slice, ast.Slice):
        return mixed([base], items=base.items, order=base.order, home=base.home, root=base.root)
    if base.entries is not None and isinstance(key.constant, str) and key.constant in base.entries:
        return base.entries[key.constant]
    if (
        base.items
        and isinstance(key.constant, int)
        and -len(base.items) <= key.constant < len(base.items) == base.length
    ):
        return base.items[key.constant]
    if base.items:
        return loops.any_of(base)
    if base.entries:
        found = UNKNOWN
        for each in base.entries.values():
            found = each if found is UNKNOWN else join(found, each)
        return found
    return settings.carried(mixed([base], home=base.home, root=base.root), base)


def _either(m: Machine, at: At, node: ast.BoolOp) -> Abstract:
    first = peek(m, at, node.values[0])
    for each in node.values[1:]:
        first = join(first, _chosen(m, at, first, each))
    return first


def _chosen(m: Machine, at: At, test: Abstract, *nodes: ast.expr) -> Abstract:
    """What expressions come to, one of which is chosen by a test."""
    outer = at.collector
    if test.settings:
        at.collector = Collector()
    found = peek(m, at, nodes[0])
    for node in nodes[1:]:
        found = join(found, peek(m, at, node))
    if test.settings:
        settings.decide(m, at, test.settings, at.collector, ())
        outer.take(at.collector)
        at.collector = outer
        return settings.carried(found, test)
    return found


def _if(m: Machine, at: At, node: ast.IfExp) -> Abstract:
    return _chosen(m, at, peek(m, at, node.test), node.body, node.orelse)


def _compare(m: Machine, at: At, node: ast.Compare) -> Abstract:
    parts = all_of(m, at, [node.left, *node.comparators])
    found = mixed(parts, kind=Kind.PLAIN)
    if parts[-1].name == settings.ENVIRONMENT:
        return settings.carried(found, settings.read(m, at, node, parts[0]))
    return settings.carried(found, *parts)


def _lambda(m: Machine, at: At, node: ast.Lambda) -> Abstract:
    all_of(m, at, [*node.args.defaults, *node.args.kw_defaults])
    return Abstract(kind=Kind.FUNCTION, functions=(functions.make(m, at, node),))


def _await(m: Machine, at: At, node: ast.Await) -> Abstract:
    return peek(m, at, node.value)


def _yield(m: Machine, at: At, node: ast.Yield | ast.YieldFrom) -> Abstract:
    if node.value is not None:
        ev(m, at, node.value)
    return UNKNOWN


def _walrus(m: Machine, at: At, node: ast.NamedExpr) -> Abstract:
    found = peek(m, at, node.value)
    at.frame.variables[node.target.id] = found
    return found


def _starred(m: Machine, at: At, node: ast.Starred) -> Abstract:
    return ev(m, at, node.value)


def _slice(m: Machine, at: At, node: ast.Slice) -> Abstract:
    return mixed(all_of(m, at, [node.lower, node.upper, node.step]))


def _text(m: Machine, at: At, node: ast.JoinedStr) -> Abstract:
    return arithmetic.text(m, at, node)


def _binary(m: Machine, at: At, node: ast.BinOp) -> Abstract:
    return arithmetic.binary(m, at, node)


def _unary(m: Machine, at: At, node: ast.UnaryOp) -> Abstract:
    return arithmetic.unary(m, at, node)


def _sequence(m: Machine, at: At, node: ast.List | ast.Tuple) -> Abstract:
    return displays.sequence(m, at, node)


def _set(m: Machine, at: At, node: ast.Set) -> Abstract:
    return displays.set_display(m, at, node)


def _dict(m: Machine, at: At, node: ast.Dict) -> Abstract:
    return displays.dict_display(m, at, node)


def _comprehension(m: Machine, at: At, node: displays.Comprehension) -> Abstract:
    return displays.comprehension(m, at, node)


def _call(m: Machine, at: At, node: ast.Call) -> Abstract:
    return calls.call(m, at, node)


_HANDLERS: dict[type[ast.expr], Callable[[Machine, At, Any], Abstract]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.Subscript: _subscript,
    ast.JoinedStr: _text,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.BoolOp: _either,
    ast.IfExp: _if,
    ast.Compare: _compare,
    ast.List: _sequence,
    ast.Tuple: _sequence,
    ast.Set: _set,
    ast.Dict: _dict,
    ast.Lambda: _lambda,
    ast.Await: _await,
    ast.Yield: _yield,
    ast.YieldFrom: _yield,
    ast.NamedExpr: _walrus,
    ast.Starred: _starred,
    ast.Slice: _slice,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension,
}
