"""Loops: what they iterate over, how often, and which operations they make."""

from __future__ import annotations

import ast

from guidance.code.model import Iteration, LateBinding, Loop
from guidance.code.python import expressions, settings, statements
from guidance.code.python.abstract import UNKNOWN, Abstract, Fn, join
from guidance.code.python.machine import At, Collector, Machine
from guidance.code.python.trees import children, within

HELD = 1_000
"""Items of a container that are held at most, once it grows."""


def item_of(found: Abstract) -> Abstract:
    """What iterating over a value gives each time."""
    if found.items:
        return any_of(found)
    if found.entries is not None and found.known:
        return UNKNOWN
    if found.home is not None or found.calls or found.changes:
        return Abstract(home=found.home, root=found.root, calls=found.calls, changes=found.changes)
    return UNKNOWN


def any_of(found: Abstract) -> Abstract:
    """Any item of a container."""
    items = found.items or [UNKNOWN]
    one = items[0]
    for each in items[1:40]:
        one = join(one, each)
    return one


def grow(container: Abstract, added: list[Abstract]) -> None:
    """A list gets items; of very many, the last ones are not held."""
    if container.items is not None:
        container.items += added[: max(0, HELD - len(container.items))]
    container.__dict__["length"] = None


def unsettle(at: At, container: Abstract) -> None:
    """A container grows: in a loop whose order is not stable, neither is the container's."""
    if at.order and id(container) in at.older:
        container.__dict__["order"] = at.order


def enter(m: Machine, at: At, target: ast.expr, iterated: Abstract) -> int:
    """Bind a loop's variables; gives the loop's number."""
    number = m.number()
    for use in iterated.batches:
        use.escapes = True
    statements.assign(m, at, target, item_of(iterated), None)
    for node in within(target):
        if isinstance(node, ast.Name):
            at.frame.loop_variables[node.id] = number
    at.loops = (*at.loops, number)
    if iterated.length is not None:
        at.counted += 1
    return number


def walk_for(m: Machine, at: At, node: ast.For | ast.AsyncFor) -> None:
    """Walk a for loop."""
    iterated = expressions.peek(m, at, node.iter)
    saved = at.loops, at.counted, at.collector, dict(at.frame.loop_variables)
    at.collector = Collector()
    order = at.order, at.older
    if iterated.order:
        at.order, at.older = iterated.order, frozenset(map(id, at.frame.variables.values()))
    number = enter(m, at, node.target, iterated)
    for name in statements.stored(node.body):
        at.frame.loop_variables.setdefault(name, number)
    statements.branches(m, at, [node.body, []])
    at.order, at.older = order
    collected = at.collector
    at.loops, at.counted, at.collector, at.frame.loop_variables = saved
    at.collector.take(collected, iterated.length if iterated.length is not None else 0)
    settings.decide(m, at, iterated.settings, collected, ())
    if collected.durable and at.recording:
        if iterated.order:
            m.program.iterations.append(Iteration(place=at.module.place(node.iter), order=iterated.order, **m.fact(at)))
        note(m, at, node, iterated.length, collected)
    statements.execute(m, at, node.orelse)


def walk_while(m: Machine, at: At, node: ast.While) -> None:
    """Walk a while loop."""
    test = expressions.ev(m, at, node.test)
    saved = at.loops, at.counted, at.collector, dict(at.frame.loop_variables)
    at.collector = Collector()
    number = m.number()
    at.loops = (*at.loops, number)
    for name in statements.stored(node.body):
        at.frame.loop_variables.setdefault(name, number)
    statements.branches(m, at, [node.body, []])
    collected = at.collector
    at.loops, at.counted, at.collector, at.frame.loop_variables = saved
    at.collector.take(collected, 0)
    settings.decide(m, at, test.settings, collected, ())
    if collected.durable and at.recording:
        endless = bool(test.constant) and isinstance(node.test, ast.Constant) and not _leaves(node.body)
        m.program.loops.append(Loop(place=at.module.header(node), endless=endless, **m.fact(at)))
    statements.execute(m, at, node.orelse)


def note(m: Machine, at: At, node: ast.expr | ast.stmt, length: int | None, collected: Collector) -> None:
    """Note a loop around operations, with how many it makes."""
    total = (length or 0) * collected.operations
    m.program.loops.append(Loop(place=at.module.header(node), total=total, nested=at.counted > 0, **m.fact(at)))


def _leaves(body: list[ast.stmt]) -> bool:
    """Whether something in a loop's body leaves it."""
    waiting: list[tuple[ast.AST, bool]] = [(each, True) for each in body]
    while waiting:
        node, own = waiting.pop()
        if isinstance(node, ast.Return | ast.Raise) or (isinstance(node, ast.Break) and own):
            return True
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            continue
        inner = own and not isinstance(node, ast.For | ast.AsyncFor | ast.While)
        waiting.extend((child, inner) for child in children(node))
    return False


def late(m: Machine, at: At, function: Fn) -> None:
    """Note a body that reads a loop's variable after the loop."""
    variable = next((name for name, number in function.late if number not in at.loops), None)
    if variable is not None and at.recording:
        place = (
            function.module.header(function.node)
            if not isinstance(function.node, ast.Lambda)
            else function.module.place(function.node)
        )
        m.program.late_bindings.append(LateBinding(place=place, variable=variable, **m.fact(at)))


def lined_up(
    m: Machine, at: At, node: ast.Call, branches: ast.expr, found: Abstract, counts: list[int], total: Collector
) -> None:
    """Note branches of a parallel that come in an order which is not stable, or several times, as in `[branch] * 5`.

    `counts` says how many operations each of those makes that can be seen; a repeated one makes as many as the least of them.
    """
    if found.order and at.recording:
        where = branches.generators[0].iter if isinstance(branches, ast.ListComp) else branches
        m.program.iterations.append(Iteration(place=at.module.place(where), order=found.order, **m.fact(at)))
    shown, length = len(found.items or ()), found.length
    if length is None or not 0 < shown < length:
        return
    least = min(counts) if len(counts) >= shown else 0
    total.operations += length + (length - shown) * least
    if at.recording:
        place = at.module.header(node)
        m.program.loops.append(Loop(place=place, total=total.operations, nested=at.counted > 0, **m.fact(at)))
