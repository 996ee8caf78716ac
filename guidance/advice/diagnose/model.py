"""What a diagnosis speaks of: the evidence that was read, and the causes that it speaks for. Read this first."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from guidance.advice.logs import Group, Reading
from guidance.advice.metrics import MetricFinding, MetricSummary, Summary, Window
from guidance.facts import DATA
from guidance.model import Confidence, Severity

_HIGH, _MEDIUM = 0.85, 0.6
_STREAMS = {"kinesis", "dynamodb", "kafka"}


@dataclass(frozen=True)
class Source:
    """An event source mapping of the function, and what it reads."""

    uuid: str
    kind: str
    """sqs, kinesis, dynamodb, kafka, mq, documentdb."""
    name: str
    """Of the queue, stream, table or topic."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Of the mapping, as the API names them."""
    state: str = "Enabled"
    reason: str = ""
    """StateTransitionReason."""
    last_result: str = ""
    """LastProcessingResult."""
    summary: Summary | None = None
    """Of the queue or stream."""

    @property
    def stream(self) -> bool:
        """Whether order is kept by shard or partition, so that one record can hold up the others."""
        return self.kind in _STREAMS

    @property
    def unbounded(self) -> bool:
        """Whether a record that always fails is tried until it expires."""
        retries, age = self.settings.get("MaximumRetryAttempts"), self.settings.get("MaximumRecordAgeInSeconds")
        return retries in (None, -1) and age in (None, -1)


@dataclass(frozen=True)
class Evidence:
    """What was read of one function."""

    window: Window
    function: Summary
    sources: tuple[Source, ...] = ()
    logs: Reading | None = None
    """None: the logs were not read."""

    @property
    def name(self) -> str:
        """Of the function."""
        return self.function.resource.name

    @property
    def findings(self) -> dict[str, MetricFinding]:
        """What the function's metrics say, by id."""
        return {each.id: each for each in self.function.findings}

    @property
    def deployed(self) -> str | None:
        """When the function was last changed, ISO 8601, if that lies within the window or an hour before it."""
        import datetime as dt

        modified = self.function.resource.facts.get("modified")
        if not isinstance(modified, str):
            return None
        at = dt.datetime.fromisoformat(modified)
        begins = self.window.start - dt.timedelta(hours=1)
        return modified if begins <= at <= self.window.end + dt.timedelta(minutes=5) else None

    def metric(self, name: str) -> MetricSummary | None:
        """One metric of the function."""
        return self.function.metric(name)

    def total(self, name: str) -> float:
        """The sum of a metric of the function; 0 when nothing was counted."""
        found = self.metric(name)
        return (found.sum or 0.0) if found else 0.0

    def groups(self, *kinds: str) -> list[Group]:
        """Errors out of the logs, of some kinds."""
        return [each for each in (self.logs.groups if self.logs else ()) if each.kind in kinds]


@dataclass(frozen=True)
class Cause:
    """Something that explains what is seen."""

    id: str
    title: str
    """Without a full stop, such as "the reserved concurrency is used up"."""
    weight: float
    """How well the evidence speaks for it, 0 to 1; causes are ranked by it."""
    severity: Severity
    evidence: tuple[str, ...]
    next_step: str
    practices: tuple[str, ...]
    explains: frozenset[str] = frozenset()
    """Ids of findings and of weaker causes that follow from it."""
    resource: str = ""

    @property
    def confidence(self) -> Confidence:
        """The weight in words: it ranks causes, and is no probability."""
        return (
            Confidence.HIGH if self.weight >= _HIGH else Confidence.MEDIUM if self.weight >= _MEDIUM else Confidence.LOW
        )


@dataclass(frozen=True)
class Diagnosis:
    """Causes, the likeliest first, and what else is seen and not explained by them."""

    causes: tuple[Cause, ...] = ()
    also: tuple[tuple[str, MetricFinding], ...] = ()
    """Resource and finding."""


@functools.cache
def data() -> dict[str, Any]:
    """`data/diagnose.toml`."""
    return tomllib.loads(DATA.joinpath("diagnose.toml").read_text("utf-8"))


def threshold(name: str) -> float:
    """A figure that separates a cause from noise."""
    return float(data()["thresholds"][name])


def meaning(table: str, words: Iterable[str]) -> dict[str, Any] | None:
    """What the text of a state or a failure means: the first entry that matches; None when it is not known.

    Args:
        table: "mappings" or "stacks".
        words: Texts of AWS.

    """
    text = "\n".join(words)[:4_000]
    return next((entry for entry in data()[table] if re.search(entry["pattern"], text, re.IGNORECASE)), None)
