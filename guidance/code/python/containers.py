"""Methods of lists, dicts and sets that are known."""

from __future__ import annotations

import ast

from guidance.code.model import (
    Kind,
)
from guidance.code.python import (
    arithmetic,
    changes,
    expressions,
    loops,
    settings,
    words,
)
from guidance.code.python.abstract import (
    PLAIN,
    UNKNOWN,
    Abstract,
    worst,
)
from guidance.code.python.machine import At, Machine


def method(
    m: Machine,
    at: At,
    node: ast.Call,
    func: ast.Attribute,
    base: Abstract,
    arguments: list[Abstract],
    keywords: dict[str, Abstract],
) -> Abstract | None:
    """A method of a container or text that is known; None when it is not one."""
    name = func.attr
    if base.callback is not None:
        if name in {"get", "items", "keys", "values", "pop", "update"}:
            expressions.used_as_object(m, at, node, base)
        return expressions.mixed([])
    if not (base.items is not None or base.entries is not None or base.literal):
        if name not in words.TEXT_METHODS or base.name:
            return None
        parts = [base, *arguments, *keywords.values()]
        template = arithmetic.formatted(base, arguments, keywords) if name == "format" else None
        return settings.carried(expressions.mixed(parts, kind=Kind.PLAIN, template=template), *parts)
    if name in changes.MUTATORS:
        changes.method(m, at, node, func, base)
        _mutate(at, name, base, arguments)
        return (
            base.but(home=base.home)
            if name == "setdefault"
            else loops.item_of(base)
            if name in {"pop", "popleft"}
            else PLAIN
        )
    if name in {"copy", "union", "difference", "intersection"}:
        return base.but(home=None, root="")
    if name in {"items", "values", "keys"} and base.entries is not None:
        values = list(base.entries.values())
        parts = values if name == "values" else [Abstract(items=[PLAIN, each], length=2) for each in values]
        return expressions.mixed(values, items=parts if name != "keys" else [PLAIN], order=base.order,
                                 length=len(values) if base.known else None)  # fmt: skip
    if name == "get" and base.entries is not None and arguments and isinstance(arguments[0].constant, str):
        return base.entries.get(arguments[0].constant, UNKNOWN)
    return UNKNOWN


def _mutate(at: At, name: str, base: Abstract, arguments: list[Abstract]) -> None:
    """What a container holds after a change."""
    if name == "sort":
        base.__dict__["order"] = ""
    if base.items is None or not arguments:
        return
    added: list[Abstract] = []
    if name in {"append", "add", "appendleft", "insert", "put"}:
        added = [arguments[-1]]
    elif name in {"extend", "update"}:
        added = arguments[0].items or [loops.item_of(arguments[0])]
    loops.grow(base, added)
    loops.unsettle(at, base)
    kept = worst(added)
    if base.kind is Kind.PLAIN and kept.kind is not Kind.PLAIN:
        base.__dict__["kind"] = kept.kind
