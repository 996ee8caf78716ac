"""Finds changes of what was made outside of the durable body around."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guidance.code.model import Body, Ground
from guidance.code.typescript.scopes import Binding, annotation, function_around, is_within, parameters, parts, resolve
from guidance.code.typescript.state import ChangeSite, State
from guidance.code.typescript.syntax import Node, arguments, bare
from guidance.code.typescript.values import Closure, Context, Env, External, Instance, Literal, Val

if TYPE_CHECKING:
    from guidance.code.typescript.walk import Walker

_OF_ARRAYS = frozenset(("push", "unshift", "pop", "shift", "splice", "fill", "copyWithin"))
_REORDER = frozenset(("sort", "reverse"))
"""These change the array too; where their result is used, that is mostly what was meant."""
_OF_COLLECTIONS = frozenset(("set", "add", "delete", "clear"))
_COLLECTIONS = frozenset(("Map", "Set", "WeakMap", "WeakSet", "URLSearchParams", "Headers"))
_SETTERS = frozenset(
    ("Object.assign", "Object.defineProperty", "Object.defineProperties", "Reflect.set", "Reflect.deleteProperty")
)
_ALIASED = frozenset(("identifier", "member_expression", "subscript_expression", "this"))


class Changes:
    """Records changes."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker
        self.evaluator = walker.evaluator
        self._elements: dict[Binding, Node] = {}

    def by_assignment(self, node: Node, state: State) -> None:
        """`x = 1`, `x += 1`, `x++`, `delete x.y`, `[a, b] = [b, a]`."""
        left = node.get("left") or node.get("argument")
        if left is None or state.ground is Ground.DECISION or "using" in node.tokens:
            return
        for target in _targets(bare(left)):
            kind = _kind(node, target)
            if target.kind in {"identifier", "shorthand_property_identifier_pattern"}:
                self._variable(node, target, kind, state)
            else:
                self._object(node, target, target.get("object"), kind, state)

    def by_method(self, call: Node, callee: Node, values: list[Val], state: State) -> None:
        """`x.push(1)`, `x.set("a", 1)`, `Object.assign(x, y)`."""
        if state.ground is Ground.DECISION or callee.kind != "member_expression":
            return
        given = arguments(call)
        if any(isinstance(each, External) and each.name in _SETTERS for each in values):
            if given:
                self._object(call, given[0], given[0], "method", state)
            return
        name, receiver = callee.get("property"), callee.get("object")
        if name is None or receiver is None or not _may_change(call, name.text):
            return
        held = self.evaluator.values(receiver, state.env)
        if any(isinstance(each, External | Instance | Context) for each in held):
            return
        if name.text in _OF_COLLECTIONS and not self._is_collection(receiver, held):
            return
        self._object(call, receiver, receiver, "method", state)

    def _is_collection(self, receiver: Node, held: list[Val]) -> bool:
        for each in held:
            made = each.node.get("constructor") if isinstance(each, Literal) else None
            if made is not None and made.text in _COLLECTIONS:
                return True
        receiver = bare(receiver)
        binding = resolve(receiver) if receiver.kind == "identifier" else None
        typed = annotation(binding) if binding is not None else None
        return typed is not None and typed.text.lstrip(": ").partition("<")[0] in _COLLECTIONS

    def _variable(self, node: Node, target: Node, kind: str, state: State) -> None:
        binding = resolve(target)
        if binding is None or binding.kind in {"import", "function", "class"} or self._is_inner(binding, state):
            return
        self._add(node, state, target, binding, kind)

    def _object(self, node: Node, target: Node, receiver: Node | None, kind: str, state: State) -> None:
        root = _root(receiver) if receiver is not None else None
        if root is None:
            return
        if root.kind == "this":
            self._own_object(node, target, kind, state)
            return
        binding = self._origin(root, state)
        if binding is None or binding.kind in {"function", "class"}:
            return
        if _is_exports(binding, target):
            return
        self._add(node, state, target, binding, kind)

    def _own_object(self, node: Node, target: Node, kind: str, state: State) -> None:
        """A change of `this`: outer when the object was not made in the body."""
        this = state.env.this
        if state.body is Body.HANDLER or "??=" in node.tokens or "||=" in node.tokens:
            return
        if isinstance(this, Instance):
            made = this.made
            if made is None or any(is_within(made, each) for each in state.entered):
                return
            maker = function_around(made)
            if maker is not None and id(maker) not in self.walker.found.bodies and not is_within(state.function, maker):
                return  # in a helper, which the body may have called as well
        if isinstance(this, Literal) and any(is_within(this.node, each) for each in state.entered):
            return
        self.walker.found.changes.append(ChangeSite(node, state, target, None, kind, module=False, step=False))

    def _origin(self, root: Node, state: State, depth: int = 0) -> Binding | None:
        """The outer variable that holds the object that a name of the body refers to; None when it is the body's own."""
        binding = resolve(root)
        if binding is None or depth > 12:
            return None
        if not self._is_inner(binding, state):
            return binding if _is_shared(binding, self.evaluator.of_binding(binding, state.env)) else None
        source = self._elements.get(binding) if binding.kind == "param" else binding.value
        if source is None or (binding.kind != "param" and binding.kind not in {"const", "let", "var"}):
            return None
        if binding.kind in {"let", "var"} and self.evaluator.module(root).assigned(binding):
            return None
        source = bare(source)
        if source.kind not in _ALIASED or "..." in binding.path:
            return None
        inner = _root(source)
        return self._origin(inner, state, depth + 1) if inner is not None and inner.kind == "identifier" else None

    def _is_inner(self, binding: Binding, state: State) -> bool:
        node = binding.scope.node
        if state.body is Body.HANDLER:
            return node.kind != "program"
        return any(is_within(node, each) for each in state.entered)

    def _add(self, node: Node, state: State, target: Node, binding: Binding, kind: str) -> None:
        module = binding.scope.node.kind == "program"
        self.walker.found.changes.append(
            ChangeSite(node, state, target, binding, kind, module=module, step=_is_step(node, binding.name))
        )

    def element_env(self, call: Node, function: Closure, env: Env, state: State) -> Env:
        """Remember whose elements the parameter of a callback of `forEach` and the like is."""
        del state
        callee = bare(call.get("function") or call)
        receiver = callee.get("object") if callee.kind == "member_expression" else None
        if receiver is not None:
            for parameter in parameters(function.node):
                if parameter.position == 0:
                    self._elements[parameter] = receiver
        return env


def _may_change(call: Node, method: str) -> bool:
    """Whether a method of this name changes its receiver."""
    if method in _REORDER:
        given = arguments(call)
        orders = not given or bare(given[0]).is_function or given[0].kind == "identifier"
        return orders and call.parent is not None and call.parent.kind == "expression_statement"
    return method in _OF_ARRAYS or method in _OF_COLLECTIONS


def _targets(left: Node) -> Iterator[Node]:
    stack = [left]
    while stack:
        node = stack.pop()
        if node.kind.endswith("_pattern") and node.kind != "shorthand_property_identifier_pattern":
            stack.extend(part for part, _, _ in parts(node))
        elif node.kind in {
            "identifier",
            "member_expression",
            "subscript_expression",
            "shorthand_property_identifier_pattern",
        }:
            yield node


def _kind(node: Node, target: Node) -> str:
    if node.kind == "unary_expression":
        return "delete"
    if target.kind == "member_expression":
        return "attribute"
    if target.kind == "subscript_expression":
        return "item"
    return "assign" if node.kind == "assignment_expression" else "augment"


def _root(node: Node) -> Node | None:
    node = bare(node)
    while node.kind in {"member_expression", "subscript_expression"}:
        inner = node.get("object")
        if inner is None:
            return None
        node = bare(inner)
    return node if node.kind in {"identifier", "this"} else None


def _is_shared(binding: Binding, held: list[Val]) -> bool:
    """Whether a change of the object that a variable holds is one of state, not of a client's settings."""
    if any(isinstance(each, Context | External) for each in held):
        return binding.kind != "import" and not any(isinstance(each, Context) for each in held)
    return True


def _is_exports(binding: Binding, target: Node) -> bool:
    return binding.name in {"module", "exports"} and target.text.startswith(("module.", "exports."))


def _is_step(node: Node, name: str) -> bool:
    if node.kind == "update_expression":
        return True
    right = node.get("right")
    if node.kind == "augmented_assignment_expression":
        return right is not None and right.kind == "number" and bool({"+=", "-="}.intersection(node.tokens))
    if node.kind == "assignment_expression" and right is not None and right.kind == "binary_expression":
        left, by = right.get("left"), right.get("right")
        return left is not None and by is not None and left.text == name and by.kind == "number"
    return False
