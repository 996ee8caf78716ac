"""Promises of durable work that nobody awaits, and steps that are given a promise instead of a function."""

from __future__ import annotations

from guidance.code.model import Ground, Kind, Op, Program, Unawaited, Uncalled
from guidance.code.typescript.durability import Durability
from guidance.code.typescript.provenance import Provenance, place_of, where
from guidance.code.typescript.scopes import resolve
from guidance.code.typescript.state import HelperSite, OperationSite, State
from guidance.code.typescript.syntax import FUNCTIONS, Node, bare, outer
from guidance.code.typescript.values import Closure
from guidance.code.typescript.walk import Walker

_FACTORY = (
    "make", "create", "build", "with", "wrap", "curry", "partial", "bind", "compose", "memo", "once", "tap",
    "pipe", "factory",
)  # fmt: skip
"""How functions are called that make functions."""


class Awaits:
    """Makes the facts."""

    def __init__(self, walker: Walker, program: Program, provenance: Provenance, durability: Durability) -> None:
        self.walker = walker
        self.evaluator = walker.evaluator
        self.program = program
        self.provenance = provenance
        self.durability = durability

    def operation(self, site: OperationSite) -> None:
        """An operation that nobody awaits."""
        if site.state.ground is not Ground.REPLAYED:
            return
        callee = bare(site.node.get("function") or site.node)
        settled = self.walker.promises.is_settled(site.node)
        if not settled or site.state.dropped:
            self._add_unawaited(site.node, site.state, callee.text[:60], fixable=not settled)

    def _add_unawaited(self, node: Node, state: State, what: str, *, fixable: bool) -> None:
        at = outer(node)
        statement = at.parent is not None and at.parent.kind == "expression_statement"
        function: Node | None = node.parent
        while function is not None and function.kind not in FUNCTIONS:
            function = function.parent
        right = fixable and statement and function is not None and "async" in function.tokens
        self.program.unawaited.append(Unawaited(place=place_of(node), **where(state), what=what, fixable=right))

    def helper(self, site: HelperSite) -> None:
        """A call of a helper that makes operations, that nobody awaits."""
        if (
            site.key not in self.durability.helpers
            or site.state.ground is not Ground.REPLAYED
            or site.node.kind != "call_expression"
        ):
            return
        function = site.function.node
        if "async" not in function.tokens and not any(
            self.durability.of(each) for each in self.evaluator.calls.returns(function)
        ):
            return
        settled = self.walker.promises.is_settled(site.node)
        if not settled or site.state.dropped:
            callee = bare(site.node.get("function") or site.node)
            self._add_unawaited(site.node, site.state, callee.text[:60], fixable=not settled)

    def uncalled(self, site: OperationSite, closures: list[Closure]) -> None:
        """A step that is given the result of a call."""
        if site.op is not Op.STEP or not site.functions or closures:
            return
        node, awaited = _through_variable(bare(site.functions[0])), False
        while node.kind == "await_expression" and node.kids:
            node, awaited = bare(node.kids[0]), True
        if node.kind == "new_expression":
            made = node.get("constructor")
            if made is not None and made.text == "Promise":
                self._add_uncalled(site, "Promise")
            return
        if node.kind != "call_expression":
            return
        callee = bare(node.get("function") or node)
        name = callee.get("property") if callee.kind == "member_expression" else callee
        text = name.text if name is not None else ""
        known = [each for each in self.evaluator.values(callee, site.state.env) if isinstance(each, Closure)]
        if known:
            # what a function of the project returns is seen: here, no function
            if any(self._may_return_function(each) for each in known):
                return
        elif text.lower().startswith(_FACTORY) or text.lower().endswith(("factory", "step", "fn", "handler")):
            return
        if known or awaited or text:
            self._add_uncalled(site, text)

    def _may_return_function(self, function: Closure) -> bool:
        """Whether a function, not async, returns what is not seen to be data."""
        if "async" in function.node.tokens:
            return False
        returned = self.evaluator.calls.returns(function.node)
        kinds = [self.provenance.kinds.of(each, function.env)[0] for each in returned]
        return any(
            kind in {Kind.UNKNOWN, Kind.FUNCTION} and _is_opaque(node)
            for kind, node in zip(kinds, returned, strict=True)
        )

    def _add_uncalled(self, site: OperationSite, name: str) -> None:
        self.program.uncalled.append(
            Uncalled(place=place_of(site.node), **where(site.state), problem="called", name=name)
        )


def _through_variable(node: Node) -> Node:
    """What a constant that holds the result of a call was initialised with."""
    binding = resolve(node) if node.kind == "identifier" else None
    if binding is None or binding.kind != "const" or binding.path or binding.value is None:
        return node
    value = bare(binding.value)
    return value if value.kind in {"call_expression", "await_expression", "new_expression"} else node


def _is_opaque(node: Node) -> bool:
    kinds = {"identifier", "member_expression", "call_expression", "arrow_function", "function_expression"}
    return bare(node).kind in kinds
