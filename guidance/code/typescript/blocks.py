"""Walks loops, tries and throws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidance.code.model import Ground
from guidance.code.typescript.state import LoopSite, State, TrySite
from guidance.code.typescript.syntax import Node, bare, inside
from guidance.code.typescript.throwing import asked_types

if TYPE_CHECKING:
    from guidance.code.typescript.walk import Walker


class Blocks:
    """Walks blocks."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker

    def loop(self, node: Node, state: State) -> None:
        """A loop statement."""
        if node.kind == "for_in_statement" and not {"let", "const", "var"}.intersection(node.tokens):
            self.walker.changes.by_assignment(node, state)
        iterable = node.get("right") if node.kind == "for_in_statement" else None
        inner = self.in_loop(node, state, self.walker.counts.repetitions(node, state.env), iterable)
        if inner.loop is not None:
            inner.loop.endless = _is_endless(node)
        for kid in reversed(node.kids):
            self.walker.push([kid], inner if kid.field == "body" else state)

    def attempt(self, node: Node, state: State) -> None:
        """A try statement."""
        handler, finalizer, body = node.get("handler"), node.get("finalizer"), node.get("body")
        inner = state
        if handler is not None and state.ground is Ground.REPLAYED:
            site = TrySite(state, state.tries, asked_types(handler), body)
            if site.asked:
                self.walker.found.tries.append(site)
                inner = state.but(tries=site)
        self.walker.push([finalizer, handler], state)
        self.walker.push([body], inner)

    def throw(self, node: Node, state: State) -> None:
        """A throw statement."""
        tries = state.tries
        if tries is not None and state.ground is Ground.REPLAYED:
            thrown = self.walker.evaluator.values(node.kids[0], state.env) if node.kids else []
            while tries is not None:
                tries.thrown.extend(thrown)
                tries.unknown = tries.unknown or not thrown
                tries = tries.outer
        self.walker.descend(node, state)

    def in_loop(
        self, node: Node, state: State, count: int | None, iterable: Node | None, *, map_: bool = False
    ) -> State:
        """The state in a loop."""
        site = LoopSite(node, state, count, state.loop, map=map_, iterable=iterable)
        if state.loop is not None:
            state.loop.inner.append(site)
        self.walker.found.loops.append(site)
        return state.but(loop=site)


def _is_endless(node: Node) -> bool:
    condition = node.get("condition")
    if node.kind == "for_statement":
        text = node.text.partition(")")[0].replace(" ", "")
        endless = text.endswith("(;;") or (condition is not None and condition.kind == "true")
    else:
        endless = (
            node.kind in {"while_statement", "do_statement"}
            and condition is not None
            and bare(condition).kind in {"true", "number"}
        )
    body = node.get("body")
    if not endless or body is None:
        return False
    leaves = {"return_statement", "throw_statement", "break_statement"}
    return not any(each.kind in leaves for each in inside(body, functions=False))
