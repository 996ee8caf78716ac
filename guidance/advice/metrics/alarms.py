"""Alarms worth having for what was seen, as resources for a template."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from guidance.advice.metrics.catalogue import AlarmRecipe, Kind, alarm_recipes, kinds
from guidance.advice.metrics.model import Alarm, MetricFinding, MetricSummary, Resource

_MOST = 3
_NOT_TEXT = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}


def alarms(
    resource: Resource, seen: Iterable[MetricSummary], findings: Iterable[MetricFinding], logical_id: str | None = None
) -> tuple[Alarm, ...]:
    """The alarms for a resource: on what is found wrong first, then on what it emits; at most three.

    Args:
        resource: To watch.
        seen: Its metrics with data.
        findings: About it.
        logical_id: Of the resource in its template, where that is known: the alarm then refers to it.

    """
    wrong = {name for finding in findings for name in finding.metrics}
    names = {each.name for each in seen} | wrong
    recipes = [
        each
        for each in alarm_recipes(resource.kind)
        if each.metric in names
        and (each.only is None or resource.facts.get(each.only))
        and _threshold(each, resource) is not None
    ]
    recipes.sort(key=lambda each: each.metric not in wrong)
    return tuple(_alarm(each, resource, logical_id) for each in recipes[:_MOST])


def _threshold(recipe: AlarmRecipe, resource: Resource) -> float | None:
    if recipe.threshold is not None:
        return recipe.threshold
    value = resource.number(recipe.threshold_of["fact"])
    return None if value is None else value * float(recipe.threshold_of["times"])


def _alarm(recipe: AlarmRecipe, resource: Resource, logical_id: str | None) -> Alarm:
    kind = kinds()[resource.kind]
    name = _identifier(logical_id or resource.name) + _identifier(recipe.metric) + "Alarm"
    statistic = "ExtendedStatistic" if recipe.statistic.startswith("p") else "Statistic"
    values = resource.dimensions[0] if resource.dimensions else ((kind.dimension, resource.name),)
    dimensions = [(key, _value(key, value, kind, logical_id)) for key, value in values]
    lines = [
        f"{name}:",
        "  Type: AWS::CloudWatch::Alarm",
        "  Properties:",
        f"    Namespace: {kind.namespace}",
        f"    MetricName: {_scalar(recipe.metric)}",
        f"    Dimensions: [{', '.join(f'{{Name: {key}, Value: {value}}}' for key, value in dimensions)}]",
        f"    {statistic}: {recipe.statistic}",
        f"    Period: {recipe.period}",
        f"    EvaluationPeriods: {recipe.evaluate}",
        f"    ComparisonOperator: {recipe.operator}",
        f"    Threshold: {_threshold(recipe, resource):g}",
        "    TreatMissingData: notBreaching",
    ]
    return Alarm(name, recipe.metric, "\n".join(lines) + "\n", "this project" if recipe.ours else "AWS")


def _value(name: str, value: str, kind: Kind, logical_id: str | None) -> str:
    """The value of a dimension: a reference, where the resource stands in the same template."""
    if name == kind.dimension and kind.reference and logical_id and logical_id.isalnum():
        return kind.reference.format(logical_id)
    return _scalar(value)


def _scalar(text: str) -> str:
    """A YAML scalar: plain where every reader takes that for a text, else quoted as JSON does it, which YAML reads."""
    plain = re.fullmatch(r"[A-Za-z][\w./-]*", text) and text.lower() not in _NOT_TEXT
    return text if plain else json.dumps(text)


def _identifier(text: str) -> str:
    """A logical id out of a name: letters and digits."""
    words = re.findall(r"[A-Za-z0-9]+", text.rsplit(":", 1)[-1])
    return "".join(word[0].upper() + word[1:] for word in words)[:80] or "Resource"
