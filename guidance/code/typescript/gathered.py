"""Which collections of a module are filled while it runs, so that each sandbox holds others."""

from __future__ import annotations

from guidance.code.typescript.evaluate import Evaluator
from guidance.code.typescript.members import holder
from guidance.code.typescript.project import written
from guidance.code.typescript.scopes import Binding, function_around
from guidance.code.typescript.syntax import Node, arguments, bare, outer
from guidance.code.typescript.values import NOTHING, Env, Literal, closures

_COLLECTIONS = frozenset(("array", "object", "new_expression"))
_FILLS = frozenset(("push", "unshift", "splice", "pop", "shift", "set", "add", "delete"))
_SETTERS = frozenset(("Object.assign", "Object.defineProperty", "Reflect.set"))
_AT_ONCE = frozenset(("forEach", "map", "flatMap", "filter", "reduce", "some", "every", "find", "from"))
"""Methods that call what they are given before they return."""
_REGISTERS = ("register", "define")
"""What has such a name and is called by nobody in sight is called by other modules, while they are loaded."""
_MOST = 40
"""Functions that are looked at for one that fills a collection."""
_DECLARING = frozenset(("export_specifier", "import_specifier"))


class Gathered:
    """Answers it."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._known: dict[Binding, bool] = {}

    def has(self, node: Node, env: Env) -> bool:
        """Whether a name is that of a module's collection whose contents change at run time."""
        for value in self._evaluator.values(node, env):
            if not isinstance(value, Literal) or value.node.kind not in _COLLECTIONS:
                continue
            binding = holder(value.node)
            if binding is None or binding.scope.node.kind != "program":
                continue
            if binding not in self._known:
                self._known[binding] = self._changes(binding)
            if self._known[binding]:
                return True
        return False

    def _changes(self, binding: Binding) -> bool:
        module = self._evaluator.module(binding.ident)
        if module.assigned(binding):
            return False
        fills: dict[Node, None] = {}
        empties: set[Node] = set()
        for use in module.uses(binding):
            function = _outermost(use)
            if function is None:
                continue
            if _empties(use):
                empties.add(function)
            elif _fills(use):
                fills[function] = None
        return any(each not in empties and not self._runs_at_start(each) for each in fills)

    def _runs_at_start(self, function: Node) -> bool:
        """Whether a function runs while the module is loaded, and only then."""
        waiting, seen, starts = [function], {function}, False
        while waiting and len(seen) < _MOST:
            at = waiting.pop()
            if _is_run(outer(at)):
                starts = True
                continue
            name = _name_of(at)
            if name is None:
                return False
            uses = [use for use in self._uses(at, name) if _outermost(use) is not at]
            if not uses:
                if not name.text.startswith(_REGISTERS):
                    return False
                starts = True
            for use in uses:
                around = _outermost(use)
                if around is None:
                    if not _is_run(use):
                        return False
                    starts = True
                elif around not in seen:
                    seen.add(around)
                    waiting.append(around)
        return starts and not waiting

    def _uses(self, function: Node, name: Node) -> list[Node]:
        """Where a function is read, in all files that are known."""
        found = []
        for module in list(self._evaluator.project.modules.values()):
            for node in module.named(name.text):
                self._evaluator.project.spend(3)
                parent = node.parent
                if node is name or parent is None or parent.kind in _DECLARING:
                    continue
                at = parent if parent.kind == "member_expression" and parent.get("property") is node else node
                if any(each.node is function for each in closures(self._evaluator.values(at, NOTHING))):
                    found.append(at)
        return found


def _name_of(function: Node) -> Node | None:
    """The name of a function, or of the variable that holds it."""
    parent = outer(function).parent
    holding = parent is not None and parent.kind == "variable_declarator"
    return function.get("name") or (parent.get("name") if parent is not None and holding else None)


def _fills(use: Node) -> bool:
    parent = use.parent
    if parent is None:
        return False
    if parent.kind == "arguments":
        call = parent.parent
        callee = call.get("function") if call is not None else None
        return callee is not None and parent.kids[0] is use and callee.text in _SETTERS
    if parent.get("object") is not use:
        return False
    if written(parent) is not None:
        return True
    around = parent.parent
    if around is not None and around.kind == "unary_expression":
        return "delete" in around.tokens
    name = parent.get("property")
    return name is not None and name.text in _FILLS and _is_called(parent)


def _empties(use: Node) -> bool:
    """`seen.clear()`, `seen.length = 0`: what is filled again in the same run is of this run."""
    parent = use.parent
    name = parent.get("property") if parent is not None and parent.get("object") is use else None
    if parent is None or name is None:
        return False
    if name.text == "length":
        return written(parent) is not None
    return name.text == "clear" and _is_called(parent)


def _is_run(node: Node) -> bool:
    """Whether a function, or its name, is called here, or handed to what calls it at once."""
    if _is_called(node):
        return True
    call = node.parent.parent if node.parent is not None and node.parent.kind == "arguments" else None
    callee = bare(call.get("function") or call) if call is not None else None
    method = callee.get("property") if callee is not None and callee.kind == "member_expression" else None
    return call is not None and method is not None and method.text in _AT_ONCE and node in arguments(call)


def _is_called(node: Node) -> bool:
    at = outer(node)
    return at.parent is not None and at.parent.kind == "call_expression" and at.parent.get("function") is at


def _outermost(node: Node) -> Node | None:
    """The outermost function around."""
    found, at = None, function_around(node)
    while at is not None:
        found, at = at, function_around(at)
    return found
