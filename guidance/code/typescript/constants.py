"""Constants, durations, counts and options, as far as the text says them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from guidance.code.typescript.evaluate import Evaluator
from guidance.code.typescript.scopes import key_of
from guidance.code.typescript.syntax import Node, arguments, bare, literal
from guidance.code.typescript.values import Closure, Env, External, Literal, Val, single

Constant = str | int | float | bool
_DEPTH = 24
_PLAIN = frozenset(("string", "number", "true", "false", "null", "undefined"))
_UNITS = {"days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def snake(name: str) -> str:
    """`maxConcurrency` as `max_concurrency`."""
    return _CAMEL.sub("_", name).lower()


def is_nothing(node: Node) -> bool:
    """Whether it is literally null or undefined."""
    return bare(node).kind in {"null", "undefined"}


@dataclass(frozen=True, slots=True)
class Options:
    """The properties of an object, and whether they are all."""

    given: dict[str, tuple[Node, Env]]
    known: bool
    place: Node | None = None


class Constants:
    """Works out constants."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self._composed: dict[str, Callable[[Node, Env, int], Constant | None]] = {
            "template_string": self._template,
            "unary_expression": self._unary,
            "binary_expression": self._binary,
        }

    def constant(self, node: Node, env: Env, depth: int = 0) -> Constant | None:
        """The value of an expression that is constant."""
        node = bare(node)
        kind = node.kind
        if depth > _DEPTH:
            return None
        if kind == "string":
            return literal(node)
        if kind == "number":
            return _number(node.text)
        if kind in {"true", "false"}:
            return kind == "true"
        composed = self._composed.get(kind)
        if composed is not None:
            return composed(node, env, depth)
        if kind in {"identifier", "member_expression", "shorthand_property_identifier", "subscript_expression"}:
            found = single(self.evaluator.values(node, env))
            if isinstance(found, Literal) and found.node is not node:
                return self.constant(found.node, found.env, depth + 1)
        return None

    def _template(self, node: Node, env: Env, depth: int) -> str | None:
        parts: list[str] = []
        for kid in node.kids:
            if kid.kind != "template_substitution":
                parts.append(kid.text)
                continue
            value = self.constant(kid.kids[0], env, depth + 1) if kid.kids else None
            if value is None:
                return None
            parts.append(str(value))
        return "".join(parts)

    def _unary(self, node: Node, env: Env, depth: int) -> Constant | None:
        argument = node.get("argument")
        value = self.constant(argument, env, depth + 1) if argument is not None else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            return -value if "-" in node.tokens else value if "+" in node.tokens else None
        return None

    def _binary(self, node: Node, env: Env, depth: int) -> Constant | None:
        left, right = node.get("left"), node.get("right")
        if left is None or right is None or not {"+", "-", "*", "/", "**"}.intersection(node.tokens):
            return None
        one, other = self.constant(left, env, depth + 1), self.constant(right, env, depth + 1)
        if one is None or other is None:
            return None
        return _calculated(one, other, node.tokens[0])

    def seconds(self, node: Node, env: Env) -> float | None:
        """The length of a duration `{ hours: 1, seconds: 30 }`."""
        options = self.options(node, env)
        if options is None or not options.known or not options.given:
            return None
        total = 0.0
        for key, (value, where) in options.given.items():
            amount = self.constant(value, where)
            if key not in _UNITS or isinstance(amount, bool | str) or amount is None:
                return None
            total += amount * _UNITS[key]
        return total

    def options(self, node: Node, env: Env, depth: int = 0) -> Options | None:
        """The properties of an object; None when it is no object that is known."""
        found = single(self.evaluator.values(node, env))
        if not isinstance(found, Literal) or found.node.kind != "object" or depth > 8:
            return None
        given: dict[str, tuple[Node, Env]] = {}
        known = True
        for kid in found.node.kids:
            if kid.kind == "spread_element":
                inner = self.options(kid.kids[0], found.env, depth + 1) if kid.kids else None
                if inner is None:
                    known = False
                else:
                    given.update(inner.given)
                    known = known and inner.known
                continue
            key, value = _property(kid)
            if key is None or value is None:
                known = False
            else:
                given[key] = (value, found.env)
        return Options(given, known, found.node)

    def is_constant_call(self, call: Node, env: Env) -> bool:
        """Whether all arguments are literals."""
        del env
        return all(bare(each).kind in _PLAIN or literal(bare(each)) is not None for each in arguments(call))


def external_name(values: list[Val]) -> str:
    """The canonical name, when one is known."""
    return next((value.name for value in values if isinstance(value, External)), "")


def returned_object(function: Closure, constants: Constants) -> Options | None:
    """The object that a function returns, when it is one literal."""
    returned = constants.evaluator.calls.returns(function.node)
    return constants.options(returned[0], Env({}, function.env)) if len(returned) == 1 else None


def _property(kid: Node) -> tuple[str | None, Node | None]:
    if kid.kind == "pair":
        return key_of(kid.get("key")), kid.get("value")
    if kid.kind == "shorthand_property_identifier":
        return kid.text, kid
    if kid.kind == "method_definition":
        return key_of(kid.get("name")), kid
    return None, None


def _number(text: str) -> int | float | None:
    text = text.replace("_", "")
    try:
        return int(text, 0)
    except ValueError:
        pass
    try:
        value = float(text)
    except ValueError:
        return None
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _calculated(one: Constant, other: Constant, token: str) -> Constant | None:
    if token == "+" and (isinstance(one, str) or isinstance(other, str)):  # noqa: S105
        return f"{one}{other}"
    if isinstance(one, str) or isinstance(other, str):
        return None
    if token == "**":  # noqa: S105
        return one**other if abs(one) < 1e6 and abs(other) < 64 else None
    if token == "/":  # noqa: S105
        return one / other if other else None
    return one + other if token == "+" else one - other if token == "-" else one * other  # noqa: S105
