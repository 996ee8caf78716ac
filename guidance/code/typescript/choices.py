"""Environment variables that replayed code reads, and whether they decide what it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guidance.code.model import Choice, Program
from guidance.code.tables import words
from guidance.code.typescript.durability import Durability
from guidance.code.typescript.evaluate import Evaluator
from guidance.code.typescript.provenance import place_of, where
from guidance.code.typescript.scopes import Binding, function_around, resolve
from guidance.code.typescript.state import Collected, HelperSite
from guidance.code.typescript.syntax import FUNCTIONS, Node, arguments, bare, literal, outer

_MOST = 200
"""Places looked at for one read."""
_TESTING = frozenset(("if_statement", "while_statement", "do_statement", "for_statement", "switch_statement"))
_TESTED = frozenset(("condition", "value"))
_CARRYING = frozenset(
    (
        "template_substitution", "template_string", "await_expression", "unary_expression", "switch_case",
        "sequence_expression", "array", "spread_element",
    )
)  # fmt: skip
_CONVERTS = frozenset(
    ("Number", "String", "Boolean", "parseInt", "parseFloat", "BigInt", "parse", "isNaN", "isInteger")
)
_ASKS = frozenset(("includes", "has", "test", "startsWith", "endsWith", "indexOf", "some", "every"))
_LEAVING = frozenset(("return_statement", "break_statement", "continue_statement"))


class Choices:
    """Makes the facts."""

    def __init__(self, evaluator: Evaluator, program: Program, found: Collected, durability: Durability) -> None:
        self.evaluator = evaluator
        self.program = program
        self.found = found
        self.durability = durability
        self._calls: dict[int, list[HelperSite]] | None = None

    def fill(self) -> None:
        """Make all facts."""
        for node, state in self.found.settings:
            name = _variable(node)
            if name not in words("lasting") and self._decides(node, has_context=bool(state.named)):
                self.program.choices.append(Choice(place=place_of(node), **where(state), variable=name))

    def _decides(self, read: Node, *, has_context: bool) -> bool:
        waiting, seen = [(read, has_context)], set[int]()
        while waiting and len(seen) < _MOST:
            node, durable = waiting.pop()
            node = outer(node)
            parent = node.parent
            if parent is None or id(node) in seen:
                continue
            seen.add(id(node))
            self.evaluator.project.spend(5)
            if self._is_tested(node, parent, has_context=durable):
                return True
            waiting.extend((each, durable) for each in self._carried(node, parent))
            if parent.kind == "return_statement" or (parent.kind in FUNCTIONS and node.field == "body"):
                waiting.extend(self._calls_of(parent if parent.kind in FUNCTIONS else function_around(parent)))
        return False

    # what is tested

    def _is_tested(self, node: Node, parent: Node, *, has_context: bool) -> bool:
        kind = parent.kind
        if parent.kind == "binary_expression" and {"&&", "||"}.intersection(parent.tokens):
            return node.field == "left" and self._makes_operations([parent.get("right")])
        if kind == "ternary_expression":
            arms = [parent.get("consequence"), parent.get("alternative")]
            return node.field == "condition" and self._makes_operations(arms)
        if kind == "for_in_statement":
            return node.field == "right" and self._makes_operations([parent.get("body")])
        if kind not in _TESTING or node.field not in _TESTED:
            return False
        blocks = [kid for kid in parent.kids if kid is not node]
        leaving = _LEAVING if kind == "if_statement" else {"return_statement"}
        return self._makes_operations(blocks) or (has_context and any(_leaves(each, leaving) for each in blocks))

    def _makes_operations(self, parts: Sequence[Node | None]) -> bool:
        waiting = [part for part in parts if part is not None]
        while waiting:
            node = waiting.pop()
            if id(node) in self.durability.nodes:
                return True
            waiting.extend(kid for kid in node.kids if kid.live)
        return False

    # where the value goes

    def _carried(self, node: Node, parent: Node) -> Iterator[Node]:
        kind = parent.kind
        if kind in _CARRYING or kind in {"binary_expression", "ternary_expression"}:
            yield parent
        elif kind == "member_expression" and node.field == "object":
            call = outer(parent).parent
            called = call is not None and call.kind == "call_expression" and call.get("function") is outer(parent)
            yield call if call is not None and called else parent
        elif kind == "arguments" and parent.parent is not None and _is_conversion(parent.parent):
            yield parent.parent
        elif kind == "variable_declarator" and node.field == "value":
            yield from self._uses(parent.get("name"))
        elif kind == "assignment_expression" and node.field == "right":
            yield from self._uses(parent.get("left"))

    def _uses(self, pattern: Node | None) -> Iterator[Node]:
        """The uses of a variable; of `const { A, B } = process.env` those of all of them."""
        for name in _names(pattern):
            binding: Binding | None = resolve(name)
            if binding is not None:
                yield from self.evaluator.module(name).uses(binding)

    def _calls_of(self, function: Node | None) -> Iterator[tuple[Node, bool]]:
        """Where a function's result goes, and whether a context is at hand there."""
        if self._calls is None:
            self._calls = {}
            for site in self.found.helpers:
                self._calls.setdefault(id(site.function.node), []).append(site)
        for site in self._calls.get(id(function), []):
            yield site.node, bool(site.state.named)


def _variable(read: Node) -> str:
    if read.kind == "member_expression":
        name = read.get("property")
        return name.text if name is not None and name.text != "env" else ""
    index = read.get("index") or read.get("left")
    return (literal(index) or "") if index is not None else ""


def _is_conversion(call: Node) -> bool:
    callee = bare(call.get("function") or call)
    name = callee.get("property") if callee.kind == "member_expression" else callee
    return name is not None and (name.text in _CONVERTS or (name.text in _ASKS and len(arguments(call)) == 1))


def _names(pattern: Node | None) -> Iterator[Node]:
    waiting = [pattern] if pattern is not None else []
    while waiting:
        node = waiting.pop()
        if node.kind in {"identifier", "shorthand_property_identifier_pattern"}:
            yield node
        elif node.kind == "pair_pattern":
            waiting.extend(each for each in [node.get("value")] if each is not None)
        elif node.kind in {"object_assignment_pattern", "assignment_pattern"}:
            waiting.extend(each for each in [node.get("left")] if each is not None)
        elif node.kind in {"object_pattern", "array_pattern"}:
            waiting.extend(node.kids)


def _leaves(block: Node, kinds: frozenset[str] | set[str]) -> bool:
    waiting = [block]
    while waiting:
        node = waiting.pop()
        if node.kind in kinds:
            return True
        if node.kind.endswith(("_statement", "_block", "_clause", "_case", "_default", "_body")):
            waiting.extend(node.kids)
    return False
