"""Makes the Program's facts of what a walk has collected."""

from __future__ import annotations

from typing import cast

from guidance.code.model import (
    Call,
    Change,
    ChangeKind,
    Concurrency,
    Config,
    Form,
    Ground,
    LateBinding,
    Op,
    Operation,
    Program,
    Uses,
    Value,
)
from guidance.code.typescript.awaits import Awaits
from guidance.code.typescript.catches import Catches
from guidance.code.typescript.choices import Choices
from guidance.code.typescript.constants import snake
from guidance.code.typescript.durability import Durability
from guidance.code.typescript.fates import Fate, Fates
from guidance.code.typescript.guards import is_guarded
from guidance.code.typescript.late import late_bindings
from guidance.code.typescript.loops import Loops
from guidance.code.typescript.outcomes import Outcomes
from guidance.code.typescript.provenance import Provenance, place_of, where
from guidance.code.typescript.state import CallSite, ChangeSite, OperationSite, State
from guidance.code.typescript.syntax import Node, arguments, bare
from guidance.code.typescript.templates import Templates
from guidance.code.typescript.values import Closure, External
from guidance.code.typescript.walk import Walker

_BATCHES = frozenset((Op.PARALLEL, Op.MAP))


class Reporter:
    """Fills a Program."""

    def __init__(self, walker: Walker, program: Program) -> None:
        self.walker = walker
        self.evaluator = walker.evaluator
        self.found = walker.found
        self.program = program
        self.provenance = Provenance(walker.evaluator, walker.constants, walker.found)
        self.templates = Templates(walker.constants)
        self.fates = Fates(walker.evaluator)
        self._configs: dict[int, Config] = {}
        self.durability = Durability(walker.evaluator, walker.found)
        self.awaits = Awaits(walker, program, self.provenance, self.durability)
        self.choices = Choices(walker.evaluator, program, walker.found, self.durability)
        self.catches = Catches(walker.evaluator, program, walker.found)
        self.outcomes = Outcomes(walker, program, self.provenance, self.fates)

    def fill(self) -> None:
        """Make all facts."""
        spend = self.evaluator.project.spend
        for call in self.found.calls:
            spend(8)
            self._call(call)
        for change in self.found.changes:
            spend(8)
            self._change(change)
        for site in self.found.operations:
            spend(25)
            self._operation(site)
        for helper in self.found.helpers:
            spend(5)
            self.awaits.helper(helper)
        for returned in self.found.returns:
            spend(5)
            self.outcomes.results(returned, self._configs)
        for attempt in self.found.tries:
            if attempt.operations:
                self.catches.attempt(attempt)
        self.choices.fill()
        self._combined()
        self._loops()

    def _combined(self) -> None:
        for node, state, name in self.found.combined:
            if any(self.durability.of(each) for each in arguments(node)):
                self.program.concurrency.append(Concurrency(place=place_of(node), **where(state), name=name))

    def _loops(self) -> None:
        bodies = [
            each.function.node
            for each in self.found.returns
            if each.operation is not None and each.operation.state.ground is Ground.REPLAYED
        ]
        Loops(self.walker.constants, self.program).fill(self.found.loops, bodies)
        for loop in self.found.loops:
            if loop.state.ground is Ground.REPLAYED:
                for node, variable in late_bindings(self.evaluator, loop.node):
                    fact = LateBinding(place=place_of(node), **where(loop.state), variable=variable)
                    self.program.late_bindings.append(fact)

    # calls and changes

    def _call(self, site: CallSite) -> None:
        call = self._made(site)
        if call is not None:
            self.program.calls.append(call)
            self.provenance.calls[id(site.node)] = call

    def _made(self, site: CallSite) -> Call | None:
        node, state = site.node, site.state
        callee = node.get("function") or node.get("constructor") or node
        given = arguments(node) if site.form != "read" else ()
        last = bare(given[-1]) if given else None
        options = self.walker.constants.options(last, state.env) if last is not None and last.kind == "object" else None
        origin = site.origin.made if isinstance(site.origin, External) else None
        return Call(
            place=place_of(node),
            **where(state),
            name=site.name,
            callee=place_of(callee),
            form=cast("Form", site.form),
            arguments=sum(2 if each.kind == "spread_element" else 1 for each in given),
            keywords=frozenset(options.given) if options is not None else frozenset(),
            constant=self.walker.constants.is_constant_call(node, state.env),
            first=self.walker.constants.constant(given[0], state.env) if given else None,
            origin=self._origin(origin, site, state) if origin is not None and origin is not node else None,
        )

    def _origin(self, made: Node, site: CallSite, state: State) -> Call:
        callee = made.get("function") or made.get("constructor") or made
        given = arguments(made)
        env = site.origin.env if isinstance(site.origin, External) else state.env
        return Call(
            place=place_of(made),
            name=site.name.partition("()")[0],
            callee=place_of(callee),
            form="new" if made.kind == "new_expression" else "call",
            arguments=len(given),
            constant=self.walker.constants.is_constant_call(made, env),
            first=self.walker.constants.constant(given[0], env) if given else None,
        )

    def _change(self, site: ChangeSite) -> None:
        change = Change(
            place=place_of(site.node),
            **where(site.state),
            variable=site.binding.name if site.binding is not None else "this",
            kind=cast("ChangeKind", site.kind),
            module=site.module,
            step=site.step,
            guarded=site.module and site.binding is not None and is_guarded(site.node, site.binding.name),
            target=site.target.text[:60],
        )
        self.program.changes.append(change)
        if site.module and site.binding is not None and site.state.ground is Ground.REPLAYED:
            self.provenance.changes.setdefault(site.binding, []).append(change)

    # operations

    def _operation(self, site: OperationSite) -> None:
        state = site.state
        config = self.provenance.config(site.config, state.env)
        self._configs[id(site)] = config
        closures = self.walker.bodies.functions(site)
        owner = site.context.owner if site.context is not None else None
        own = state.context.owner if state.context is not None else None
        fate = self.fates.of(site.node) if site.op in _BATCHES or site.op is Op.WAIT_FOR_CALLBACK else None
        name = self._value(site.name, state)
        target, template = self._value(site.target, state), ""
        if target is not None and site.target is not None and target.constant is None:
            template = self.templates.by_default(site.target, state.env)
        operation = Operation(
            place=place_of(site.node),
            **where(state),
            kind=site.op,
            receiver=site.receiver.text[:60] if site.receiver is not None else "",
            foreign=state.ground is Ground.REPLAYED and owner is not None and own is not None and owner is not own,
            name=name,
            names=(*((name,) if name is not None else ()), *self._names(site)),
            target=target,
            template=template,
            duration=self._value(site.duration, state),
            config=config,
            functions=self.provenance.functions(site, closures) if site.op is not Op.WAIT else (),
            uses=_uses(fate) if fate is not None and site.op in _BATCHES else Uses(escapes=True),
        )
        self.program.operations.append(operation)
        self.awaits.operation(site)
        self.awaits.uncalled(site, closures)
        self.catches.chained(site)
        if site.op in {Op.WAIT_FOR_CALLBACK, Op.CREATE_CALLBACK}:
            self.outcomes.callback(site, config, fate)

    def _value(self, node: Node | None, state: State) -> Value | None:
        return self.provenance.value(node, state.env) if node is not None else None

    def _names(self, site: OperationSite) -> list[Value]:
        """The names of branches, and what an item namer returns."""
        found: list[Value] = []
        if site.op is Op.PARALLEL:
            for _, name in self.walker.bodies.branches(site):
                if name is not None:
                    found.append(self.provenance.value(*name))
        if site.op is Op.MAP and site.config is not None:
            options = self.walker.constants.options(site.config, site.state.env)
            namer = options.given.get("itemNamer") if options is not None else None
            for value in self.evaluator.values(*namer) if namer is not None else []:
                if isinstance(value, Closure):
                    found.extend(
                        self.provenance.value(each, value.env) for each in self.evaluator.calls.returns(value.node)
                    )
        return found


def _uses(fate: Fate) -> Uses:
    return Uses(
        discarded=fate.discarded and not fate.escapes and not fate.members,
        escapes=fate.escapes or any(node.kind == "subscript_expression" for node in fate.taken),
        members=frozenset(snake(name) for name in fate.members),
    )
