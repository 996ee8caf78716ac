"""Which of the language's own errors a piece of replayed code may raise by itself, beside what its operations do."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from guidance.code.typescript.evaluate import Evaluator
from guidance.code.typescript.scopes import resolve
from guidance.code.typescript.state import Collected
from guidance.code.typescript.syntax import CLASSES, FUNCTIONS, Node, arguments, bare
from guidance.code.typescript.values import Context, Env, External, Instance, Literal, Method, closures

_MOST = 1_000
"""Nodes looked at for one try; beyond, anything may be raised."""
_MAKING = frozenset(("call_expression", "new_expression"))
_MEMBERS = frozenset(("member_expression", "subscript_expression"))
_PATTERNS = frozenset(("object_pattern", "array_pattern"))
_NAMES = {
    "SyntaxError": frozenset(("JSON.parse", "RegExp", "BigInt", "Function", "eval", "import")),
    "URIError": frozenset(("decodeURIComponent", "decodeURI", "encodeURIComponent", "encodeURI")),
    "RangeError": frozenset(("Array", "BigInt", "ArrayBuffer", "String.fromCodePoint")),
}
_RANGED = frozenset(
    (
        "toFixed", "toPrecision", "toExponential", "toString", "toISOString", "toLocaleString", "toLocaleDateString",
        "toLocaleTimeString", "toJSON", "repeat", "normalize", "padStart", "padEnd", "format", "with",
    )
)  # fmt: skip
_RANGED_ROOTS = ("Intl.", "Buffer.", "Temporal.", "Atomics.")
_SAFE_ROOTS = frozenset(("console", "Math", "String", "Number", "Boolean", "Promise", "Date", "performance"))


class Faults:
    """Answers what may be raised; to be made when the walk is over."""

    def __init__(self, evaluator: Evaluator, found: Collected) -> None:
        self._evaluator = evaluator
        self._found = found
        self._checks: dict[str, Callable[[Node, Env], bool]] = {
            "SyntaxError": lambda node, env: self._is_named(node, env, "SyntaxError"),
            "URIError": lambda node, env: self._is_named(node, env, "URIError"),
            "RangeError": self._out_of_range,
            "TypeError": self._of_wrong_type,
        }

    def never_raises(self, error: str, body: Node | None, env: Env) -> bool:
        """Whether code outside the bodies of operations cannot raise this; False for errors that nobody can foresee."""
        check = self._checks.get(error)
        if check is None:
            return False
        left = _MOST
        for node, where in self._nodes(body, env) if body is not None else ():
            left -= 1
            if left < 0 or check(node, where):
                return False
        return True

    def _nodes(self, body: Node, env: Env) -> Iterator[tuple[Node, Env]]:
        """All nodes that run in it, those of helpers too; not what operations run."""
        stack, seen = [(body, env)], set[int]()
        while stack:
            node, where = stack.pop()
            self._evaluator.project.spend(3)
            if node.kind in CLASSES or (node.kind in FUNCTIONS and id(node) in self._found.bodies):
                continue
            yield node, where
            stack.extend((kid, where) for kid in node.kids)
            callee = node.get("function") if node.kind == "call_expression" else None
            if callee is None or id(node) in self._found.nodes:
                continue
            for function in closures(self._evaluator.values(callee, where)):
                inner = function.node.get("body")
                if inner is not None and id(function.node) not in seen:
                    seen.add(id(function.node))
                    stack.append((inner, self._evaluator.calls.bind(function, arguments(node), where)))

    def _is_named(self, node: Node, env: Env, error: str) -> bool:
        """A call of a function that raises it, or its name as a callback."""
        names = _NAMES[error]
        if node.kind in _MAKING:
            callee = node.get("function") or node.get("constructor")
            held = self._evaluator.values(callee, env) if callee is not None else []
            return any(isinstance(each, External) and each.name in names for each in held) or (
                callee is not None and callee.kind in names
            )
        return node.kind in {"identifier", "member_expression"} and node.text in names and _is_argument(node)

    def _out_of_range(self, node: Node, env: Env) -> bool:
        if self._is_named(node, env, "RangeError"):
            return True
        if node.kind == "member_expression":
            name = node.get("property")
            return (name is not None and name.text in _RANGED) or node.text.startswith(_RANGED_ROOTS)
        return node.kind == "new_expression" and node.text.removeprefix("new ").partition("(")[0].endswith("Array")

    def _of_wrong_type(self, node: Node, env: Env) -> bool:
        kind = node.kind
        if kind in _MAKING:
            return id(node) not in self._found.nodes and not self._is_safe_call(node, env)
        if kind in _MEMBERS:
            receiver = node.get("object")
            return receiver is not None and not _is_optional(node) and not self._has_members(receiver, env)
        if kind == "spread_element":
            return node.parent is not None and node.parent.kind != "object"
        if kind == "binary_expression":
            return "in" in node.tokens
        return kind in _PATTERNS or (kind == "for_in_statement" and "of" in node.tokens)

    def _is_safe_call(self, call: Node, env: Env) -> bool:
        callee = bare(call.get("function") or call.get("constructor") or call)
        held = self._evaluator.values(callee, env)
        if any(isinstance(each, Method) for each in held) or any(True for _ in closures(held)):
            return True
        if any(isinstance(each, External) and _is_harmless(each.name) for each in held):
            return True
        receiver = callee.get("object") if callee.kind == "member_expression" else None
        return receiver is not None and any(isinstance(each, Literal) for each in self._evaluator.values(receiver, env))

    def _has_members(self, receiver: Node, env: Env) -> bool:
        """Whether it is certainly neither null nor undefined."""
        receiver = bare(receiver)
        if receiver.kind == "this":
            return True
        binding = resolve(receiver) if receiver.kind == "identifier" else None
        if binding is not None and binding.kind == "param" and not binding.path:
            holder = binding.ident.parent
            given = id(binding.scope.node) in self._found.bodies and binding.default is None
            if given and (holder is None or holder.kind != "optional_parameter"):
                return True  # an event, a context, an item of a map
        return any(
            isinstance(each, Context | Method | Literal | Instance)
            or (isinstance(each, External) and each.made is None)
            for each in self._evaluator.values(receiver, env)
        )


def _is_harmless(name: str) -> bool:
    return name.partition(".")[0].partition("(")[0] in _SAFE_ROOTS or name.removesuffix("()").endswith("Error")


def _is_argument(node: Node) -> bool:
    return node.parent is not None and node.parent.kind == "arguments"


def _is_optional(member: Node) -> bool:
    return member.first("optional_chain") is not None
