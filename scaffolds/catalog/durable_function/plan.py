"""From a checked workflow to what the sources of the project print: operations in bodies, tasks, names in every form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from scaffolds import names
from scaffolds.catalog.durable_function.workflow import Retry, Step, Workflow

TaskKind = Literal["step", "compensation", "request", "check", "payload"]
BodyKind = Literal["workflow", "branch", "item", "group"]


@dataclass(frozen=True)
class Name:
    """One name in the forms that the sources need."""

    text: str

    @property
    def snake(self) -> str:
        """`reserve_stock`: functions and results in Python."""
        return "_".join(names.words(self.text))

    @property
    def camel(self) -> str:
        """`reserveStock`: functions and results in TypeScript."""
        return names.camel(self.text)

    @property
    def constant(self) -> str:
        """`RESERVE_STOCK`: settings."""
        return self.snake.upper()

    @property
    def pascal(self) -> str:
        """`ReserveStock`: logical ids."""
        return names.pascal(self.text)

    @property
    def title(self) -> str:
        """`Reserve stock`: the first line of a docstring."""
        return " ".join(names.words(self.text)).capitalize()


@dataclass(frozen=True)
class Task:
    """A business function: what the workflow asks of `tasks`."""

    name: Name
    kind: TaskKind
    of: str
    """The step that it belongs to."""
    items: int
    """How many maps are around it: each gives it an item."""
    returns_list: bool = False
    description: str = ""
    service: str | None = None
    unsure: bool = False
    """A compensation whose step may have been interrupted."""


@dataclass(frozen=True)
class Body:
    """A sequence of operations with a context of its own; a function of the workflow file."""

    kind: BodyKind
    name: Name
    """Of its function."""
    label: str
    """What the description calls it."""
    operations: tuple[Operation, ...]
    items: int
    path: tuple[str, ...]
    """Names of the maps around it, outermost first."""
    owner: str = ""
    """The parallel or map that it belongs to."""

    @property
    def keys(self) -> list[Name]:
        """The results that it adds."""
        return [key for operation in self.operations for key in operation.keys]

    @property
    def undoable(self) -> bool:
        """Whether something in it has a compensation."""
        return any(operation.undoable for operation in self.operations)

    @property
    def guarded(self) -> bool:
        """Whether something done in it may have to be undone, because something after it can fail."""
        last = len(self.operations) - 1
        return any(
            operation.undoable and (index < last or operation.unsure or operation.type in {"parallel", "map", "group"})
            for index, operation in enumerate(self.operations)
        )

    def below(self) -> Iterator[Body]:
        """It and the bodies below it, in order of description."""
        yield self
        for operation in self.operations:
            for body in operation.bodies:
                yield from body.below()


@dataclass(frozen=True)
class Operation:
    """One durable operation."""

    step: Step
    name: Name
    bodies: tuple[Body, ...] = ()
    task: Task | None = None
    compensation: Task | None = None
    items_expression: tuple[str, ...] = ()
    """What a map runs over: ("event", field), ("results", step), or ("item", field)."""
    concurrency: int = 0
    retry: Retry = field(default_factory=Retry)

    @property
    def type(self) -> str:
        """Of the eight types, which."""
        return self.step.type

    @property
    def keys(self) -> list[Name]:
        """The results that it adds to those of its body."""
        if self.type in {"parallel", "group"}:
            return [key for body in self.bodies for key in body.keys]
        return [] if self.type == "wait" else [self.name]

    @property
    def undoable(self) -> bool:
        """Whether it, or something below it, has a compensation."""
        return self.compensation is not None or any(body.undoable for body in self.bodies)

    @property
    def unsure(self) -> bool:
        """Whether it may fail and yet have to be undone: at most once, interrupted between its effect and its checkpoint."""
        return self.compensation is not None and self.step.semantics == "at_most_once"

    @property
    def suspends(self) -> bool:
        """Whether the function is left while it goes on."""
        return self.type in {"wait", "callback", "condition", "invoke"}


NO_RETRY = Retry(max_attempts=1)
REQUEST_RETRY = Retry(max_attempts=4)
COMPENSATION_ATTEMPTS = 10
"""Tries of a compensation at least; three times those of its step where that is more."""
MOST_AT_ONCE = 10
"""Branches or items that run at once when nothing is said."""
DEFAULT_ITEMS = 100
"""Items of a map at most, when nothing is said."""
LISTS = frozenset({"list", "string_list"})
DEFAULT_TRY_SECONDS = 30


def plan(workflow: Workflow) -> Body:
    """The body of the whole workflow."""
    steps = [step for step, _, _ in workflow.walk()]
    known = _Known(
        frozenset(step.name for step in steps if step.type == "step"),
        frozenset(step.items_from for step in steps if step.type == "map" and step.items_from is not None),
    )
    return Body("workflow", Name("run"), "workflow", _operations(workflow.steps, known, ()), 0, ())


@dataclass(frozen=True)
class _Known:
    """What a step has to know of the others."""

    names: frozenset[str]
    """Of those whose result a map may run over."""
    lists: frozenset[str]
    """What maps run over: a step of such a name gives a list."""


def described(body: Body) -> list[Operation]:
    """Every operation, each before those within it: the order in which the description has them."""
    found = []
    for operation in body.operations:
        found.append(operation)
        for inner in operation.bodies:
            found += described(inner)
    return found


def tasks(body: Body) -> list[Task]:
    """Every business function, in order of description; a compensation after what it undoes."""
    return [task for each in described(body) for task in (each.task, each.compensation) if task is not None]


def _operations(steps: list[Step], known: _Known, path: tuple[str, ...]) -> tuple[Operation, ...]:
    return tuple(_operation(step, known, path) for step in steps)


def _operation(step: Step, known: _Known, path: tuple[str, ...]) -> Operation:
    name = Name(step.name)
    compensation = None
    if step.compensate_with is not None:
        unsure = step.semantics == "at_most_once"
        compensation = Task(Name(step.compensate_with), "compensation", step.name, len(path), unsure=unsure)
    return Operation(
        step,
        name,
        bodies=_bodies(step, known, path),
        task=_task(step, known, path),
        compensation=compensation,
        items_expression=_items(step, known, path) if step.type == "map" else (),
        concurrency=step.max_concurrency or min(len(step.branches or ()) or MOST_AT_ONCE, MOST_AT_ONCE),
        retry=_retry(step),
    )


def _bodies(step: Step, known: _Known, path: tuple[str, ...]) -> tuple[Body, ...]:
    if step.type == "parallel":
        return tuple(
            Body(
                "branch",
                Name(f"{step.name} {branch.name}"),
                branch.name,
                _operations(branch.steps, known, path),
                len(path),
                path,
                step.name,
            )
            for branch in step.branches or ()
        )
    if step.type == "map":
        inner = (*path, step.name)
        below = _operations(step.steps or [], known, inner)
        return (Body("item", Name(f"{step.name} item"), step.name, below, len(inner), inner, step.name),)
    if step.type == "group":
        below = _operations(step.steps or [], known, path)
        return (Body("group", Name(f"{step.name} group"), step.name, below, len(path), path, step.name),)
    return ()


def _task(step: Step, known: _Known, path: tuple[str, ...]) -> Task | None:
    items = len(path)
    match step.type:
        case "step":
            return Task(
                Name(step.name), "step", step.name, items, step.name in known.lists, step.description, step.service
            )
        case "callback":
            return Task(Name(f"request {step.name}"), "request", step.name, items, description=step.description)
        case "condition":
            return Task(Name(f"check {step.name}"), "check", step.name, items, description=step.description)
        case "invoke":
            return Task(Name(f"payload of {step.name}"), "payload", step.name, items, description=step.description)
        case _:
            return None


def _items(step: Step, known: _Known, path: tuple[str, ...]) -> tuple[str, ...]:
    source = str(step.items_from)
    if path and source.startswith("item."):
        return ("item", source.removeprefix("item."))
    if source in known.names:
        return ("results", Name(source).snake, Name(source).camel)
    return ("event", source)


def _retry(step: Step) -> Retry:
    if step.retry is not None:
        return step.retry
    if step.type == "callback":
        return REQUEST_RETRY
    return NO_RETRY if step.semantics == "at_most_once" else Retry()
