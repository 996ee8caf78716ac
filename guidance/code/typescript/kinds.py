"""What kind of value an expression gives, as far as JSON is concerned."""

from __future__ import annotations

from guidance.code.model import Kind
from guidance.code.typescript.evaluate import Evaluator
from guidance.code.typescript.members import base_names
from guidance.code.typescript.scopes import Binding, key_of, resolve
from guidance.code.typescript.syntax import FUNCTIONS, Node, arguments, bare
from guidance.code.typescript.values import ClassRef, Closure, Env, External

_DEEPEST = 12
_PLAIN = frozenset(("string", "template_string", "true", "false", "null", "undefined", "number", "regex"))
_MADE = {"Map": Kind.MAP, "WeakMap": Kind.MAP, "Set": Kind.SET, "WeakSet": Kind.SET, "Date": Kind.DATETIME}
_SOURCES = 6
_CALCULATES = frozenset(("+", "-", "*", "/", "%", "**"))
_GOOD = frozenset((Kind.PLAIN, Kind.UNKNOWN))
Found = tuple[Kind, str]
_UNKNOWN: Found = (Kind.UNKNOWN, "")


class Kinds:
    """Works out kinds."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator

    def of(self, node: Node, env: Env, depth: int = 0) -> Found:
        """The worst kind in what an expression gives; with it the name of the class, where it is one."""
        node = bare(node)
        if depth > _DEEPEST:
            return _UNKNOWN
        if node.kind in _PLAIN:
            is_big = node.kind == "number" and node.text.endswith("n")
            return (Kind.BIGINT, "") if is_big else (Kind.PLAIN, "")
        if node.kind in FUNCTIONS:
            return Kind.FUNCTION, ""
        if node.kind == "new_expression":
            return self._new(node, env)
        if node.kind == "call_expression":
            return self._call(node, env, depth)
        if node.kind in {"identifier", "shorthand_property_identifier"}:
            return self._named(node, env, depth)
        if node.kind == "binary_expression" and _CALCULATES.intersection(node.tokens):
            # with BigInt only BigInt can be calculated; strings take anything
            found = {self.of(kid, env, depth + 1)[0] for kid in node.kids}
            return (Kind.BIGINT, "") if found == {Kind.BIGINT} else _UNKNOWN
        inner = self._parts(node)
        return self._worst(inner, env, depth) if inner is not None else _UNKNOWN

    def _parts(self, node: Node) -> list[Node] | None:
        """The expressions whose kinds an expression has, or has in it."""
        kind = node.kind
        if kind == "object":
            return self._properties(node)
        if kind in {"array", "ternary_expression"}:
            return [kid for kid in node.kids if kid.field != "condition" and kid.kind != "spread_element"]
        if kind == "await_expression" or (kind == "binary_expression" and {"??", "||"}.intersection(node.tokens)):
            return list(node.kids)
        return None

    @staticmethod
    def _properties(node: Node) -> list[Node]:
        found = []
        for kid in node.kids:
            if kid.kind == "pair":
                value = kid.get("value")
                if value is not None:
                    found.append(value)
            elif kid.kind != "spread_element" and key_of(kid.get("name")) != "toJSON":
                found.append(kid)
        return found

    def _worst(self, nodes: list[Node], env: Env, depth: int) -> Found:
        result: Found = (Kind.PLAIN, "")
        for node in nodes[:200]:
            found = self.of(node, env, depth + 1)
            if found[0] not in _GOOD:
                return found
            if found[0] is Kind.UNKNOWN:
                result = found
        return result

    def _named(self, node: Node, env: Env, depth: int) -> Found:
        binding = resolve(node)
        if binding is None:
            return _UNKNOWN
        if binding.kind == "function" or (
            binding.kind == "param" and any(isinstance(v, Closure) for v in env.get(binding) or ())
        ):
            return Kind.FUNCTION, ""
        if binding.kind not in {"const", "let", "var"} or binding.path:
            return _UNKNOWN
        if binding.kind != "const" and self.evaluator.module(node).assigned(binding):
            return self._reassigned(binding, env, depth)
        return self.of(binding.value, env, depth + 1) if binding.value is not None else _UNKNOWN

    def _reassigned(self, binding: Binding, env: Env, depth: int) -> Found:
        """Of a variable with several values: their kind, when all that are not null have the same one."""
        assigned = self.evaluator.module(binding.ident).assigned(binding)
        if len(assigned) > _SOURCES:
            return _UNKNOWN
        plain = [
            each for each in (binding.value, *assigned) if each is not None and each.kind not in {"null", "undefined"}
        ]
        if not plain:
            return _UNKNOWN
        found = {self.of(each, env, depth + 4) for each in plain}
        single = found.pop()
        # `total += 1n` adds to a BigInt what can only be one; other kinds do not outlive such an operator
        return single if not found and (None not in assigned or single[0] is Kind.BIGINT) else _UNKNOWN

    def _new(self, node: Node, env: Env) -> Found:
        callee = node.get("constructor")
        for value in self.evaluator.values(callee, env) if callee is not None else []:
            if isinstance(value, External):
                return _MADE.get(value.name, Kind.UNKNOWN), ""
            if isinstance(value, ClassRef):
                return self._instance(value)
        return _UNKNOWN

    def _instance(self, of: ClassRef) -> Found:
        name = of.node.get("name")
        text = name.text if name is not None else ""
        bases = base_names(self.evaluator, of)
        if any(base.endswith(("Error", "Exception")) for base in (text, *bases)):
            return _UNKNOWN
        for base in bases:
            if base in _MADE:
                return _MADE[base], ""
        body = of.node.get("body")
        for kid in body.kids if body is not None else ():
            if kid.kind != "method_definition" or "static" in kid.tokens:
                continue
            key = key_of(kid.get("name"))
            if key == "toJSON":
                return _UNKNOWN
            if key != "constructor":
                return Kind.INSTANCE, text
        return _UNKNOWN

    def _call(self, node: Node, env: Env, depth: int) -> Found:
        callee = node.get("function")
        for value in self.evaluator.values(callee, env) if callee is not None else []:
            if isinstance(value, External):
                return (Kind.BIGINT, "") if value.name in {"BigInt", "process.hrtime.bigint"} else _UNKNOWN
            if isinstance(value, Closure):
                if "*" in value.node.tokens or value.node.kind.startswith("generator"):
                    return Kind.GENERATOR, ""
                inner = self.evaluator.calls.bind(value, arguments(node), env)
                return self._worst(self.evaluator.calls.returns(value.node), inner, depth + 1)
        return _UNKNOWN
