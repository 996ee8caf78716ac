"""A workflow as a caller describes it: steps of eight types, nested; checked, with every fault at its place."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from scaffolds.catalog.durable_function.limits import LIMITS
from scaffolds.errors import problem

StepType = Literal["step", "wait", "callback", "condition", "parallel", "map", "invoke", "group"]
OnTimeout = Literal["fail", "compensate", "continue"]
FieldType = Literal["string", "integer", "number", "boolean", "datetime", "string_list", "list", "object"]
Place = tuple[int | str, ...]

MAX_DEPTH = 10
"""How deep steps may nest. Deeper ones are read by nobody: an `invoke` of another durable function serves better."""

MAX_NAME = 40
"""Characters of a name. The service takes 256, but a name becomes an identifier, and code has to stay readable."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _known_fields(cls, data: Any) -> Any:  # noqa: ANN401 - whatever the caller sent
        """Offer the nearest field for one that does not exist."""
        for name in data if isinstance(data, dict) else ():
            if name not in cls.model_fields:
                near = difflib.get_close_matches(str(name), cls.model_fields, n=1, cutoff=0.5)
                offer = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(cls.model_fields)}"
                raise problem(f"there is no field '{str(name)[:40]}'; {offer}")
        return data


class Retry(_Strict):
    """How often a step is tried, and how long to wait between."""

    max_attempts: Annotated[int, Field(ge=1, le=100)] = 3
    initial_delay_seconds: Annotated[int, Field(ge=1)] = 2
    max_delay_seconds: Annotated[int, Field(ge=1, le=86_400)] = 300
    backoff_rate: Annotated[float, Field(ge=1, le=10)] = 2.0

    @model_validator(mode="after")
    def _delays_fit(self) -> Self:
        if self.initial_delay_seconds > self.max_delay_seconds:
            raise problem(f"is above max_delay_seconds ({self.max_delay_seconds})", "initial_delay_seconds")
        return self


class Branch(_Strict):
    """One branch of a parallel."""

    name: str
    steps: list[Step]


class Step(_Strict):
    """One step. Which fields apply depends on its type: `_FIELDS` has the table."""

    type: StepType = "step"
    name: str
    description: Annotated[str, Field(max_length=300)] = ""
    retry: Retry | None = None
    semantics: Literal["at_least_once", "at_most_once"] | None = None
    timeout_seconds: int | None = None
    service: Annotated[str, Field(max_length=80)] | None = None
    compensate_with: str | None = None
    seconds: int | None = None
    heartbeat_seconds: int | None = None
    on_timeout: OnTimeout | None = None
    on_reject: OnTimeout | None = None
    poll_seconds: int | None = None
    max_attempts: int | None = None
    branches: list[Branch] | None = None
    items_from: str | None = None
    max_items: int | None = None
    max_concurrency: int | None = None
    tolerated_failures: int | None = None
    function: str | None = None
    steps: list[Step] | None = None

    @model_validator(mode="after")
    def _fields_fit_the_type(self) -> Self:
        needed, optional = _FIELDS[self.type]
        for name in type(self).model_fields:
            if name in {"type", "name", "description"} or getattr(self, name) is None:
                continue
            if name not in needed + optional:
                allowed = ", ".join(needed + optional)
                raise problem(f"does not apply to type {self.type}, which takes {allowed}", name)
        for name in needed:
            if getattr(self, name) is None:
                raise problem(f"type {self.type} needs {name}{_WHY.get((self.type, name), '')}", name)
        for name, low, high, unit in _RANGES[self.type]:
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise problem(f"must be {low:,} to {high:,} {unit}, not {value:,}", name)
        return self

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        if self.type == "parallel" and not self.branches:
            raise problem("a parallel needs at least one branch", "branches")
        for index, branch in enumerate(self.branches or ()):
            if not branch.steps:
                raise problem("a branch needs at least one step", "branches", index, "steps")
        if self.steps is not None and not self.steps:
            raise problem(f"a {self.type} needs at least one step", "steps")
        if self.type == "callback" and (self.heartbeat_seconds or 0) > (self.timeout_seconds or 0):
            raise problem(f"is above timeout_seconds ({self.timeout_seconds})", "heartbeat_seconds")
        return self

    @property
    def bodies(self) -> list[tuple[str, list[Step], Place]]:
        """The bodies below it: name, steps, and the place of the steps within it."""
        if self.branches is not None:
            return [(each.name, each.steps, ("branches", i, "steps")) for i, each in enumerate(self.branches)]
        return [(self.name, self.steps, ("steps",))] if self.steps is not None else []


_Fields = tuple[str, ...]
_FIELDS: dict[StepType, tuple[_Fields, _Fields]] = {
    "step": ((), ("retry", "semantics", "timeout_seconds", "compensate_with", "service")),
    "wait": (("seconds",), ()),
    "callback": (("timeout_seconds",), ("heartbeat_seconds", "on_timeout", "on_reject", "retry", "compensate_with")),
    "condition": (("poll_seconds", "max_attempts"), ("on_timeout", "timeout_seconds")),
    "parallel": (("branches",), ("max_concurrency", "tolerated_failures")),
    "map": (("items_from", "steps"), ("max_items", "max_concurrency", "tolerated_failures")),
    "invoke": (("function",), ("timeout_seconds", "compensate_with")),
    "group": (("steps",), ()),
}
"""What each type needs, and what it may have."""

_WHY = {
    ("callback", "timeout_seconds"): ": without one it waits until the whole execution times out",
    ("condition", "max_attempts"): ": without one it polls until the whole execution times out",
}

_TRY = ("timeout_seconds", 1, LIMITS.function_timeout_seconds - LIMITS.margin_seconds, "seconds, within one invocation")
_CONCURRENCY = ("max_concurrency", 1, 1_000, "at once")
_RANGES: dict[StepType, tuple[tuple[str, int, int, str], ...]] = {
    "step": (_TRY,),
    "wait": (("seconds", 1, LIMITS.wait_seconds, "seconds (366 days)"),),
    "callback": (
        ("timeout_seconds", 1, LIMITS.wait_seconds, "seconds (366 days)"),
        ("heartbeat_seconds", 1, LIMITS.wait_seconds, "seconds"),
    ),
    "condition": (
        _TRY,
        ("poll_seconds", 1, LIMITS.wait_seconds, "seconds (366 days)"),
        ("max_attempts", 1, LIMITS.operations, "polls"),
    ),
    "parallel": (_CONCURRENCY, ("tolerated_failures", 0, 1_000, "branches")),
    "map": (_CONCURRENCY, ("tolerated_failures", 0, LIMITS.operations, "items"), ("max_items", 1, 100_000, "items")),
    "invoke": (("timeout_seconds", 1, LIMITS.wait_seconds, "seconds (366 days)"),),
    "group": (),
}


class EventField(_Strict):
    """A field of the event that starts an execution."""

    name: str
    type: FieldType = "string"
    required: bool = True
    description: Annotated[str, Field(max_length=300)] = ""


class Trigger(_Strict):
    """What starts an execution."""

    type: Literal["direct", "eventbridge", "sqs", "api"] = "direct"
    source: Annotated[str, Field(min_length=1, max_length=256)] | None = None
    detail_type: Annotated[str, Field(min_length=1, max_length=128)] | None = None

    @model_validator(mode="after")
    def _fields_fit_the_type(self) -> Self:
        for name in ("source", "detail_type"):
            value = getattr(self, name)
            if self.type != "eventbridge" and value is not None:
                raise problem(f"does not apply to type {self.type}", name)
            if self.type == "eventbridge" and value is None:
                raise problem(f"type eventbridge needs {name}, or the rule would match every event", name)
            if value is not None and not (value.isascii() and value.isprintable()):
                raise problem("must be printable ASCII", name)
        return self


class Workflow(_Strict):
    """What happens, in order; what it starts from, and with what."""

    steps: list[Step]
    event: list[EventField] | None = None
    trigger: Trigger = Trigger()

    @model_validator(mode="before")
    @classmethod
    def _not_too_deep(cls, data: Any) -> Any:  # noqa: ANN401 - whatever the caller sent
        """Refuse deep nesting before anything recurses into it."""
        place = too_deep(data)
        if place is not None:
            raise problem(
                f"steps nest deeper than {MAX_DEPTH} levels; move the inner ones to a durable function of their own "
                "and invoke it",
                *place,
            )
        return data

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not self.steps:
            raise problem("a workflow needs at least one step", "steps")
        return self

    def walk(self) -> Iterator[tuple[Step, Place, tuple[Step, ...]]]:
        """Every step in order of description, with its place in the workflow and the steps around it."""
        yield from _walk(self.steps, ("steps",), ())


def _walk(steps: list[Step], at: Place, around: tuple[Step, ...]) -> Iterator[tuple[Step, Place, tuple[Step, ...]]]:
    for index, step in enumerate(steps):
        place = (*at, index)
        yield step, place, around
        for _, inner, below in step.bodies:
            yield from _walk(inner, (*place, *below), (*around, step))


def too_deep(data: object) -> Place | None:
    """Where nesting passes MAX_DEPTH, if it does."""
    level: list[tuple[Place, object]] = [((), data)]
    for depth in range(4 * MAX_DEPTH):
        level = [
            ((*place, key), value)
            for place, node in level
            for key, value in (
                node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
            )
        ]
        deep = next((place for place, _ in level if place.count("steps") > MAX_DEPTH), None)
        if deep is not None:
            return deep
        if not level:
            return None
        if depth == 4 * MAX_DEPTH - 1:
            return level[0][0]
    return None
