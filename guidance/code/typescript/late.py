"""Functions that are made in a loop, kept for later, and then read what the loop left in a `var`."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code.typescript.evaluate import Evaluator
from guidance.code.typescript.project import written
from guidance.code.typescript.scopes import Binding, is_within, resolve, scope_of
from guidance.code.typescript.syntax import Node, arguments, bare, inside, outer
from guidance.code.typescript.values import OPERATIONS

_KEEPS = frozenset(("push", "unshift"))
_NAMING = frozenset(("variable_declarator", "function_declaration"))


def late_bindings(evaluator: Evaluator, loop: Node) -> Iterator[tuple[Node, str]]:
    """Each such function, with the variable's name."""
    body = loop.get("body")
    if body is None or loop.kind == "call_expression":
        return
    variables = {id(each): each for each in _variables(evaluator, loop, body)}
    if not variables:
        return
    for node in inside(body, functions=False):
        if not node.is_function or not _is_kept(evaluator, node, loop):
            continue
        for each in inside(node):
            if each.kind in {"identifier", "shorthand_property_identifier"}:
                binding = resolve(each)
                if binding is not None and id(binding) in variables:
                    yield node, binding.name
                    break


def _variables(evaluator: Evaluator, loop: Node, body: Node) -> Iterator[Binding]:
    """Variables that live longer than a turn of the loop, and that the loop's head or body sets."""
    scope = scope_of(loop.parent or loop)
    while scope is not None:
        for binding in scope.names.values():
            if (binding.kind == "var" and is_within(binding.ident, loop)) or (
                binding.kind in {"let", "var"} and _is_set_by_loop(evaluator, binding, loop, body)
            ):
                yield binding
        if scope.node.is_function:
            return
        scope = scope.outer


def _is_set_by_loop(evaluator: Evaluator, binding: Binding, loop: Node, body: Node) -> bool:
    """Whether the head moves a variable on, or each turn does: `offset += 50` as a statement of the body itself.

    Not `total += item.price`: who reads that later may well want all of it.
    """
    uses = [use for use in evaluator.module(loop).uses(binding) if is_within(use, loop)]
    for use in uses:
        change = written(use)
        if change is None:
            continue
        if not is_within(use, body):
            return True
        by = change.get("right")
        moves = change.kind in {"update_expression", "augmented_assignment_expression"}
        if not moves or change.parent is None or change.parent.parent is not body:
            continue
        if by is None or by.kind == "number" or not all(is_within(each, body) for each in uses):
            return True
    return False


def _is_kept(evaluator: Evaluator, function: Node, loop: Node) -> bool:
    """Whether a function is stored for later, itself or through a name that the loop gives it."""
    if _is_stored(evaluator, function, function):
        return True
    parent = outer(function).parent
    named = function if function.kind == "function_declaration" else parent
    name = named.get("name") if named is not None and named.kind in _NAMING else None
    binding = resolve(name) if name is not None and name.kind == "identifier" else None
    return binding is not None and any(
        is_within(use, loop) and _is_stored(evaluator, use, function)
        for use in evaluator.module(function).uses(binding)
    )


def _is_stored(evaluator: Evaluator, node: Node, function: Node) -> bool:
    """Whether it (or the object it is in) is put in a list that operations get, or makes operations itself."""
    at = outer(node)
    if at.kind == "shorthand_property_identifier" and at.parent is not None:
        at = outer(at.parent)
    if at.parent is not None and at.parent.kind in {"pair", "array"}:
        at = outer(at.parent.parent or at.parent) if at.parent.kind == "pair" else outer(at.parent)
    parent = at.parent
    if parent is None:
        return False
    if parent.kind == "assignment_expression":
        left = parent.get("left")
        holder = left.get("object") if left is not None and left.kind == "subscript_expression" else None
    else:
        call = parent.parent if parent.kind == "arguments" else None
        callee = bare(call.get("function") or call) if call is not None and call.kind == "call_expression" else None
        name = callee.get("property") if callee is not None and callee.kind == "member_expression" else None
        holder = callee.get("object") if callee is not None and name is not None and name.text in _KEEPS else None
    if holder is None:
        return False
    return _makes_operations(function) or _is_given_to_operation(evaluator, bare(holder))


def _makes_operations(function: Node) -> bool:
    for node in inside(function):
        callee = node.get("function") if node.kind == "call_expression" else None
        name = callee.get("property") if callee is not None and callee.kind == "member_expression" else None
        if name is not None and name.text in OPERATIONS and len(arguments(node)) > 1:
            return True
    return False


def _is_given_to_operation(evaluator: Evaluator, holder: Node) -> bool:
    binding = resolve(holder) if holder.kind == "identifier" else None
    if binding is None:
        return False
    for use in evaluator.module(holder).uses(binding):
        call = use.parent.parent if use.parent is not None and use.parent.kind == "arguments" else None
        callee = bare(call.get("function") or call) if call is not None else None
        name = callee.get("property") if callee is not None and callee.kind == "member_expression" else None
        if name is not None and name.text in OPERATIONS:
            return True
    return False
