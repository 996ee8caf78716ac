"""What the advice takes and gives. The door is `guidance.advice.event_source.advise.recommend(Request) -> Advice`.

Settings, queue, function and traffic are the simulator's (`model.py`). Money is US dollars a month of 730 hours, before tax and
free tier, without what sending and storing messages costs: settings do not change that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from guidance.advice.event_source.errors import EventSourceError
from guidance.advice.event_source.model import Function, Objective, Outcome, Queue, Settings, Source, Traffic


class IllegalSettingsError(EventSourceError):
    """Lambda or SQS refuses the current settings; the message says the rule."""


class UnmetConstraintError(EventSourceError):
    """No settings hold every constraint. `nearest` comes nearest; `needed` is what the broken constraints would have to be."""

    def __init__(self, message: str, nearest: Settings | None, needed: Mapping[str, float]) -> None:
        super().__init__(message)
        self.nearest = nearest
        self.needed = dict(needed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraints:
    """What every recommended setting has to hold, in simulation."""

    p95_latency_seconds: float | None = None
    """From a message's arrival to the end of the invocation that handled it."""
    max_concurrency: int | None = None
    """Invocations at a time that what lies behind the function takes."""
    downstream_per_second: float | None = None
    """Messages a second that what lies behind the function takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What things are called, for policies and patches; what is not given becomes a reference."""

    source_arn: str | None = None
    source_id: str | None = None
    """Logical id in the template."""
    failures_id: str | None = None
    """Of the queue that failures go to."""
    topic: str | None = None
    consumer_group: str | None = None
    function: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Everything a recommendation rests on."""

    source: Source
    traffic: Traffic
    function: Function
    current: Settings | None = None
    """The mapping as it is; None: as Lambda's defaults would make it."""
    current_queue: Queue | None = None
    """The queue as it is; None: as SQS's defaults would make it."""
    constraints: Constraints = field(default_factory=Constraints)
    objective: Objective = Objective.BALANCED
    region: str = "us-east-1"
    seed: int = 1
    durations_by_memory: Mapping[int, float] | None = None
    """Milliseconds of one usual batch by memory size: then memory is chosen together with the rest."""
    names: Names = field(default_factory=Names)
    template: str | None = None
    """Text of a SAM or CloudFormation template to patch."""
    template_name: str = "template.yaml"
    assumptions: tuple[str, ...] = ()
    """What was filled in before the request was made, in sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Dollars a month by part."""

    requests: float
    """Lambda's charge for each invocation."""
    duration: float
    calls: float
    """Receives and deletes of SQS; nothing for streams."""
    pollers: float
    """Event poller units of provisioned mode."""

    @property
    def total(self) -> float:
        """All parts."""
        return self.requests + self.duration + self.calls + self.pollers


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One set of settings and what it came to in a run."""

    settings: Settings
    queue: Queue
    memory_mb: int
    outcome: Outcome
    cost: Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One of the conditions under which the recommendation was tried again."""

    name: str
    """Such as "2x traffic"."""
    holds: bool
    p95_latency_seconds: float
    peak_concurrency: int
    left: int
    """Messages still waiting when the run ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another choice within the constraints, or the price of another mode."""

    name: str
    """cheapest, fastest, balanced, provisioned; several where they are the same."""
    candidate: Candidate
    """Its outcome is of the busiest minutes, its cost of the whole trace as these tell it."""
    holds: bool
    """Whether it holds the constraints, under more and less traffic and more errors too."""
    fails: tuple[str, ...] = ()
    """The constraints that it breaks, then the checks under which it breaks some."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSourceFinding:
    """What is wrong with the current settings, and what it came to in the simulation."""

    id: str
    """The smell, as rules are named, such as `short-visibility-timeout`."""
    severity: Literal["error", "warning", "info"]
    message: str
    practices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The answer."""

    source: Source
    objective: Objective
    recommended: Candidate
    current: Candidate
    seconds: float
    """Of the trace that was simulated."""
    alternatives: tuple[Alternative, ...]
    checks: tuple[Check, ...]
    findings: tuple[EventSourceFinding, ...]
    template_patch: str
    """A YAML snippet, or a unified diff of the user's template."""
    patch_notes: tuple[str, ...]
    policy: Mapping[str, object]
    network: tuple[str, ...]
    assumptions: tuple[str, ...]
    reason: str
    prices: str
    """Region, source and date."""
    seed: int
    explored: int
    """Settings that were simulated."""
