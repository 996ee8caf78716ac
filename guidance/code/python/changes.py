"""Changes of what was made outside of the body that changes it."""

from __future__ import annotations

import ast

from guidance.code.model import Body, ChangeKind, Kind
from guidance.code.python import expressions
from guidance.code.python.abstract import UNKNOWN, Abstract, Frame
from guidance.code.python.machine import At, Machine

MUTATORS = frozenset(
    (
        "append",
        "extend",
        "insert",
        "remove",
        "pop",
        "popitem",
        "clear",
        "update",
        "setdefault",
        "add",
        "discard",
        "sort",
        "reverse",
        "appendleft",
        "popleft",
        "extendleft",
        "rotate",
        "put",
        "put_nowait",
        "difference_update",
        "intersection_update",
        "symmetric_difference_update",
        "__setitem__",
        "subtract",
    )
)
_CONTAINERS = (
    "dict()",
    "list()",
    "set()",
    "collections.deque()",
    "collections.defaultdict()",
    "collections.Counter()",
    "collections.OrderedDict()",
    "bytearray()",
    "queue.Queue()",
    "queue.SimpleQueue()",
)


def variable(m: Machine, at: At, name: str, node: ast.expr | ast.stmt, kind: ChangeKind, *, step: bool = False) -> None:
    """A variable that is declared global or nonlocal is assigned."""
    frame = at.frame.holder(name)
    if frame is None:
        if isinstance(node, ast.Assign) and _adds_to_itself(node, name):
            kind, step = "augment", True
        m.record_change(at, node, name, kind, module=True, step=step)
    elif frame.body_id != at.frame.body_id:
        m.record_change(at, node, name, kind, module=False, step=step)


def _adds_to_itself(node: ast.Assign, name: str) -> bool:
    value = node.value
    return (
        isinstance(value, ast.BinOp)
        and isinstance(value.op, ast.Add)
        and any(isinstance(each, ast.Name) and each.id == name for each in (value.left, value.right))
        and any(isinstance(each, ast.Constant) for each in (value.left, value.right))
    )


def assigned(
    m: Machine,
    at: At,
    target: ast.Attribute | ast.Subscript,
    value: Abstract,
    statement: ast.stmt | None,
    kind: ChangeKind | None = None,
) -> None:
    """An item or attribute is assigned, added to or deleted."""
    base = expressions.peek(m, at, target.value)
    key = expressions.ev(m, at, target.slice) if isinstance(target, ast.Subscript) else None
    how = kind or ("item" if key is not None else "attribute")
    if base.instance is not None and isinstance(target, ast.Attribute) and base.attributes is not None and kind is None:
        known = base.attributes.get(target.attr)
        if known is None or base.home is None:
            base.attributes[target.attr] = value
    elif base.entries is not None and key is not None and kind is None and base.home is None:
        base.entries[key.constant if isinstance(key.constant, str) else f"[{len(base.entries)}]"] = value
        base.__dict__["known"] = base.known and isinstance(key.constant, str)
        if value.kind not in {Kind.PLAIN, base.kind} and base.kind is Kind.PLAIN:
            base.__dict__["kind"] = value.kind
    of_object(m, at, base, target.value, statement or target, how)


def of_object(m: Machine, at: At, base: Abstract, node: ast.expr, whole: ast.expr | ast.stmt, kind: ChangeKind) -> None:
    """Note a change of an object, when it is from outside of the body."""
    if base.context is not None or base.logger or base.operation:
        return
    root = _root(node)
    frame, module = _home(at, root)
    outside = base.home is not None and base.home != at.frame.body_id
    if frame is not None and frame.body_id != at.frame.body_id:
        outside = True
    if module:
        outside = base.literal or base.home == 0 or _is_container(base) or base.instance is not None
    if base is UNKNOWN and module:
        return
    if not outside or (
        base.name and not _is_container(base) and base.instance is None and base.home is None and frame is None
    ):
        return
    of_module = module or base.home == 0
    if at.body in {Body.HANDLER, Body.DECISION} and not of_module:
        return
    m.record_change(at, whole, root or base.root or "it", kind, module=of_module)


def method(m: Machine, at: At, node: ast.Call, func: ast.Attribute, base: Abstract) -> None:
    """A method that changes its object is called."""
    if func.attr not in MUTATORS or base.batches or base.callback is not None:
        return
    if not base.name or _is_container(base):
        of_object(m, at, base, func.value, node, "method")


def _is_container(base: Abstract) -> bool:
    return base.literal or base.name in _CONTAINERS


def _root(node: ast.expr) -> str:
    """The variable that a target is reached through."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Call):
            return ""
    return node.id if isinstance(node, ast.Name) else ""


def _home(at: At, root: str) -> tuple[Frame | None, bool]:
    """The frame that a variable is in, and whether it is the module's."""
    if not root:
        return None, False
    frame = at.frame.holder(root)
    return frame, frame is None and root in at.module.definitions
