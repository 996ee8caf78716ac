"""How many elements an iterable has, and how often a loop runs, when constants say so."""

from __future__ import annotations

import math

from guidance.code.typescript.constants import Constant, Constants
from guidance.code.typescript.members import pushed
from guidance.code.typescript.scopes import resolve
from guidance.code.typescript.syntax import Node, arguments, bare
from guidance.code.typescript.values import Env, Literal, closures, single

_DEPTH = 24


class Counts:
    """Counts."""

    def __init__(self, constants: Constants) -> None:
        self.constants = constants
        self.evaluator = constants.evaluator

    def count(self, node: Node, env: Env, depth: int = 0) -> int | None:
        """How many elements an iterable has."""
        node = bare(node)
        if depth > _DEPTH:
            return None
        if node.kind == "call_expression":
            return self._count_of_call(node, env, depth)
        if node.kind == "array":
            return self._count_of_array(node, env, depth)
        if node.kind == "new_expression":
            return self._count_of_new(node, env, depth)
        if node.kind in {"identifier", "member_expression", "shorthand_property_identifier"}:
            return self._count_of_name(node, env, depth)
        return None

    def _count_of_name(self, node: Node, env: Env, depth: int) -> int | None:

        if node.kind != "member_expression":
            binding = resolve(node)
            value = binding.value if binding is not None else None
            if binding is not None and value is not None and not binding.path and binding.kind == "const":
                if bare(value).kind == "array" and pushed(self.evaluator, bare(value)):
                    return None
                return self.count(value, env, depth + 1)
        found = single(self.evaluator.values(node, env))
        return self.count(found.node, found.env, depth + 1) if isinstance(found, Literal) else None

    def _count_of_array(self, node: Node, env: Env, depth: int) -> int | None:
        total = 0
        for kid in node.kids:
            if kid.kind != "spread_element":
                total += 1
                continue
            inner = self.count(kid.kids[0], env, depth + 1) if kid.kids else None
            if inner is None:
                return None
            total += inner
        return total

    def _count_of_new(self, node: Node, env: Env, depth: int) -> int | None:
        callee, given = node.get("constructor"), arguments(node)
        if callee is None or len(given) != 1:
            return None
        if callee.text == "Array":
            return _whole(self.constants.constant(given[0], env, depth + 1))
        return None

    def _count_of_call(self, node: Node, env: Env, depth: int) -> int | None:
        callee, given = node.get("function"), arguments(node)
        if callee is None:
            return None
        if callee.text == "Array" and len(given) == 1:
            return _whole(self.constants.constant(given[0], env, depth + 1))
        if callee.kind != "member_expression":
            return self._count_of_result(node, env, depth)
        name, receiver = callee.get("property"), callee.get("object")
        if name is None or receiver is None:
            return None
        if name.text == "from" and receiver.text == "Array" and given:
            options = self.constants.options(given[0], env)
            if options is not None and "length" in options.given:
                return _whole(self.constants.constant(*options.given["length"], depth + 1))
            return self.count(given[0], env, depth + 1)
        if name.text in {"keys", "values", "entries", "fill", "map", "reverse", "sort", "toSorted", "toReversed"}:
            return self.count(receiver, env, depth + 1)
        return None

    def _count_of_result(self, node: Node, env: Env, depth: int) -> int | None:
        callee = node.get("function")
        for function in closures(self.evaluator.values(callee, env) if callee is not None else []):
            returned = self.evaluator.calls.returns(function.node)
            if len(returned) == 1:
                inner = self.evaluator.calls.bind(function, arguments(node), env)
                return self.count(returned[0], inner, depth + 1)
        return None

    def repetitions(self, loop: Node, env: Env) -> int | None:
        """How often a loop statement runs, when constants say so."""
        if loop.kind == "for_in_statement":
            right = loop.get("right")
            return self.count(right, env) if right is not None else None
        if loop.kind != "for_statement":
            return None
        start = _start(loop)
        condition, increment = loop.get("condition"), loop.get("increment")
        if start is None or condition is None or increment is None or condition.kind != "binary_expression":
            return None
        left, right = condition.get("left"), condition.get("right")
        if left is None or right is None or left.text != start[0]:
            return None
        first, last = self.constants.constant(start[1], env), self.constants.constant(right, env)
        step = self._increment(increment, env)
        if isinstance(first, str) or isinstance(last, str) or first is None or last is None or not step:
            return None
        distance = (last - first) / step
        if "<=" in condition.tokens or ">=" in condition.tokens:
            distance = math.floor(distance) + 1
        elif not {"<", ">", "!=", "!=="}.intersection(condition.tokens):
            return None
        return max(0, math.ceil(distance))

    def _increment(self, node: Node, env: Env) -> float | None:
        if node.kind == "update_expression":
            return -1 if "--" in node.tokens else 1
        if node.kind == "augmented_assignment_expression":
            right = node.get("right")
            by = self.constants.constant(right, env) if right is not None else None
            if isinstance(by, int | float):
                return by if "+=" in node.tokens else -by if "-=" in node.tokens else None
        return None


def _start(loop: Node) -> tuple[str, Node] | None:
    given = loop.get("initializer")
    for declarator in given.kids if given is not None else ():
        name, value = declarator.get("name"), declarator.get("value")
        if declarator.kind == "variable_declarator" and name is not None and value is not None:
            return name.text, value
    if given is not None and given.kind == "expression_statement" and given.kids:
        given = given.kids[0]
    if given is not None and given.kind == "assignment_expression":
        left, right = given.get("left"), given.get("right")
        return (left.text, right) if left is not None and right is not None else None
    return None


def _whole(value: Constant | None) -> int | None:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 else None
