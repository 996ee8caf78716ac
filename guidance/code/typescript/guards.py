"""Changes that only fill what is empty: `if (!client) client = ...`, `seen.has(x) || seen.add(x)`, `x ??= ...`."""

from __future__ import annotations

from guidance.code.typescript.syntax import FUNCTIONS, Node, inside

_FILLS = frozenset(("??=", "||=", "&&="))
_TESTS = frozenset(("if_statement", "ternary_expression", "while_statement"))
_LOGIC = frozenset(("&&", "||", "??"))


def is_guarded(change: Node, name: str) -> bool:
    """Whether a change stands under a test of the variable that it changes, or behind one that leaves the function."""
    if _FILLS.intersection(change.tokens):
        return True
    at, parent = change, change.parent
    while parent is not None:
        kind = parent.kind
        if kind in _TESTS and at.field != "condition" and _names(parent.get("condition"), name):
            return True
        if kind == "binary_expression" and at.field == "right" and _LOGIC.intersection(parent.tokens):
            if _names(parent.get("left"), name):
                return True
        elif kind == "statement_block" and any(_leaves_if(each, name) for each in parent.kids if each.end <= at.start):
            return True
        if kind in FUNCTIONS:
            return False
        at, parent = parent, parent.parent
    return False


def _leaves_if(statement: Node, name: str) -> bool:
    """`if (client) return client;`."""
    body = statement.get("consequence") if statement.kind == "if_statement" else None
    if body is None or not _names(statement.get("condition"), name):
        return False
    return body.kind == "return_statement" or any(kid.kind == "return_statement" for kid in body.kids)


def _names(node: Node | None, name: str) -> bool:
    return node is not None and any(each.kind == "identifier" and each.text == name for each in (node, *inside(node)))
