"""What makes durable operations: helpers through the helpers they call, and expressions."""

from __future__ import annotations

from collections.abc import Hashable

from guidance.code.typescript.evaluate import Evaluator
from guidance.code.typescript.scopes import Binding, resolve
from guidance.code.typescript.state import Collected
from guidance.code.typescript.syntax import Node, arguments, bare


class Durability:
    """Answers what is durable; to be made when the walk is over."""

    def __init__(self, evaluator: Evaluator, found: Collected) -> None:
        self._evaluator = evaluator
        self._found = found
        self.helpers: set[Hashable] = set()
        """Keys of the helpers that make operations."""
        self.nodes: set[int] = set()
        """Identities of the calls that make operations, of helpers too."""
        self._spread()

    def _spread(self) -> None:
        """Whoever calls a helper that makes operations makes operations."""
        callers: dict[Hashable, list[Hashable]] = {}
        for caller, called in self._found.edges.items():
            for each in called:
                callers.setdefault(each, []).append(caller)
        waiting = list(self._found.durable)
        while waiting:
            key = waiting.pop()
            if key in self.helpers:
                continue
            self.helpers.add(key)
            waiting.extend(each for each in callers.get(key, ()) if each is not None)
        self.nodes = set(self._found.nodes)
        self.nodes.update(id(each.node) for each in self._found.helpers if each.key in self.helpers)
        for attempt, key in self._found.waiting:
            if key in self.helpers:
                attempt.operations = True
                attempt.unknown = True

    def of(self, node: Node) -> bool:
        """Whether an expression makes or holds promises of durable work."""
        waiting, seen, left = [node], set[object](), 3_000
        while waiting and left:
            left -= 1
            at = waiting.pop()
            if id(at) in self.nodes:
                return True
            if at.kind in {"identifier", "shorthand_property_identifier"}:
                binding = resolve(at)
                if binding is not None and binding not in seen:
                    seen.add(binding)
                    waiting.extend(self._held(binding))
            waiting.extend(at.kids)
        return False

    def _held(self, binding: Binding) -> list[Node]:
        """What a variable is given, pushed included."""
        if binding.scope.node.kind == "program" or binding.kind not in {"const", "let", "var", "function"}:
            return [binding.value] if binding.value is not None and binding.kind in {"function", "const"} else []
        value = binding.value
        found = [value] if value is not None and bare(value).kind != "await_expression" else []
        for use in self._evaluator.module(binding.ident).uses(binding):
            parent = use.parent
            if parent is not None and parent.kind == "assignment_expression" and parent.get("left") is use:
                right = parent.get("right")
                found.extend([right] if right is not None else [])
            elif parent is not None and parent.kind == "member_expression" and parent.get("object") is use:
                name, call = parent.get("property"), parent.parent
                if name is not None and name.text in {"push", "unshift"} and call is not None:
                    found.extend(arguments(call))
        return found
