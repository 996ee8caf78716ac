"""A function that is invoked asynchronously has no place for events that it fails on."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Resource, Template, edits
from guidance.template.triggers import invocations

RULE = Rule(
    title="Asynchronous function has no failure destination",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html", "2026-11-20"),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("LAM017",),
    equivalents=("ES1007", "CKV_AWS_116"),
    practices=("ASY-12", "ERR-01", "ERR-04"),
)
WORDS = {
    "rule": "an EventBridge rule", "events": "an EventBridge rule", "schedule": "a schedule", "scheduler": "a schedule",
    "sns": "an SNS topic", "s3": "an S3 bucket", "iot": "an IoT rule", "logs": "a log subscription", "ses": "SES",
    "codecommit": "CodeCommit",
}  # fmt: skip
"""Callers whose events are lost; CloudFormation and Config see a failure themselves and ask again."""


def check(template: Template) -> Iterator[Found]:
    """Yield each function with an asynchronous caller and neither a failure destination nor a dead-letter queue."""
    retries = facts.number("lambda.async.retries.maximum")
    for function in template.of(Function):
        callers = [each for each in invocations(function) if each.how == "asynchronous" and each.by in WORDS]
        if not callers or _is_caught(function):
            continue
        by = " and ".join(dict.fromkeys(WORDS[each.by] for each in callers))
        message = f"{function.id} is invoked asynchronously by {by}: an event that still fails after {retries} retries is gone."
        fix = None
        if function.is_sam and function.sam("Role").absent and function.sam("EventInvokeConfig").absent:
            config = {"DestinationConfig": {"OnFailure": {"Type": "SQS"}}}
            fix = edits.insert(function, {"EventInvokeConfig": config}, "Send failed events to a queue that SAM makes")
        others = [each.resource for each in callers if isinstance(each.resource, Resource)]
        yield Found(
            function, message + " Add a failure destination (EventInvokeConfig) or a dead-letter queue.", others, fix
        )


def _is_caught(function: Function) -> bool:
    """Whether failures go somewhere, or another rule speaks of the settings; durable functions know no destinations."""
    if function.get("DeadLetterConfig").present or function.get("DurableConfig").present:
        return True
    if function.sam("EventInvokeConfig").unknown:
        return True
    configs = function.event_invoke_configs()
    return any(each.get("DestinationConfig", "OnFailure").present or _gives_up_early(each) for each in configs)


def _gives_up_early(config: Resource) -> bool:
    age = config.get("MaximumEventAgeInSeconds").integer()
    early = age is not None and age < facts.number("lambda.async.retries.duration")
    return early or config.get("MaximumRetryAttempts").integer() == 0
