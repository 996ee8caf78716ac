"""Enters the bodies of operations: which function, on which ground, with which context in which parameter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from guidance.code.model import Body, Ground, Op
from guidance.code.typescript.scopes import Binding, is_within, parameters
from guidance.code.typescript.state import OperationSite, ReturnSite, State
from guidance.code.typescript.syntax import Node, bare, inside
from guidance.code.typescript.values import Closure, Context, Env, Literal, Mapped, Val

if TYPE_CHECKING:
    from guidance.code.typescript.walk import Walker

_ENTRY: dict[Op, tuple[Ground, Body, int]] = {
    Op.STEP: (Ground.STEP, Body.STEP, 0),
    Op.WAIT_FOR_CALLBACK: (Ground.SUBMITTER, Body.SUBMITTER, 1),
    Op.WAIT_FOR_CONDITION: (Ground.CHECK, Body.CHECK, 1),
    Op.CHILD: (Ground.REPLAYED, Body.CHILD, 0),
    Op.PARALLEL: (Ground.REPLAYED, Body.BRANCH, 0),
    Op.MAP: (Ground.REPLAYED, Body.ITEM, 0),
    Op.WITH_RETRY: (Ground.REPLAYED, Body.RETRY, 0),
}


class Bodies:
    """Makes the states in which bodies are walked."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker
        self.evaluator = walker.evaluator

    def root(self, function: Closure, context: Val, position: int, *, is_handler: bool) -> None:
        """A handler; or a function that is given a context by somebody unseen."""
        body = function.node.get("body")
        if body is None or not self.walker.once(("root", id(function.node))):
            return
        self.evaluator.project.spend(15)
        parameter = _parameter(function.node, position)
        values = {parameter: [context]} if parameter is not None else {}
        env = Env(self._context_parts(function.node, position, context) or values, function.env)
        held = context if isinstance(context, Context) and is_handler else None
        name = parameter.name if parameter is not None and not parameter.path else ""
        state = State(
            Ground.REPLAYED, Body.HANDLER, env, function.node, (function.node,), held, held or _context(context), name
        )
        if is_handler:
            self.walker.found.returns.append(ReturnSite(function, state, None))
        self.walker.found.functions.add(id(function.node))
        self.walker.found.bodies.add(id(function.node))
        self.walker.push_body(body, state)

    def enter(self, site: OperationSite, state: State) -> None:
        """Walk the bodies of an operation."""
        if site.op not in _ENTRY:
            if site.config is not None:
                self._config(site, state)
            return
        inner = state
        if site.op is Op.MAP and state.ground is Ground.REPLAYED:
            count = self.walker.counts.count(site.items, state.env) if site.items is not None else None
            inner = self.walker.blocks.in_loop(site.node, state, count, site.items, map_=True)
        for function in self.functions(site):
            self._body(function, site, inner)
        if site.config is not None:
            self._config(site, state)

    def functions(self, site: OperationSite) -> list[Closure]:
        """The functions that an operation runs."""
        env = site.state.env
        if site.op is Op.PARALLEL:
            return [function for function, _ in self.branches(site)]
        return [
            each for node in site.functions for each in self.evaluator.values(node, env) if isinstance(each, Closure)
        ]

    def branches(self, site: OperationSite) -> list[tuple[Closure, tuple[Node, Env] | None]]:
        """The branches of a parallel, each with the expression that names it."""
        if site.items is None:
            return []
        found: list[tuple[Closure, tuple[Node, Env] | None]] = []
        for array in self.evaluator.values(site.items, site.state.env):
            for element in self.evaluator.elements(array):
                found.extend(self._branch(element))
        return found

    def _branch(self, element: Val) -> Iterable[tuple[Closure, tuple[Node, Env] | None]]:
        if isinstance(element, Closure):
            yield element, None
        elif isinstance(element, Literal) and element.node.kind == "object":
            options = self.walker.constants.options(element.node, element.env)
            name = options.given.get("name") if options is not None else None
            for each in self.evaluator.members([element], "func"):
                if isinstance(each, Closure):
                    yield each, name

    def _body(self, function: Closure, site: OperationSite, state: State) -> None:
        ground, body, position = _ENTRY[site.op]
        node = function.node
        if state.ground is not Ground.REPLAYED:
            ground = state.ground
        durable = body not in {Body.STEP, Body.SUBMITTER, Body.CHECK}
        parameter = _parameter(node, position)
        name = parameter.name if parameter is not None and not parameter.path else ""
        context = Context(node, name, durable)
        if site.op is Op.WITH_RETRY and site.context is not None and self._is_unwrapped(site):
            context = site.context
        env = self._env(function, position, context, site, state)
        key = ("body", id(node), ground, body, context.key(), id(state.entered[0]), id(state.loop), id(site.node))
        content = node.get("body")
        if content is None or not self.walker.once(key):
            return
        self.evaluator.project.spend(10)
        inner = State(
            ground, body, env, node, (node,), context if durable else state.context, context, name, loop=state.loop,
            frame=state.frame, depth=state.depth,
        )  # fmt: skip
        self.walker.found.functions.add(id(node))
        self.walker.found.bodies.add(id(node))
        self.walker.found.returns.append(ReturnSite(function, inner, site))
        self.walker.push_body(content, inner)

    def _env(self, function: Closure, position: int, context: Context, site: OperationSite, state: State) -> Env:
        values: dict[Binding, list[Val]] = self._context_parts(function.node, position, context)
        if site.op is Op.MAP and site.items is not None:
            arrays = self.evaluator.values(site.items, state.env)
            for parameter in parameters(function.node):
                if parameter.position == 1 and arrays:
                    held = self.evaluator.along(arrays, ("*", *parameter.path))
                    if held:
                        values[parameter] = held
        return Env(values, function.env)

    def _context_parts(self, node: Node, position: int, context: Val) -> dict[Binding, list[Val]]:
        """The parameter that is given a context; or the members that it is taken apart into."""
        found: dict[Binding, list[Val]] = {}
        for parameter in parameters(node):
            if parameter.position == position:
                found[parameter] = self.evaluator.along([context], parameter.path)
        return found

    def _is_unwrapped(self, site: OperationSite) -> bool:
        if site.config is None:
            return False
        options = self.walker.constants.options(site.config, site.state.env)
        wrap = options.given.get("wrapWithRunInChildContext") if options is not None else None
        return wrap is not None and self.walker.constants.constant(*wrap) is False

    def helper(self, function: Closure, env: Env, key: object, state: State) -> State:
        """The state in a function that is called from here."""
        named = next(
            (
                binding.name
                for binding, held in env.values.items()
                if state.inner is not None and _holds(held, state.inner)
            ),
            "",
        )
        if not named and state.inner is not None and state.inner.owner is not None:
            named = state.named if is_within(function.node, state.inner.owner) else ""
        entered = state.entered
        if not any(is_within(function.node, each) for each in entered):
            entered = (*entered, function.node)
        context, inner = state.context, state.inner
        return state.but(env=env, function=function.node, entered=entered, context=context, inner=inner, named=named,
            via=name_of(function.node) or state.via, frame=key, dropped=False, deciding=False, depth=state.depth + 1,
        )  # fmt: skip

    def _config(self, site: OperationSite, state: State) -> None:
        """Functions in a config that stands elsewhere; those in the call itself are met there."""
        assert site.config is not None  # noqa: S101 - its callers ask
        for value in self.evaluator.values(site.config, state.env):
            if not isinstance(value, Literal) or is_within(value.node, site.node):
                continue
            for node in inside(value.node, functions=False):
                if node.is_function:
                    self.decision(Closure(node, value.env), state)

    def decision(self, function: Closure, state: State) -> None:
        """A function that decides: a wait strategy, a predicate, an item namer."""
        body = function.node.get("body")
        if body is None or not self.walker.once(("decision", id(function.node), state.ground)):
            return
        ground = Ground.DECISION if state.ground is Ground.REPLAYED else state.ground
        inner = state.but(ground=ground, body=Body.DECISION, env=Env({}, function.env), function=function.node, deciding=False,
            entered=(function.node,), tries=None, loop=None, dropped=False,
        )  # fmt: skip
        self.walker.push_body(body, inner)


def name_of(function: Node) -> str:
    """The name under which people know a function."""
    name = function.get("name")
    if name is not None:
        return name.text
    parent = function.parent
    while parent is not None and parent.kind in {"parenthesized_expression", "as_expression", "satisfies_expression"}:
        parent = parent.parent
    if parent is None:
        return ""
    holder = parent.get("name") or parent.get("key") or parent.get("left")
    if parent.kind in {
        "variable_declarator",
        "pair",
        "public_field_definition",
        "field_definition",
        "assignment_expression",
    }:
        return bare(holder).text.rpartition(".")[2] if holder is not None else ""
    return ""


def _parameter(function: Node, position: int) -> Binding | None:
    return next((each for each in parameters(function) if each.position == position), None)


def _context(value: Val) -> Context | None:
    return value if isinstance(value, Context) else None


def _holds(values: list[Val], context: Context) -> bool:
    return any(isinstance(each, Context) and each.key() == context.key() for each in values)


__all__ = ["Bodies", "Mapped", "name_of"]
