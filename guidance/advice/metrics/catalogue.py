"""Which metrics, statistics, thresholds and alarms matter for each kind of resource: `data/metrics.toml`, read once."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from guidance.advice.metrics.model import Measure, Query, Resource
from guidance.facts import DATA
from guidance.model import Severity

PERCENTILES = ("p50", "p95", "p99")
_WORST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True)
class Kind:
    """A kind of resource."""

    name: str
    title: str
    namespace: str
    dimension: str
    types: tuple[str, ...]
    """CloudFormation's."""
    reference: str | None = None
    """The value of its dimension in a template, with {} for the logical id."""
    like: str | None = None
    """The kind whose metrics it has too."""


@dataclass(frozen=True)
class Metric:
    """A metric of a kind of resource."""

    kind: str
    name: str
    measure: Measure
    unit: str = ""
    base: bool = False
    always: bool = False
    only: str | None = None
    total: bool = False
    """A latency whose sum counts too."""
    samples: bool = False
    """A latency whose number of samples counts too."""
    statistic: str | None = None
    namespace: str | None = None
    dimension: str | None = None
    provisioned: bool = False
    """Emitted of each version and alias with provisioned concurrency."""
    source: str | None = None

    def statistics(self) -> tuple[tuple[str, bool], ...]:
        """What to ask for: a statistic, and whether once for the whole window."""
        if self.measure == "count":
            return ((self.statistic or "Sum", False),)
        if self.measure == "gauge":
            return (("Maximum", False),)
        more = [("Sum", True)] if self.total else []
        more += [("SampleCount", True)] if self.samples else []
        return (("p99", False), *((each, True) for each in (*PERCENTILES, "Maximum")), *more)


@dataclass(frozen=True)
class AlarmRecipe:
    """How an alarm on a metric is set up."""

    kind: str
    metric: str
    statistic: str
    operator: str
    period: int
    evaluate: int
    threshold: float | None = None
    threshold_of: Mapping[str, Any] = field(default_factory=dict)
    """A fact of the resource, and the factor to multiply it by."""
    only: str | None = None
    ours: bool = False
    source: str | None = None


@functools.cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.joinpath("metrics.toml").read_text("utf-8"))


@functools.cache
def kinds() -> dict[str, Kind]:
    """Every kind of resource by its name."""
    return {
        name: Kind(
            name,
            entry["title"],
            entry["namespace"],
            entry["dimension"],
            tuple(entry["types"]),
            entry.get("reference"),
            entry.get("like"),
        )
        for name, entry in _data()["kinds"].items()
    }


@functools.cache
def kind_of_type() -> dict[str, str]:
    """The kind that a resource type of CloudFormation is."""
    return {each: kind.name for kind in kinds().values() for each in kind.types}


@functools.cache
def metrics(kind: str) -> tuple[Metric, ...]:
    """The metrics of a kind, the important ones first."""
    of = kinds()[kind].like or kind
    return tuple(Metric(**entry) for entry in _data()["metrics"] if entry["kind"] == of)


@functools.cache
def alarm_recipes(kind: str) -> tuple[AlarmRecipe, ...]:
    """The alarms that a kind should have."""
    return tuple(AlarmRecipe(**entry) for entry in _data()["alarms"] if entry["kind"] == kind)


def cloudwatch() -> dict[str, Any]:
    """What CloudWatch keeps, and how much one call may ask for."""
    found: dict[str, Any] = _data()["cloudwatch"]
    return found


def silent(resource_type: str) -> bool:
    """Whether a resource type of CloudFormation has no metrics that anybody would miss."""
    return resource_type.startswith(tuple(_data()["unobserved"]["silent"]))


def quota(name: str) -> float:
    """A quota that figures are compared with."""
    return float(_data()["quotas"][name]["value"])


def threshold(name: str) -> float:
    """The lowest value from which a figure is worth a finding."""
    levels = _data()["thresholds"][name]
    return float(min(value for level, value in levels.items() if level != "source"))


def severity(name: str, value: float) -> Severity | None:
    """How bad a figure is: by the highest threshold that it is above; None when it is above none."""
    levels = _data()["thresholds"][name]
    return next((each for each in _WORST_FIRST if each in levels and value > levels[each]), None)


def queries(resource: Resource) -> tuple[Query, ...]:
    """What to ask CloudWatch about a resource."""
    kind = kinds()[resource.kind]
    return tuple(
        Query(metric.name, metric.namespace or kind.namespace, dimensions, statistic, whole)
        for metric in metrics(resource.kind)
        if metric.only is None or resource.facts.get(metric.only)
        for dimensions in _dimensions(metric, resource)
        for statistic, whole in metric.statistics()
    )


def _dimensions(metric: Metric, resource: Resource) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Of the resource; another namespace has other names for them, and provisioned concurrency belongs to an alias or version."""
    if metric.provisioned and resource.provisioned is not None:
        name = resource.dimensions[0][0]
        return tuple((name, ("Resource", f"{resource.name}:{alias}")) for alias in resource.provisioned)
    return (((metric.dimension, resource.name),),) if metric.dimension else resource.dimensions
