"""Functions that are handed to others as arguments, and the parts of classes that a construction runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidance.code.typescript.members import base_of
from guidance.code.typescript.scopes import key_of
from guidance.code.typescript.state import State
from guidance.code.typescript.syntax import FUNCTIONS, Node, arguments, bare
from guidance.code.typescript.values import ClassRef, Closure, Env, Instance

if TYPE_CHECKING:
    from guidance.code.typescript.walk import Walker

_KEEPS = frozenset(("push", "unshift", "add", "set", "bind"))
"""Methods that keep a function for later."""
_OF_CONTEXTS = frozenset(("step", "waitForCallback", "waitForCondition", "runInChildContext"))
"""What has one of these names is a context, though it came on ways that cannot be followed; its functions are bodies."""
_LATER = frozenset(("setTimeout", "setInterval", "setImmediate", "queueMicrotask", "process.nextTick"))
_EACH = frozenset(
    (
        "forEach",
        "map",
        "flatMap",
        "filter",
        "reduce",
        "reduceRight",
        "some",
        "every",
        "find",
        "findIndex",
        "from",
        "sort",
    )
)
_BASES = 8


class Callbacks:
    """Walks callbacks."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker

    def is_each(self, last: str, given: tuple[Node, ...]) -> bool:
        """Whether a method calls its argument for each element."""
        return last in _EACH and any(bare(each).is_function or each.kind == "identifier" for each in given)

    def argument(self, call: Node, argument: Node, name: str, last: str, state: State, inner: State) -> None:
        """Visit an argument; a function in it is called by what it is handed to."""
        node = bare(argument)
        if node.kind not in FUNCTIONS and node.kind not in {"identifier", "member_expression"}:
            self.walker.push([node], state)
            return
        if node.kind == "member_expression":
            self.walker.push([node], state)
        if last in _KEEPS or last in _OF_CONTEXTS:
            return
        functions = [each for each in self.walker.evaluator.values(node, state.env) if isinstance(each, Closure)]
        for function in functions:
            if node.kind in FUNCTIONS:
                self.inline(call, function, name, last, inner)
            else:
                self.walker.follow(function, None, inner, ())

    def inline(self, call: Node, function: Closure, name: str, last: str, state: State) -> None:
        """Walk a function that is written as an argument."""
        body = function.node.get("body")
        if body is None:
            return
        is_async = "async" in function.node.tokens
        outlives = last == "forEach" or name in _LATER or (last in _EACH and not self.walker.promises.is_settled(call))
        dropped = outlives if is_async else state.dropped
        env = self.walker.changes.element_env(call, function, Env({}, function.env), state)
        self.walker.push_body(body, state.but(env=env, function=function.node, dropped=dropped, deciding=False))

    def each(self, node: Node, callee: Node, last: str, state: State) -> State:
        """The state in a callback that is called for each element."""
        receiver = callee.get("object")
        iterable = arguments(node)[0] if last == "from" and arguments(node) else receiver
        count = self.walker.counts.count(node, state.env) if last == "from" else None
        if iterable is not None and last != "from":
            count = self.walker.counts.count(iterable, state.env)
        return self.walker.blocks.in_loop(node, state, count, iterable)

    def construct(self, made: Instance, node: Node, state: State) -> None:
        """Walk the fields and the constructor of a class of the project."""
        of: ClassRef | None = made.of
        env = Env({}, made.of.env, made)
        for _ in range(_BASES):
            if of is None:
                return
            self._parts(of, env, node, state)
            base = base_of(self.walker.evaluator, of)
            of = base if isinstance(base, ClassRef) else None

    def _parts(self, of: ClassRef, env: Env, node: Node, state: State) -> None:
        body = of.node.get("body")
        fields = self.walker.once(("fields", id(of.node), state.ground, id(state.entered[0])))
        for kid in body.kids if body is not None else ():
            if kid.kind == "method_definition" and key_of(kid.get("name")) == "constructor":
                self.walker.follow(Closure(kid, env), node, state)
            elif fields and kid.kind in {"public_field_definition", "field_definition"} and "static" not in kid.tokens:
                self.walker.push([kid.get("value")], state.but(env=env, entered=(*state.entered, of.node)))
