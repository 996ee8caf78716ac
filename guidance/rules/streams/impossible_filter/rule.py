"""A filter pattern that Lambda refuses, or that no record can match."""

from __future__ import annotations

import json
from collections.abc import Iterator

from guidance import facts
from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import EventSourceMapping, Template

RULE = Rule(
    title="Event filter lets nothing through",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html", "2026-11-21"),
        Source("https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html", "2026-11-21"),
    ),
    aliases=("STR009",),
    practices=("ESM-03",),
)


_DATA = {"sqs": "body", "kinesis": "data", "dynamodb": "dynamodb", "msk": "value", "kafka": "value", "mq": "data"}
_DEEP = 200
_FOREIGN = frozenset(
    (*_DATA.values(), "Records", "detail", "source", "detail-type", "kinesis", "messageBody", "Body", "Data")
)


def check(template: Template) -> Iterator[Found]:
    """Yield each pattern that is not one, or that looks where the source has nothing, and too many filters."""
    for mapping in template.of(EventSourceMapping):
        filters = mapping.get("FilterCriteria", "Filters")
        kind = mapping.source_kind
        if kind == "documentdb" and filters.present:
            yield Found(
                filters, "DocumentDB mappings take no filters: Lambda refuses this one. Filter in the function."
            )
            continue
        patterns = [each.get("Pattern") for each in filters.items() if each.kind == "mapping"]
        for pattern in patterns:
            if (problem := _problem(pattern.text(), kind)) is not None:
                yield Found(pattern, problem)
        most, usual = facts.number("mapping.filters.maximum"), facts.number("mapping.filters.default")
        if filters.kind == "list" and len(patterns) > usual:
            message = f"{len(patterns)} filters: a mapping takes {usual}, and up to {most} when AWS raises the quota."
            yield Found(filters, message, severity=Severity.ERROR if len(patterns) > most else Severity.INFO)


def _problem(text: str | None, kind: str | None) -> str | None:
    if text is None or text.count("{") + text.count("[") > _DEEP:
        return None
    try:
        pattern = json.loads(text)
    except ValueError:
        return "This Pattern is not JSON, so Lambda refuses the mapping."
    if not isinstance(pattern, dict):
        return "A Pattern has to be a JSON object; Lambda refuses this one."
    if (bare := _bare(pattern)) is not None:
        return f"In a Pattern every value stands in a list; that of '{bare[:40]}' does not, so Lambda refuses it."
    data = _DATA.get(kind or "", "")
    if wrong := [
        key for key in pattern if data and key in _FOREIGN - {data} and "exists" not in json.dumps(pattern[key])
    ]:
        return (
            f"Records of this source have no '{wrong[0]}': the filter drops them all. Their content is under '{data}'."
        )
    if kind == "dynamodb" and '{"numeric": [' in json.dumps(pattern):
        return "Numbers in DynamoDB records are text, which `numeric` never matches: the filter drops every record."
    return None


def _bare(pattern: dict[str, object]) -> str | None:
    for key, value in pattern.items():
        found = _bare(value) if isinstance(value, dict) else (None if isinstance(value, list) else key)
        if found is not None:
            return found
    return None
