"""What bodies return, and what is done with the results of callbacks."""

from __future__ import annotations

from collections.abc import Mapping

from guidance.code.model import Body, CallbackUse, Config, Ground, Kind, Op, Program, Result, Value
from guidance.code.typescript.fates import Fate, Fates
from guidance.code.typescript.provenance import Provenance, place_of, where
from guidance.code.typescript.scopes import Binding, resolve
from guidance.code.typescript.state import OperationSite, ReturnSite
from guidance.code.typescript.syntax import Node, bare, literal, outer
from guidance.code.typescript.walk import Walker

_OF_STRINGS = frozenset(
    (
        "length", "trim", "trimStart", "trimEnd", "split", "startsWith", "endsWith", "includes", "indexOf",
        "toLowerCase", "toUpperCase", "slice", "substring", "substr", "replace", "replaceAll", "match", "matchAll",
        "search", "charAt", "charCodeAt", "padStart", "padEnd", "concat", "toString", "localeCompare", "normalize",
        "at", "codePointAt", "repeat", "valueOf", "lastIndexOf",
    )
)  # fmt: skip


class Outcomes:
    """Makes the facts."""

    def __init__(self, walker: Walker, program: Program, provenance: Provenance, fates: Fates) -> None:
        self.found = walker.found
        self.evaluator = walker.evaluator
        self.program = program
        self.provenance = provenance
        self.fates = fates

    def results(self, site: ReturnSite, configs: Mapping[int, Config]) -> None:
        """The kinds of what a body returns."""
        state = site.state
        if state.ground is not Ground.REPLAYED and state.body is not Body.STEP and state.body is not Body.CHECK:
            return
        if site.operation is not None and site.operation.op is Op.WAIT_FOR_CALLBACK:
            return
        config = configs.get(id(site.operation), Config())
        for node in self.evaluator.calls.returns(site.function.node):
            at = bare(node)
            kind, type_name = self.provenance.kinds.of(at, state.env)
            if kind in {Kind.UNKNOWN, Kind.PLAIN}:
                continue
            place = place_of(at)
            value = Value(place=place, kind=kind, type_name=type_name)
            self.program.results.append(Result(place=place, **where(state), value=value, config=config))

    def callback(self, site: OperationSite, config: Config, fate: Fate | None) -> None:
        """The first use of a callback's result as an object."""
        if site.op is Op.CREATE_CALLBACK:
            fate = self._promise_fate(site.node)
        if fate is None or any(self.evaluator.module(each.ident).assigned(each) for each in fate.names):
            return
        used = [node for name, node in fate.members.items() if name not in _OF_STRINGS]
        used.extend(
            node for node in fate.taken if node.kind not in {"array_pattern", "subscript_expression"} or _by_key(node)
        )
        if not used:
            return
        first = min(used, key=lambda each: (each.file.path, each.start))
        configured = site.node.file.path in self.found.configured or any(self._is_guarded(each) for each in fate.names)
        self.program.callback_uses.append(
            CallbackUse(
                place=place_of(first), **where(site.state), config=config, what=first.text[:60], configured=configured
            )
        )

    def _promise_fate(self, call: Node) -> Fate | None:
        """Of `const [promise, id] = await context.createCallback()`: what becomes of the promise's result."""
        at = outer(call)
        if at.parent is not None and at.parent.kind == "await_expression":
            at = outer(at.parent)
        pattern = at.parent.get("name") if at.parent is not None and at.parent.kind == "variable_declarator" else None
        if (
            pattern is None
            or pattern.kind != "array_pattern"
            or not pattern.kids
            or pattern.kids[0].kind != "identifier"
        ):
            return None
        binding = resolve(pattern.kids[0])
        return self.fates.of_binding(binding) if binding is not None else None

    def _is_guarded(self, binding: Binding) -> bool:
        return any(
            use.parent is not None and use.parent.kind == "unary_expression" and "typeof" in use.parent.tokens
            for use in self.evaluator.module(binding.ident).uses(binding)
        )


def _by_key(node: Node) -> bool:
    index = node.get("index")
    return index is not None and literal(index) is not None
