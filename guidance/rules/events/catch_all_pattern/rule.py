"""A rule matches every event of the default bus, or sends its function what the function itself puts on the bus."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Resource, Template, Value, function_of
from guidance.template.policies import granted_to

RULE = Rule(
    title="Rule matches every event, or feeds its own bus",
    severity=Severity.WARNING,
    pillars=(
        Pillar.COST,
        Pillar.RELIABILITY,
    ),
    sources=(
        Source(
            "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-patterns-best-practices.html", "2026-11-20"
        ),
    ),
    aliases=("EVB006",),
)


_KEEPING = frozenset(
    ("AWS::Logs::LogGroup", "AWS::KinesisFirehose::DeliveryStream", "AWS::Kinesis::Stream", "AWS::Events::EventBus")
)


def check(template: Template) -> Iterator[Found]:
    """Yield each pattern that matches everything where that does harm."""
    for rule in template.resources("AWS::Events::Rule"):
        pattern, bus = rule.get("EventPattern"), rule.get("EventBusName")
        if pattern.kind != "mapping" or not all(_wide(value) for _, value in pattern.entries()):
            continue
        targets = [target.get("Arn") for target in rule.get("Targets").items()]
        looping = next((arn for arn in targets if bus.resource is not None and _feeds(arn, bus.resource)), None)
        if looping is not None:
            message = (
                "This rule gets every event of its bus, and its function puts events there: each makes the next,"
                " without end."
            )
            yield Found(pattern, message + " Match the source and detail-type that it is for.", (looping,))
        elif (bus.absent or bus.text() == "default") and any(_works(arn) for arn in targets):
            message = (
                "This pattern matches every event in the account, of every AWS service. Match the source and"
                " detail-type wanted."
            )
            yield Found(pattern, message)


def _wide(value: Value) -> bool:
    """Whether a field's matchers let everything through."""
    matchers = value.items() if value.kind == "list" else []
    return any(each.get("prefix").text() == "" or each.get("wildcard").text() == "*" for each in matchers)


def _works(arn: Value) -> bool:
    """Whether a target does more than keep or forward events."""
    if arn.resource is not None:
        return arn.resource.type not in _KEEPING
    return not any(isinstance(part, str) and re.search(":(logs|kinesis|firehose|events):", part) for part in arn.parts)


def _feeds(arn: Value, bus: Resource) -> bool:
    function = function_of(arn)
    granted = granted_to(function)[0] if function is not None else []
    return any(each.names("events:PutEvents") and each.covers(bus) for each in granted)
