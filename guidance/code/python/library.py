"""What Python's builtins, its standard library and the SDK's constructors come to."""

from __future__ import annotations

import ast
from collections.abc import Callable

from guidance.code.model import Kind
from guidance.code.python import expressions, functions, loops, settings
from guidance.code.python.abstract import PLAIN, UNKNOWN, Abstract, worst
from guidance.code.python.machine import At, Machine
from guidance.code.python.words import KINDS, NUMBERS, PURE, RAISED, SAME, TEXT_METHODS, TEXTS


def kind_of(name: str) -> Kind:
    """What a call of this name gives."""
    if name.startswith(("datetime.datetime.now()", "datetime.datetime.utcnow()")):
        return Kind.PLAIN if name.rsplit(".", 1)[-1] in TEXT_METHODS else Kind.UNKNOWN
    return KINDS.get(name, Kind.UNKNOWN)


def function(
    m: Machine, at: At, node: ast.Call, callee: Abstract, arguments: list[Abstract], keywords: dict[str, Abstract]
) -> Abstract | None:
    """A call of a builtin, or of the standard library where that says something; None for others."""
    name = callee.name
    if name in RAISED:
        at.collector.raised.update(RAISED[name])
    if name in _APPLYING:
        mapped = _applied(m, at, arguments, keywords)
        if name == "map":
            parts = [*arguments, *keywords.values(), mapped]
            last = arguments[-1] if arguments else UNKNOWN
            return expressions.mixed(parts, items=[mapped], length=last.length, order=last.order, kind=Kind.GENERATOR)
    if name in settings.READERS:
        otherwise = arguments[1] if len(arguments) > 1 else keywords.get("default")
        return settings.read(m, at, node, arguments[0] if arguments else None, otherwise)
    made = _MAKERS.get(name)
    if made is not None:
        return made(arguments, keywords)
    if name in SAME:
        return _same(name, arguments, keywords)
    if name == "next" and node.args and isinstance(node.args[0], ast.Name) and arguments[0].name == "itertools.count()":
        return _counted(m, at, node, node.args[0])
    if name == "super" and not arguments:
        return _parent(m, at)
    if name in PURE and name not in {"id", "hash"} and not name.startswith(("time.", "datetime.datetime.")):
        kind = Kind.PLAIN if name in TEXTS or name in NUMBERS else kind_of(name)
        found = expressions.mixed([*arguments, *keywords.values()], kind=kind, name=f"{name}()" if "." in name else "")
        return settings.carried(found, *arguments)
    return None


def _partial(arguments: list[Abstract], keywords: dict[str, Abstract]) -> Abstract:
    first = _first(arguments)
    bound = tuple(functions.partial(each, arguments[1:], keywords) for each in first.functions)
    return first.but(functions=bound) if bound else first


def _replaced(arguments: list[Abstract], keywords: dict[str, Abstract]) -> Abstract:
    first = _first(arguments)
    known = first.known and first.entries is not None
    return first.but(entries={**(first.entries or {}), **keywords}, known=known, home=None)


def _copied(arguments: list[Abstract], _: dict[str, Abstract]) -> Abstract:
    return _first(arguments).but(home=None, root="")


def _set(arguments: list[Abstract], _: dict[str, Abstract]) -> Abstract:
    first = _first(arguments)
    items = [loops.item_of(first)]
    return expressions.mixed(arguments, kind=Kind.SET, order="set", length=first.length, items=items, literal=True)


def _sorted(arguments: list[Abstract], _: dict[str, Abstract]) -> Abstract:
    first = _first(arguments)
    kind = worst(first.items or [UNKNOWN]).kind
    return expressions.mixed(arguments, items=first.items, length=first.length, kind=kind, literal=True)


def _ranged(arguments: list[Abstract], _: dict[str, Abstract]) -> Abstract:
    found = Abstract(length=_range(arguments), items=[PLAIN], kind=Kind.PLAIN)
    return settings.carried(found, *arguments)


def _first(arguments: list[Abstract]) -> Abstract:
    return arguments[0] if arguments else UNKNOWN


def _same(name: str, arguments: list[Abstract], keywords: dict[str, Abstract]) -> Abstract:
    """What gives the items of its argument in their order."""
    sources = arguments[1:] if name in {"filter", "typing.cast"} else arguments
    first = sources[0] if sources else UNKNOWN
    order = next((each.order for each in sources if each.order), "")
    items = [loops.item_of(each) for each in sources]
    if name == "enumerate":
        items = [Abstract(items=[PLAIN, *items], length=2)]
    elif name == "zip":
        items = [Abstract(items=items, length=len(items))]
    elif name in {"list", "tuple"} and first.items is not None:
        items = first.items
    elif name == "dict" and not arguments:
        return expressions.mixed(
            [*keywords.values()], entries=dict(keywords), kind=worst(keywords.values()).kind, literal=True
        )
    elif name == "dict":
        entries = {**(first.entries or {}), **keywords} if first.entries is not None else None
        return expressions.mixed(
            [*arguments, *keywords.values()],
            entries=entries,
            known=first.known and entries is not None,
            order=order,
            kind=first.kind if entries is not None else Kind.UNKNOWN,
            literal=True,
        )
    length = first.length if name != "filter" else None
    kept = worst(items) if items else PLAIN
    kind = Kind.TUPLE if name == "tuple" and kept.kind in {Kind.PLAIN, Kind.UNKNOWN} else kept.kind
    return expressions.mixed(
        arguments,
        items=items,
        length=length,
        order=order,
        kind=kind,
        literal=name in {"list", "collections.deque", "dict.fromkeys"},
    )


def _applied(m: Machine, at: At, arguments: list[Abstract], keywords: dict[str, Abstract]) -> Abstract:
    """A function that a builtin calls for each item."""
    found = UNKNOWN
    chosen = keywords.get("key") or (arguments[0] if arguments and arguments[0].functions else None)
    item = loops.item_of(arguments[-1]) if arguments else UNKNOWN
    for each in chosen.functions if chosen is not None else ():
        found = functions.follow(m, at, each, [item], {}, None)
    return found


def _range(arguments: list[Abstract]) -> int | None:
    numbers = [each.constant for each in arguments]
    if not numbers or not all(isinstance(each, int) for each in numbers):
        return None
    try:
        return len(range(*(int(each) for each in numbers if isinstance(each, int))))
    except (ValueError, TypeError, OverflowError):
        return None


def _counted(m: Machine, at: At, node: ast.Call, counter: ast.Name) -> Abstract:
    """`next(counter)` of a module's itertools.count."""
    if at.frame.holder(counter.id) is not None:
        return PLAIN
    change = m.record_change(at, node, counter.id, "augment", module=True, step=True)
    return Abstract(kind=Kind.PLAIN, changes=(change,))


def _parent(m: Machine, at: At) -> Abstract:
    """What super() gives within a method."""
    from guidance.code.python import definitions

    this = next((value for name, value in at.frame.variables.items() if name == "self"), None)
    cls = this.instance if this is not None else None
    for base in cls.node.bases if cls is not None else ():
        parent = expressions.peek(m, definitions.inside(m, cls), base) if cls is not None else UNKNOWN
        if parent.cls is not None and this is not None:
            return this.but(instance=parent.cls)
    return UNKNOWN


_APPLYING = frozenset(("map", "filter", "sorted", "min", "max", "functools.reduce"))
_MAKERS: dict[str, Callable[[list[Abstract], dict[str, Abstract]], Abstract]] = {
    "functools.partial": _partial,
    "functools.partialmethod": _partial,
    "dataclasses.replace": _replaced,
    "copy.replace": _replaced,
    "copy.copy": _copied,
    "copy.deepcopy": _copied,
    "set": _set,
    "frozenset": _set,
    "sorted": _sorted,
    "range": _ranged,
}
