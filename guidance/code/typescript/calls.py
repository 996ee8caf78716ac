"""What calls and constructions give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidance.code.typescript.scopes import Binding, parameters, resolve
from guidance.code.typescript.syntax import Node, arguments, bare, statements
from guidance.code.typescript.values import ClassRef, Closure, Context, Env, External, Instance, Literal, Mapped, Val

if TYPE_CHECKING:
    from guidance.code.typescript.evaluate import Evaluator

_SAME_ARRAY = frozenset(
    ("reverse", "slice", "filter", "sort", "toReversed", "toSorted", "concat", "flat", "values", "splice", "fill")
)
_ELEMENT = frozenset(("pop", "shift", "at", "find", "findLast"))
_SAME_FUNCTION = frozenset(("bind",))
_SAME_OBJECT = frozenset(("Object.freeze", "Object.seal", "Promise.resolve", "structuredClone"))


class Calls:
    """Evaluates calls."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self._returns: dict[int, list[Node]] = {}

    def forget(self) -> None:
        """Drop what was worked out."""
        self._returns.clear()

    def call(self, node: Node, env: Env) -> list[Val]:
        """What a call gives."""
        callee = node.get("function")
        if callee is None:
            return []
        given = arguments(node)
        if callee.kind == "import":
            return self.evaluator.imports.required(node, given)
        target = bare(callee)
        if target.kind == "identifier" and target.text == "require" and resolve(target) is None:
            return self.evaluator.imports.required(node, given)
        if target.kind == "member_expression":
            found = self._method_result(target, given, env)
            if found is not None:
                return found
        return [each for value in self.evaluator.values(callee, env) for each in self.result(value, node, env)]

    def _method_result(self, target: Node, given: tuple[Node, ...], env: Env) -> list[Val] | None:
        """What methods of arrays and functions give; None when it is none of them."""
        name, receiver = target.get("property"), target.get("object")
        if name is None or receiver is None:
            return None
        text = name.text
        if text in _SAME_FUNCTION:
            return self.evaluator.values(receiver, env)
        if text in {"map", "flatMap"} and given:
            held = self.evaluator.values(receiver, env)
            if any(isinstance(each, Context) for each in held):
                return None
            return [Mapped(each) for each in self.evaluator.values(given[0], env) if isinstance(each, Closure)]
        if text == "from" and receiver.text == "Array" and given:
            if len(given) > 1:
                return [Mapped(each) for each in self.evaluator.values(given[1], env) if isinstance(each, Closure)]
            return self.evaluator.values(given[0], env)
        if text in _SAME_ARRAY or text in _ELEMENT:
            held = [each for each in self.evaluator.values(receiver, env) if isinstance(each, Literal | Mapped)]
            if held:
                return held if text in _SAME_ARRAY else self.evaluator.along(held, ("*",))
        return None

    def result(self, value: Val, call: Node, env: Env) -> list[Val]:
        """What calling this gives."""
        if isinstance(value, External):
            return self._external_result(value, call, env)
        if isinstance(value, Closure) and "*" not in value.node.tokens:
            return self.returned(value, call, env)
        return []

    def _external_result(self, value: External, call: Node, env: Env) -> list[Val]:
        given = arguments(call)
        if value.name == "util.promisify" and given:
            return self.evaluator.values(given[0], env)
        if value.name in _SAME_OBJECT and given:
            return self.evaluator.values(given[0], env)
        return [External(f"{value.name}()", call, env)]

    def returned(self, function: Closure, call: Node | None, env: Env) -> list[Val]:
        """What a function of the project returns."""
        inner = self.bind(function, arguments(call) if call is not None else (), env)
        return [value for each in self.returns(function.node) for value in self.evaluator.values(each, inner)]

    def returns(self, function: Node) -> list[Node]:
        """The expressions that a function returns."""
        found = self._returns.get(id(function))
        if found is None:
            body = function.get("body")
            if body is None:
                found = []
            elif body.kind != "statement_block":
                found = [body]
            else:
                found = [each.kids[0] for each in statements(body) if each.kind == "return_statement" and each.kids]
                self.evaluator.project.spend((body.end - body.start) // 50)
            self._returns[id(function)] = found
        return found

    def bind(self, function: Closure, given: tuple[Node, ...], env: Env) -> Env:
        """The environment of a call: parameters that are handed something of interest."""
        values: dict[Binding, list[Val]] = {}
        spread = next((i for i, each in enumerate(given) if each.kind == "spread_element"), len(given))
        for parameter in parameters(function.node):
            argument = given[parameter.position] if parameter.position < spread else parameter.default
            if argument is None or parameter.path[:1] == ("...",):
                continue
            where = env if parameter.position < spread else function.env
            held = self.evaluator.along(self.evaluator.values(argument, where), parameter.path)
            if held:
                values[parameter] = held
        return Env(values, function.env)

    def new(self, node: Node, env: Env) -> list[Val]:
        """What a construction gives."""
        callee = node.get("constructor")
        found: list[Val] = []
        for value in self.evaluator.values(callee, env) if callee is not None else []:
            if isinstance(value, ClassRef):
                found.append(Instance(value, node, env))
            elif isinstance(value, External):
                if value.name in {"Map", "Set", "Array"}:
                    found.append(Literal(node, env))
                else:
                    found.append(External(f"{value.name}()", node, env))
        return found
