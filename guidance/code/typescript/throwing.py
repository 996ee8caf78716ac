"""What a catch clause asks for, and what may be thrown."""

from __future__ import annotations

from guidance.code.typescript.syntax import FUNCTIONS, Node, bare, inside
from guidance.code.typescript.values import SDK

_HARMLESS = frozenset(
    (
        "push", "pop", "shift", "unshift", "slice", "splice", "concat", "join", "map", "filter", "forEach",
        "reduce", "find", "findIndex", "includes", "indexOf", "some", "every", "sort", "reverse", "flat",
        "flatMap", "keys", "values", "entries", "at", "has", "get", "set", "add", "delete", "clear", "toString",
        "toFixed", "toISOString", "toUpperCase", "toLowerCase", "trim", "split", "replace", "replaceAll",
        "startsWith", "endsWith", "padStart", "padEnd", "substring", "substr", "charAt", "match", "test", "then",
        "catch", "finally", "getTime", "throwIfError", "getResults", "getErrors", "succeeded", "failed", "started",
        "localeCompare", "fill", "log", "info", "warn", "error", "debug",
    )
)  # fmt: skip
_HARMLESS_ROOTS = frozenset(
    (
        "Math", "Date", "Object", "Array", "Promise", "console", "JSON", "String", "Number", "Boolean", "Map",
        "Set", "Error", "process", "crypto", "performance", "setTimeout", "structuredClone", "Symbol", "RegExp",
        "BigInt", "uuid", "nanoid", "util", "path",
    )
)  # fmt: skip


def may_throw(name: str) -> bool:
    """Whether a call that cannot be followed may throw an error of the project."""
    if name.startswith("?."):
        return name[2:] not in _HARMLESS
    if name.startswith(SDK) or name.endswith("Error"):
        return False
    return name.partition(".")[0].partition("(")[0] not in _HARMLESS_ROOTS


def asked_types(handler: Node) -> list[tuple[Node, Node]]:
    """The instanceof expressions of a catch clause (or a callback of `.catch`) on what was caught."""
    parameter = handler.get("parameter")
    if handler.kind in FUNCTIONS:
        given = handler.get("parameters")
        parameter = parameter or (
            given.kids[0].get("pattern") or given.kids[0] if given is not None and given.kids else None
        )
    body = handler.get("body")
    if parameter is None or body is None or parameter.kind != "identifier":
        return []
    names = {parameter.text}
    found = []
    for node in inside(body):
        if node.kind == "variable_declarator" and _is_caught(node.get("value"), names):
            name = node.get("name")
            names.update([name.text] if name is not None else [])
        elif node.kind == "binary_expression" and "instanceof" in node.tokens:
            right = node.get("right")
            if right is not None and _is_caught(node.get("left"), names):
                found.append((node, right))
    return found


def _is_caught(node: Node | None, names: set[str]) -> bool:
    """Whether it is what was caught, or the cause of that."""
    at = bare(node) if node is not None else None
    if at is not None and at.kind == "member_expression":
        name = at.get("property")
        inner = at.get("object")
        if name is None or name.text != "cause" or inner is None:
            return False
        at = bare(inner)
    return at is not None and at.kind == "identifier" and at.text in names
