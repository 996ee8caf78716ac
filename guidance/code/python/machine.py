"""The state of a walk: the program that it fills, where it is, and what it collects on the way."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from typing import Any

from guidance.code.model import (
    Body,
    Call,
    Change,
    ChangeKind,
    Ground,
    Op,
    Operation,
    Place,
    Program,
    Uses,
)
from guidance.code.python.abstract import Abstract, BatchUse, Context, Fn, Frame
from guidance.code.python.modules import Module, Project

STEPS = 60_000
"""Expressions and statements that are looked at, in less than a second: as many as 12,000 lines of nothing but handlers have,
and many more of ordinary code; a bound for what multiplies."""
STEPS_A_BODY = 4
"""What the walk of a function takes beside its statements."""
VARIABLES_A_STEP = 10
"""How many variables are copied and joined in the time of a step."""
DEEP = 170
"""How deep expressions and statements are followed, over all functions: Python's own stack has to suffice."""
CALLS_DEEP = 40
VARIANTS = 12
"""How often a function is walked for other arguments."""


@dataclass(eq=False, slots=True)
class Collector:
    """What happens within a stretch of code: a try, a loop, a helper."""

    operations: int = 0
    durable: bool = False
    """It has durable operations."""
    touches: bool = False
    """It uses a durable context."""
    raised: set[str] = field(default_factory=set)
    """Names of the exceptions that may be raised, with their bases; "*" for any."""
    effect: str = ""
    """The first thing in it that has an effect, as written."""

    def take(self, other: Collector, times: int = 1) -> None:
        """Add what an inner stretch has collected."""
        self.operations += other.operations * times
        self.durable = self.durable or other.durable
        self.touches = self.touches or other.touches
        self.raised |= other.raised
        self.effect = self.effect or other.effect


@dataclass(eq=False, slots=True)
class At:
    """Where the walk is."""

    frame: Frame
    ground: Ground = Ground.REPLAYED
    body: Body = Body.HANDLER
    context: Context | None = None
    """The innermost durable context."""
    context_name: str = ""
    via: str = ""
    depth: int = 0
    loops: tuple[int, ...] = ()
    counted: int = 0
    """How many enclosing loops have a known count."""
    collector: Collector = field(default_factory=Collector)
    recording: bool = True
    order: str = ""
    """What gives the order of the innermost loop whose order is not stable."""
    older: frozenset[int] = frozenset()
    """Ids of the values that were there before that loop."""
    guards: tuple[str, ...] = ()
    """Names in the tests of the enclosing ifs."""

    @property
    def module(self) -> Module:
        """The file that the code stands in."""
        return self.frame.module


class Machine:
    """Walks code and fills a Program."""

    def __init__(self, project: Project, program: Program) -> None:
        self.project = project
        self.program = program
        self.steps = 0
        self.deep = 0
        self.memo: dict[object, tuple[Abstract, Collector, object]] = {}
        self.variants: dict[int, int] = {}
        self.constants: dict[tuple[type, str | float], Abstract] = {}
        self.active: set[object] = set()
        self.walked: set[int] = set()
        """Ids of the function nodes that were walked."""
        self.pending: list[tuple[Operation, BatchUse]] = []
        self.counters: dict[tuple[str, str], Change] = {}
        self.judged: set[int] = set()
        """Ids of the decorated functions that were looked at."""
        self._frames: list[Frame] = []
        self._next = 0

    def number(self) -> int:
        """A fresh number for a body or a loop."""
        self._next += 1
        return self._next

    @property
    def spent(self) -> bool:
        """Whether the walk has to end."""
        return self.steps > STEPS

    def fact(self, at: At) -> dict[str, Any]:
        """What every fact says of where it stands."""
        self.program.files.setdefault(at.module.source.path, at.module.source)
        return {"ground": at.ground, "body": at.body, "via": at.via, "context": at.context_name}

    def record_call(self, at: At, node: ast.Call, name: str, origin: Call | None, first: Abstract | None) -> Call:
        """Note a call that is not followed."""
        spread = any(isinstance(each, ast.Starred) for each in node.args) or any(
            each.arg is None for each in node.keywords
        )
        call = Call(
            place=at.module.place(node),
            callee=at.module.place(node.func),
            name=name,
            arguments=len(node.args) + len(node.keywords) + spread,
            keywords=frozenset(each.arg for each in node.keywords if each.arg),
            constant=all(
                isinstance(each, ast.Constant) for each in (*node.args, *(word.value for word in node.keywords))
            ),
            first=first.constant if first is not None else None,
            origin=origin,
            **self.fact(at),
        )
        if at.recording:
            self.program.calls.append(call)
        return call

    def record_change(
        self, at: At, node: ast.expr | ast.stmt, variable: str, kind: ChangeKind, *, module: bool, step: bool = False
    ) -> Change:
        """Note a change of something from outside."""
        target = node
        if isinstance(node, ast.Assign):
            target = node.targets[0]
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            target = node.target
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            target = node.func.value
        shown = " ".join(ast.unparse(target).split())
        change = Change(
            place=at.module.place(node),
            variable=variable,
            kind=kind,
            module=module,
            step=step,
            guarded=variable in at.guards,
            target=shown if len(shown) <= 60 else variable,
            **self.fact(at),
        )
        if at.recording:
            self.program.changes.append(change)
        at.collector.effect = at.collector.effect or change.target
        return change

    def record_operation(self, at: At, use: BatchUse | None, **known: Any) -> Operation:  # noqa: ANN401 - an Operation's own fields
        """Note a durable operation."""
        operation = Operation(**known, **self.fact(at))
        at.collector.durable = True
        at.collector.touches = True
        at.collector.operations += 1
        at.collector.effect = at.collector.effect or f"{operation.receiver or 'context'}.{operation.kind}"
        if at.recording:
            if use is not None and operation.kind in {Op.MAP, Op.PARALLEL}:
                self.pending.append((operation, use))
            else:
                self.program.operations.append(operation)
        return operation

    def frame(self, module: Module, parent: Frame | None = None, **known: Any) -> Frame:  # noqa: ANN401 - a Frame's own fields
        """The variables of a function that is about to be walked."""
        frame = Frame(module, parent, **known)
        self._frames.append(frame)
        return frame

    def forget(self) -> None:
        """Let go of all variables: their functions hold them in turn, and the garbage collector is slow to find that out."""
        for frame in self._frames:
            frame.variables.clear()
            frame.returned.clear()
        for module in self.project.modules.values():
            if module is not None:
                module.values.clear()

    def finish(self) -> None:
        """Note the operations whose results had to be watched to the end."""
        for operation, use in self.pending:
            uses = Uses(discarded=use.discarded, escapes=use.escapes, members=frozenset(use.members))
            self.program.operations.append(replace(operation, uses=uses))

    def module_at(self, module: Module) -> At:
        """A place at a file's top level, where nothing is recorded."""
        return At(self.frame(module, body_id=-1), recording=False)


def place_of(at: At, node: ast.expr | ast.stmt | ast.ExceptHandler) -> Place:
    """Where a node stands."""
    return at.module.place(node)


def names_of(functions: tuple[Fn, ...]) -> str:
    """The name of the first function that has one."""
    return next((each.name for each in functions if each.name), "")
