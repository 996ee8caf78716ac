"""How many operations loops make, and what gives their order."""

from __future__ import annotations

from guidance.code.model import Ground, Iteration, Loop, Place, Program
from guidance.code.typescript.constants import Constants, external_name
from guidance.code.typescript.gathered import Gathered
from guidance.code.typescript.provenance import place_of
from guidance.code.typescript.scopes import resolve
from guidance.code.typescript.state import LoopSite
from guidance.code.typescript.syntax import Node, arguments, bare
from guidance.code.typescript.values import Closure, Env, External

_SAME_ORDER = frozenset(
    (
        "filter",
        "map",
        "flatMap",
        "slice",
        "concat",
        "entries",
        "values",
        "keys",
        "flat",
        "reverse",
        "toReversed",
        "forEach",
    )
)
_SORTS = frozenset(("sort", "toSorted"))
_SETTINGS = frozenset(("process.env", "Bun.env"))
_GATHERED = "module state"


class Loops:
    """Makes the facts of loops."""

    def __init__(self, constants: Constants, program: Program) -> None:
        self.constants = constants
        self.program = program
        self.gathered = Gathered(constants.evaluator)
        self._made: dict[int, int] = {}

    def fill(self, sites: list[LoopSite], bodies: list[Node]) -> None:
        """Make all facts; inner loops come after outer ones. The bodies are functions that operations run."""
        makers = _around(bodies, {id(site.node) for site in sites if site.iterable is not None})
        for site in reversed(sites):
            each = site.own + sum(self._made.get(id(inner), 0) * (inner.count or 0) for inner in site.inner)
            self._made[id(site)] = each + (1 if site.map else 0)
        makes: set[int] = set()
        for site in reversed(sites):
            if site.own or site.map or any(id(inner) in makes for inner in site.inner):
                makes.add(id(site))
        for site in sites:
            if site.state.ground is not Ground.REPLAYED:
                continue
            if id(site) in makes:
                self._loop(site)
            if id(site) in makes or id(site.node) in makers:
                self._iteration(site)

    def _loop(self, site: LoopSite) -> None:
        total = (site.count or 0) * self._made[id(site)]
        outer, nested = site.outer, False
        while outer is not None:
            nested = nested or bool(outer.count)
            outer = outer.outer
        state = site.state
        self.program.loops.append(
            Loop(
                place=_header(site.node), ground=state.ground, body=state.body, via=state.via, context=state.named, total=total,
                endless=site.endless, nested=nested,
            )
        )  # fmt: skip

    def _iteration(self, site: LoopSite) -> None:
        state = site.state
        order = self._order(site.iterable, state.env) if site.iterable is not None else None
        if order is not None and site.iterable is not None:
            self.program.iterations.append(
                Iteration(
                    place=place_of(bare(site.iterable)), ground=state.ground, body=state.body, via=state.via,
                    context=state.named, order=order,
                )
            )  # fmt: skip

    def _order(self, node: Node, env: Env) -> str | None:
        """The canonical name of the call that gives the order."""
        for _ in range(20):
            node = bare(node)
            step = self._towards(node, env)
            if step is None or isinstance(step, str):
                return step
            node, env = step
        return None

    def _towards(self, node: Node, env: Env) -> tuple[Node, Env] | str | None:
        kind = node.kind
        if kind == "call_expression":
            return self._of_call(node, env)
        inner = None
        if kind == "await_expression":
            inner = node.kids[0] if node.kids else None
        elif kind == "array":
            spreads = [kid for kid in node.kids if kid.kind == "spread_element" and kid.kids]
            inner = spreads[0].kids[0] if len(spreads) == 1 == len(node.kids) else None
        elif kind == "identifier":
            binding = resolve(node)
            if binding is None or self._is_sorted(node):
                return None
            if self.gathered.has(node, env):
                return _GATHERED
            inner = binding.value if not binding.path and binding.kind == "const" else None
        elif kind == "member_expression":
            return self._of_member(node, env)
        return (inner, env) if inner is not None else None

    def _of_member(self, node: Node, env: Env) -> str | None:
        name = external_name(self.constants.evaluator.values(node, env))
        if name in _SETTINGS:
            return name
        return _GATHERED if self.gathered.has(node, env) else None

    def _is_sorted(self, node: Node) -> bool:
        binding = resolve(node)
        if binding is None:
            return False
        for use in self.constants.evaluator.module(node).uses(binding):
            name = (
                use.parent.get("property")
                if use.parent is not None and use.parent.kind == "member_expression"
                else None
            )
            if name is not None and name.text in _SORTS:
                return True
        return False

    def _of_call(self, node: Node, env: Env) -> tuple[Node, Env] | str | None:
        callee = bare(node.get("function") or node)
        member = callee.get("property") if callee.kind == "member_expression" else None
        if member is not None and member.text in _SORTS:
            return None
        given = arguments(node)
        calls = self.constants.evaluator.calls
        for value in self.constants.evaluator.values(callee, env):
            if isinstance(value, External):
                if value.name in {"Array.from", "Object.values", "Object.keys", "Object.entries"} and given:
                    return given[0], env
                if not (member is not None and member.text in _SAME_ORDER and "()" in value.name):
                    return value.name
            elif isinstance(value, Closure):
                returned = calls.returns(value.node)
                return (returned[0], calls.bind(value, given, env)) if len(returned) == 1 else None
        receiver = callee.get("object") if member is not None and member.text in _SAME_ORDER else None
        return (receiver, env) if receiver is not None else None


def _around(bodies: list[Node], loops: set[int]) -> set[int]:
    """The loops in which these functions are written."""
    found: set[int] = set()
    seen: set[int] = set()
    for body in bodies if loops else ():
        at: Node | None = body
        while at is not None and id(at) not in seen:
            seen.add(id(at))
            if id(at) in loops:
                found.add(id(at))
            at = at.parent
    return found


def _header(node: Node) -> Place:
    """Of a loop statement its first lines, without the body."""
    place = place_of(node)
    body = node.get("body")
    if node.kind == "call_expression" or body is None:
        return place
    line, column = node.file.position(body.start)
    return Place(place.file, place.line, place.column, line, column)
