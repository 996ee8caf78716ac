"""What becomes of promises and results: awaited, returned, stored and read later, or dropped."""

from __future__ import annotations

from guidance.code.typescript.evaluate import Evaluator
from guidance.code.typescript.scopes import Binding, resolve
from guidance.code.typescript.syntax import FUNCTIONS, Node, arguments, bare, outer
from guidance.code.typescript.values import Method

_DEEPEST = 25
_CHAINS = frozenset(("then", "catch", "finally"))
_COLLECTS = frozenset(("push", "unshift"))
_THROUGH = frozenset(("map", "flatMap", "filter", "reduce", "from", "concat", "slice", "reverse", "flat"))
_DROPPED = frozenset(
    (
        "expression_statement",
        "template_substitution",
        "update_expression",
        "unary_expression",
        "if_statement",
        "while_statement",
    )
)
"""What has no use for a promise."""


class Promises:
    """Looks up what happens to the value of an expression."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self._busy: set[int] = set()

    def is_settled(self, node: Node, depth: int = 0) -> bool:
        """Whether somebody awaits, returns or takes over the promise (or promises) that an expression gives."""
        node = outer(node)
        parent = node.parent
        if parent is None or depth > _DEEPEST or id(node) in self._busy:
            return True
        self._busy.add(id(node))
        try:
            return self._settled(node, parent, depth + 1)
        finally:
            self._busy.discard(id(node))

    def _settled(self, node: Node, parent: Node, depth: int) -> bool:
        kind = parent.kind
        if kind in _DROPPED:
            return False
        if kind in {"array", "sequence_expression", "ternary_expression", "binary_expression"}:
            return self._is_part(node, parent) and self.is_settled(parent, depth)
        if kind == "member_expression":
            return self._member(parent, depth)
        if kind == "variable_declarator":
            return self._variable(parent.get("name"), depth)
        if kind == "assignment_expression":
            return node.field != "right" or self._assigned(parent, depth)
        if kind == "arguments":
            return self._argument(parent, depth)
        return kind not in {"arrow_function", "return_statement"} or self._returned(parent, depth)

    @staticmethod
    def _is_part(node: Node, parent: Node) -> bool:
        """Whether the value of the outer expression has this one in it."""
        if parent.kind == "sequence_expression":
            return node is parent.kids[-1]
        if parent.kind == "binary_expression":
            return "??" in parent.tokens or (node.field == "right" and bool({"&&", "||"}.intersection(parent.tokens)))
        return parent.kind == "array" or node.field != "condition"

    def _member(self, member: Node, depth: int) -> bool:
        name, call = member.get("property"), outer(member).parent
        text = name.text if name is not None else ""
        if call is not None and call.kind == "call_expression" and call.get("function") is outer(member):
            if text in _CHAINS or text in _THROUGH:
                return self.is_settled(call, depth)
            return text in {"forEach", "call", "apply", "bind", *_COLLECTS}
        # a promise's own members are few; anything else is read of a promise that should have been awaited
        return text in {"isExecuted", *_CHAINS}

    def _variable(self, name: Node | None, depth: int) -> bool:
        if name is None:
            return True
        if name.kind == "identifier":
            binding = resolve(name)
            return binding is None or self.is_read(binding, depth)
        # `const { x } = promise` takes apart the promise itself; `const [a, b] = [promise, promise]` does not
        return name.kind == "array_pattern" and name.parent is not None and _is_array(name.parent.get("value"))

    def is_read(self, binding: Binding, depth: int = 0) -> bool:
        """Whether somebody settles what a variable holds."""
        if binding.scope.node.kind == "program":
            return True
        uses = self.evaluator.module(binding.ident).uses(binding)
        return any(not self._is_write(use) and self._use_settles(use, depth) for use in uses)

    def _use_settles(self, use: Node, depth: int) -> bool:
        parent = use.parent
        if parent is not None and parent.kind == "member_expression" and parent.get("object") is use:
            name, call = parent.get("property"), parent.parent
            text = name.text if name is not None else ""
            if text in _COLLECTS and call is not None and call.kind == "call_expression":
                return False
        if parent is not None and parent.kind == "for_in_statement" and parent.get("right") is use:
            return True
        return self.is_settled(use, depth)

    @staticmethod
    def _is_write(use: Node) -> bool:
        parent = use.parent
        return parent is not None and parent.kind == "assignment_expression" and parent.get("left") is use

    def _assigned(self, assignment: Node, depth: int) -> bool:
        left = assignment.get("left")
        if left is None:
            return True
        if left.kind == "identifier":
            binding = resolve(left)
            return binding is None or self.is_read(binding, depth)
        if left.kind == "subscript_expression":
            return self._holder_settles(left.get("object"), depth)
        return True

    def _holder_settles(self, holder: Node | None, depth: int) -> bool:
        holder = bare(holder) if holder is not None else None
        if holder is None or holder.kind != "identifier":
            return True
        binding = resolve(holder)
        if binding is None or binding.kind == "param":
            return True
        return self.is_read(binding, depth)

    def _argument(self, given: Node, depth: int) -> bool:
        call = given.parent
        if call is None or call.kind != "call_expression":
            return True
        callee = bare(call.get("function") or call)
        name = callee.get("property") if callee.kind == "member_expression" else None
        if name is None:
            return True
        receiver = callee.get("object")
        if receiver is not None and receiver.text == "Promise":
            return self.is_settled(call, depth)
        if name.text in _COLLECTS:
            return self._holder_settles(receiver, depth)
        return True

    def _returned(self, node: Node, depth: int) -> bool:
        """What a function returns is its caller's; of a callback that is the method that calls it."""
        function: Node | None = node
        while function is not None and function.kind not in FUNCTIONS:
            function = function.parent
        if function is None:
            return True
        at = outer(function)
        call = at.parent.parent if at.parent is not None and at.parent.kind == "arguments" else None
        if call is None or call.kind != "call_expression":
            return True
        callee = bare(call.get("function") or call)
        name = callee.get("property") if callee.kind == "member_expression" else None
        text = name.text if name is not None else ""
        if text == "forEach":
            return False
        if text in _CHAINS or text in _THROUGH:
            receiver = callee.get("object")
            if text == "map" and receiver is not None and self._is_operation(callee):
                return True
            return self.is_settled(call, depth)
        return True

    def _is_operation(self, callee: Node) -> bool:
        from guidance.code.typescript.values import NOTHING

        return len(arguments(callee.parent or callee)) > 1 or any(
            isinstance(each, Method) for each in self.evaluator.values(callee, NOTHING)
        )


def _is_array(node: Node | None) -> bool:
    return node is not None and bare(node).kind == "array"
