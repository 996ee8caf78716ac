"""What the checks on metrics are given: one resource with its metrics and figures, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from guidance.advice.metrics.catalogue import severity
from guidance.advice.metrics.model import Figure, MetricFinding, MetricSummary, Resource, Window
from guidance.advice.metrics.words import count
from guidance.model import Severity


@dataclass(frozen=True)
class Case:
    """One resource over one window."""

    resource: Resource
    window: Window
    metrics: dict[str, MetricSummary]
    figures: dict[str, Figure]

    def total(self, name: str) -> float:
        """The sum of a metric; 0 when nothing was counted."""
        return (self.metrics[name].sum or 0.0) if name in self.metrics else 0.0

    def top(self, name: str) -> float:
        """The maximum of a metric; 0 when there is no data."""
        return (self.metrics[name].max or 0.0) if name in self.metrics else 0.0

    def figure(self, name: str) -> float:
        """A figure; 0 when it cannot be told."""
        return (self.figures[name].value or 0.0) if name in self.figures else 0.0

    def told(self, name: str) -> str:
        """The arithmetic of a figure."""
        return self.figures[name].told if name in self.figures else ""


Check = Callable[[Case], Iterator[MetricFinding]]


@dataclass(frozen=True)
class Fault:
    """A metric of which every single count is a finding."""

    metric: str
    id: str
    severity: Severity
    said: str
    """What follows the number: "events were dropped"."""
    step: str
    practices: tuple[str, ...]


def faults(case: Case, table: tuple[Fault, ...]) -> Iterator[MetricFinding]:
    """A finding for each fault that was counted."""
    for each in table:
        number = case.total(each.metric)
        if number > 0:
            said = f"{count(number)} {each.said}."
            yield MetricFinding(
                each.id, each.severity, said, each.step, each.practices, (each.metric,), {"events": number}
            )


def graded(threshold: str, value: float) -> Severity | None:
    """How bad a value is; nothing counted is never bad."""
    return severity(threshold, value) if value > 0 else None
