"""Displays and comprehensions: lists, tuples, sets, dicts."""

from __future__ import annotations

import ast

from guidance.code.model import (
    Iteration,
    Kind,
)
from guidance.code.python import (
    expressions,
    loops,
)
from guidance.code.python.abstract import (
    Abstract,
    worst,
)
from guidance.code.python.machine import At, Collector, Machine

Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


def sequence(m: Machine, at: At, node: ast.List | ast.Tuple) -> Abstract:
    """A list or tuple display."""
    parts, length = [], 0
    complete = True
    for each in node.elts:
        if isinstance(each, ast.Starred):
            inner = expressions.ev(m, at, each.value)
            parts += (inner.items if inner.items is not None else [loops.item_of(inner)])[: loops.HELD]
            complete = complete and inner.length is not None
            length += inner.length or 0
        else:
            parts.append(expressions.ev(m, at, each))
            length += 1
    kept = worst(parts)
    kind = Kind.TUPLE if isinstance(node, ast.Tuple) and kept.kind in {Kind.PLAIN, Kind.UNKNOWN} else kept.kind
    return expressions.mixed(
        parts,
        items=parts[: max(loops.HELD, len(node.elts))],
        length=length if complete else None,
        kind=kind,
        type_name=kept.type_name,
        literal=isinstance(node, ast.List),
    )


def set_display(m: Machine, at: At, node: ast.Set) -> Abstract:
    """A set display."""
    parts = expressions.all_of(m, at, node.elts)
    return expressions.mixed(parts, kind=Kind.SET, order="set", items=parts, length=len(parts), literal=True)


def dict_display(m: Machine, at: At, node: ast.Dict) -> Abstract:
    """A dict display."""
    entries: dict[str, Abstract] = {}
    known, parts, order = True, [], ""
    for key, value in zip(node.keys, node.values, strict=True):
        inner = expressions.ev(m, at, value)
        parts.append(inner)
        if key is None:
            if inner.callback is not None:
                expressions.used_as_object(m, at, value, inner)
            known = known and inner.entries is not None and inner.known
            entries.update(inner.entries or {})
            continue
        name = expressions.ev(m, at, key)
        if isinstance(name.constant, str):
            entries[name.constant] = inner
        else:
            known = False
            entries[f"[{len(entries)}]"] = inner
    kept = worst(parts)
    return expressions.mixed(
        parts, entries=entries, known=known, kind=kept.kind, type_name=kept.type_name, order=order, literal=True
    )


def comprehension(m: Machine, at: At, node: Comprehension) -> Abstract:
    """A comprehension, which is a loop."""
    saved = dict(at.frame.variables), dict(at.frame.loop_variables), at.loops, at.counted, at.collector
    iterated: list[tuple[ast.expr, Abstract, bool]] = []
    length: int | None = 1
    at.collector = Collector()
    for each in node.generators:
        outer = at.collector
        found = expressions.peek(m, at, each.iter)
        iterated.append((each.iter, found, outer is at.collector))
        length = length * found.length if length is not None and found.length is not None and not each.ifs else None
        loops.enter(m, at, each.target, found)
        expressions.all_of(m, at, each.ifs)
    inner = expressions.all_of(m, at, [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt])
    collected = at.collector
    at.frame.variables, at.frame.loop_variables, at.loops, at.counted, at.collector = saved
    at.collector.take(collected, length if length is not None else 0)
    order = next((found.order for _, found, _ in iterated if found.order), "")
    if collected.durable and at.recording:
        for expression, found, _ in iterated:
            if found.order:
                m.program.iterations.append(
                    Iteration(place=at.module.place(expression), order=found.order, **m.fact(at))
                )
        loops.note(m, at, node, length, collected)
    return gathered(node, inner, length, order)


def gathered(node: ast.expr, inner: list[Abstract], length: int | None, order: str) -> Abstract:
    """What a comprehension makes of its elements."""
    kept = worst(inner)
    if isinstance(node, ast.DictComp):
        return expressions.mixed(
            inner, kind=kept.kind, order=order, length=length, known=False, entries={"[0]": inner[-1]}, literal=True
        )
    kind, order = {
        ast.SetComp: (Kind.SET, "set"),
        ast.GeneratorExp: (Kind.GENERATOR, order),
    }.get(type(node), (kept.kind, order))
    return expressions.mixed(
        inner, kind=kind, type_name=kept.type_name, items=inner, length=length, order=order, literal=True
    )
