"""Walks over Python's syntax trees, quicker than those of ast's own."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_BARE = frozenset(
    ("ctx", "op", "ops", "id", "attr", "arg", "kind", "conversion", "level", "module", "type_comment", "name")
)
"""Fields without a node in them that anybody looks for."""
_FIELDS: dict[type[ast.AST], tuple[str, ...]] = {ast.Constant: ()}


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes directly within a node, without operators."""
    cls = node.__class__
    fields = _FIELDS.get(cls)
    if fields is None:
        fields = _FIELDS[cls] = tuple(name for name in cls._fields if name not in _BARE)
    found: list[ast.AST] = []
    for name in fields:
        value = getattr(node, name, None)
        if value.__class__ is list:
            found += [each for each in value if isinstance(each, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


def within(node: ast.AST) -> Iterator[ast.AST]:
    """A node and all within it, in no order."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        yield each
        waiting += children(each)


def written(node: ast.expr) -> str:
    """An expression as text, short."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return " ".join(ast.unparse(node).split())[:60]


def last(node: ast.expr) -> str:
    """The last part of a dotted name."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def handed(node: ast.AST) -> tuple[frozenset[str], frozenset[str]]:
    """Last names of all that is called within a node, and names of all that these calls hand over."""
    called: set[str] = set()
    found: set[str] = set()
    waiting: list[tuple[ast.AST, bool]] = [(node, False)]
    while waiting:
        each, given = waiting.pop()
        if isinstance(each, ast.Call):
            called.add(last(each.func))
            waiting.append((each.func, given))
            waiting += [(argument, True) for argument in each.args]
            for word in each.keywords:
                if word.arg:
                    found.add(word.arg)
                waiting.append((word.value, True))
            continue
        if given and (name := _name(each)):
            found.add(name)
        waiting += [(child, given) for child in children(each)]
    return frozenset(called), frozenset(found)


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, str) and value.isidentifier() else ""
