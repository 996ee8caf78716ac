"""What a workflow's author should hear: what is at most once, what comes to much, where another service serves better."""

from __future__ import annotations

import re

from scaffolds.catalog.durable_function.estimate import Estimate
from scaffolds.catalog.durable_function.limits import LIMITS
from scaffolds.catalog.durable_function.plan import Body, described
from scaffolds.catalog.durable_function.workflow import Workflow

_SERVICES = re.compile(
    r"\b(dynamo-?db|s3|sqs|sns|event-?bridge|step-?functions|glue|athena|ecs|batch-job|sage-?maker|bedrock|textract|rekognition"
    r"|transcribe|comprehend|kinesis|firehose|emr)\b"
    r"|^(put|get|delete|update|query|scan)[- ](item|object|record)s?\b"
    r"|^(publish|send)[- ](to[- ])?(topic|queue|event|message to)\b",
    re.IGNORECASE,
)


def advice(workflow: Workflow, body: Body, found: Estimate) -> list[str]:
    """Each thing worth saying, in a sentence or two."""
    return [text for text in (
        _step_functions(body),
        _at_most_once(body),
        _per_attempt(body),
        _at_worst(found),
        _many_starts(workflow),
    ) if text]  # fmt: skip


def _step_functions(body: Body) -> str | None:
    steps = [each for each in described(body) if each.type == "step"]
    calls = [each for each in steps if each.step.service or _SERVICES.search(each.step.name)]
    if len(steps) < 3 or len(calls) * 5 < len(steps) * 3:
        return None
    named = ", ".join(each.step.name for each in calls[:4])
    return (
        f"{len(calls)} of {len(steps)} steps only call an AWS service ({named}). AWS Step Functions calls services without code, "
        "keeps 90 days of history and has no function to patch; a durable function pays where the steps are code of your own."
    )


def _at_most_once(body: Body) -> str | None:
    once = [each.step.name for each in described(body) if each.step.semantics == "at_most_once"]
    if not once:
        return None
    return (
        f"At most once: {', '.join(once)}. If Lambda is interrupted inside, the step fails without a second try, and whether its "
        "effect took place is unknown: look it up by its idempotency key before you repeat or undo it by hand."
    )


def _per_attempt(body: Body) -> str | None:
    tried = [
        f"{each.step.name} ({each.retry.max_attempts} tries)"
        for each in described(body)
        if each.step.semantics == "at_most_once" and each.retry.max_attempts > 1
    ]
    if not tried:
        return None
    return f"at_most_once holds for each try, and these are tried again: {', '.join(tried)}. Leave retry out for once in all."


def _at_worst(found: Estimate) -> str | None:
    if found.operations_at_worst <= LIMITS.operations:
        return None
    return (
        f"With every retry, poll and compensation it comes to {found.operations_at_worst:,} metered operations; whether repeats "
        f"count towards the limit of {LIMITS.operations:,} is not documented. Watch DurableExecutionOperations."
    )


def _many_starts(workflow: Workflow) -> str | None:
    if workflow.trigger.type != "eventbridge":
        return None
    return (
        "EventBridge delivers at least once and gives an execution no name, so an event may start two executions. "
        "Where that hurts, choose the trigger sqs: its starter names executions after the message."
    )
