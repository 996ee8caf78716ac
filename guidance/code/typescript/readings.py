"""Finds reads that are facts although nobody calls anything: the process' own state, and the environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidance.code.model import Ground
from guidance.code.typescript.state import State
from guidance.code.typescript.syntax import Node, bare
from guidance.code.typescript.tree import mark
from guidance.code.typescript.values import External

if TYPE_CHECKING:
    from guidance.code.typescript.project import Module
    from guidance.code.typescript.walk import Walker

_ENVIRONMENT = frozenset(("process.env", "Bun.env"))
_WORD = "env"


class Reads:
    """Records reads."""

    def __init__(self, walker: Walker, names: frozenset[str]) -> None:
        self.walker = walker
        self._names = names
        self._ends = frozenset(name.rpartition(".")[2] for name in names)

    def prepare(self, module: Module) -> None:
        """Have the walk come by all that may be such a read."""
        for word in (*self._ends, _WORD):
            for node in module.named(word):
                mark(node.parent or node)

    def member(self, node: Node, state: State) -> None:
        """`process.pid`, `process.env.FAST`, `"FAST" in process.env`."""
        name = node.get("property")
        if name is not None and name.text in self._ends:
            values = self.walker.evaluator.values(node, state.env)
            for value in values:
                if isinstance(value, External) and value.name in self._names:
                    self.walker.record(node, state, value.name, "read", values)
        parent = node.parent
        if parent is not None and parent.kind == "binary_expression" and "in" in parent.tokens:
            self._setting(parent, node, state)
        self._setting(node, node.get("object"), state)
        self.walker.push([node.get("object")], state)

    def subscript(self, node: Node, state: State) -> None:
        """`process.env["FAST"]`."""
        self._setting(node, node.get("object"), state)
        self.walker.descend(node, state)

    def declarator(self, node: Node, state: State) -> None:
        """`const { FAST } = process.env`."""
        pattern, value = node.get("name"), node.get("value")
        if pattern is not None and value is not None and pattern.kind == "object_pattern":
            self._setting(value, value, state)
        self.walker.descend(node, state)

    def _setting(self, read: Node, receiver: Node | None, state: State) -> None:
        at = bare(receiver) if receiver is not None else None
        if at is None or state.ground is not Ground.REPLAYED:
            return
        name = at.get("property") if at.kind == "member_expression" else at
        if name is None or name.text != _WORD:
            return
        if any(
            isinstance(each, External) and each.name in _ENVIRONMENT
            for each in self.walker.evaluator.values(at, state.env)
        ):
            self.walker.found.settings.append((read, state))
