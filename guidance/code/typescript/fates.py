"""What becomes of an operation's result: which members are read of it, whether it is handed on, or dropped."""

from __future__ import annotations

from dataclasses import dataclass, field

from guidance.code.typescript.evaluate import Evaluator
from guidance.code.typescript.scopes import Binding, key_of, resolve
from guidance.code.typescript.syntax import Node, arguments, bare, outer

_CHAINS = frozenset(("then", "catch", "finally"))


@dataclass(slots=True)
class Fate:
    """What becomes of a result."""

    discarded: bool = True
    escapes: bool = False
    members: dict[str, Node] = field(default_factory=dict)
    """Members read of it, each with its first place."""
    taken: list[Node] = field(default_factory=list)
    """Patterns and spreads that take it apart, and subscripts."""
    names: list[Binding] = field(default_factory=list)
    """The variables that hold it."""
    parsed: bool = False

    def escape(self) -> None:
        """Somebody else has it."""
        self.discarded = False
        self.escapes = True


class Fates:
    """Follows the result of an operation through variables."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator

    def of(self, call: Node) -> Fate:
        """What becomes of the awaited result of this call."""
        fate = Fate()
        waiting = [outer(call)]
        while waiting and len(waiting) < 200:
            self._step(waiting.pop(), fate, waiting)
        return fate

    def of_binding(self, binding: Binding) -> Fate:
        """What becomes of what a variable holds."""
        fate = Fate()
        waiting: list[Node] = []
        self._through(binding, fate, waiting)
        while waiting and len(waiting) < 200:
            self._step(waiting.pop(), fate, waiting)
        return fate

    def _step(self, node: Node, fate: Fate, waiting: list[Node]) -> None:
        node = outer(node)
        parent = node.parent
        if parent is None or parent.kind == "expression_statement":
            return
        kind = parent.kind
        if kind == "await_expression":
            waiting.append(parent)
        elif kind == "unary_expression" and "void" in parent.tokens:
            return
        elif kind == "member_expression":
            self._member(parent, fate, waiting)
        elif kind == "subscript_expression" and parent.get("object") is node:
            fate.discarded = False
            fate.taken.append(parent)
        elif kind == "variable_declarator":
            self._pattern(parent.get("name"), fate, waiting)
        elif kind == "assignment_expression" and parent.get("right") is node:
            self._pattern(parent.get("left"), fate, waiting)
        elif kind == "spread_element":
            fate.taken.append(parent)
            fate.escape()
        elif kind == "array":
            self._element(node, parent, fate, waiting)
        else:
            fate.escape()

    def _member(self, member: Node, fate: Fate, waiting: list[Node]) -> None:
        name = member.get("property")
        call = outer(member).parent
        text = name.text if name is not None else ""
        if text in _CHAINS and call is not None and call.kind == "call_expression":
            if text == "then" and arguments(call):
                self._chained(call, fate, waiting)
            else:
                waiting.append(call)
            return
        fate.discarded = False
        fate.members.setdefault(text, member)

    def _chained(self, call: Node, fate: Fate, waiting: list[Node]) -> None:
        """`.then((result) => ...)`: the callback's parameter is the result."""
        callback = bare(arguments(call)[0])
        if not callback.is_function:
            fate.escape()
            return
        given = callback.get("parameters")
        first = callback.get("parameter") or (given.kids[0] if given is not None and given.kids else None)
        if first is None:
            return
        pattern = first.get("pattern") or first
        if pattern.kind in {"assignment_pattern", "rest_pattern"}:
            fate.escape()
        else:
            self._pattern(pattern, fate, waiting)

    def _pattern(self, pattern: Node | None, fate: Fate, waiting: list[Node]) -> None:
        if pattern is None:
            return
        if pattern.kind == "identifier":
            binding = resolve(pattern)
            if binding is None:
                fate.escape()
            else:
                self._through(binding, fate, waiting)
        elif pattern.kind == "object_pattern":
            fate.discarded = False
            fate.taken.append(pattern)
            for kid in pattern.kids:
                if kid.kind == "rest_pattern":
                    fate.escapes = True
                elif (name := _property_of(kid)) is not None:
                    fate.members.setdefault(name, pattern)
        else:
            if pattern.kind == "array_pattern":
                fate.taken.append(pattern)
            fate.escape()

    def _through(self, binding: Binding, fate: Fate, waiting: list[Node]) -> None:
        if binding in fate.names:
            return
        fate.names.append(binding)
        if binding.scope.node.kind == "program":
            fate.escape()
            return
        for use in self.evaluator.module(binding.ident).uses(binding):
            parent = use.parent
            if parent is not None and parent.kind == "assignment_expression" and parent.get("left") is use:
                continue
            waiting.append(use)

    def _element(self, node: Node, array: Node, fate: Fate, waiting: list[Node]) -> None:
        """`const [a, b] = await Promise.all([first, second])`."""
        given = outer(array).parent
        call = given.parent if given is not None and given.kind == "arguments" else None
        at = outer(call) if call is not None else None
        callee = bare(call.get("function") or call) if call is not None else None
        if at is None or callee is None or not callee.text.endswith(("Promise.all", "promise.all")):
            fate.escape()
            return
        if at.parent is not None and at.parent.kind == "await_expression":
            at = outer(at.parent)
        pattern = at.parent.get("name") if at.parent is not None and at.parent.kind == "variable_declarator" else None
        index = array.kids.index(node) if node in array.kids else -1
        if at.parent is not None and at.parent.kind == "expression_statement":
            return
        if pattern is None or pattern.kind != "array_pattern" or not 0 <= index < len(pattern.kids):
            fate.escape()
            return
        self._pattern(pattern.kids[index], fate, waiting)


def _property_of(kid: Node) -> str | None:
    if kid.kind == "shorthand_property_identifier_pattern":
        return kid.text
    if kid.kind == "pair_pattern":
        return key_of(kid.get("key"))
    if kid.kind == "object_assignment_pattern":
        left = kid.get("left")
        return left.text if left is not None else None
    return None


def _is_array(node: Node | None) -> bool:
    return node is not None and bare(node).kind == "array"
