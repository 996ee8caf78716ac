"""The dead-letter configuration of a SAM event has a form that the transform rejects."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Intrinsic,
    Mapping,
    Scalar,
    Template,
    Value,
)

KINDS = frozenset(("Schedule", "ScheduleV2", "CloudWatchEvent", "EventBridgeRule"))

RULE = Rule(
    title="Dead-letter configuration of an event is rejected by SAM",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-deadletterconfig.html",
            "2026-11-20",
        ),
    ),
    aliases=("TPL014",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each DeadLetterConfig with both Arn and Type, with neither, or with values that SAM cannot read."""
    for declared in template.declared.values():
        if not declared.is_sam:
            continue
        for _, event in declared.get("Events").entries():
            if event.get("Type").text() in KINDS:
                for config in event.each("Properties", "DeadLetterConfig"):
                    if isinstance(config.data, Mapping) and "Fn::Transform" not in config.keys():  # noqa: SIM118
                        yield from _problems(config, config.data)


def _problems(config: Value, written: Mapping) -> Iterator[Found]:
    kind = config.get("Type")
    if kind.present and "Arn" in written.entries:
        yield Found(
            kind, "DeadLetterConfig takes Arn (a queue of yours) or Type: SQS (SAM makes one), not both. Remove Type."
        )
    elif not kind.present and "Arn" not in written.entries:
        yield Found(
            config, "DeadLetterConfig has neither Arn nor Type. Give the queue's Arn, or Type: SQS to have one made."
        )
    elif kind.text() not in {None, "SQS"}:
        yield Found(kind, "The Type of DeadLetterConfig has to be SQS; the SAM transform rejects anything else.")
    if kind.present and "Arn" not in written.entries and _is_call(written.get("QueueLogicalId"), config.template):
        message = "QueueLogicalId has to be a plain string: SAM names the queue before functions are resolved."
        yield Found(config.get("QueueLogicalId"), message)


def _is_call(node: object, template: Template) -> bool:
    """A function that SAM does not resolve: anything but the Ref of a parameter and FindInMap."""
    if not isinstance(node, Intrinsic) or node.function == "Fn::FindInMap":
        return False
    argument = node.argument
    is_parameter = isinstance(argument, Scalar) and argument.text in template.parameters
    return not (node.function == "Ref" and is_parameter)
