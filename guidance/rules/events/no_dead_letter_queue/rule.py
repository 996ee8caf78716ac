"""A target of a rule has no dead-letter queue."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Resource, Template, Value, edits

RULE = Rule(
    title="Rule target has no dead-letter queue",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    fix_safe=True,
    aliases=("EVB001",),
    equivalents=("ES4000", "EventBusDLQ"),
    practices=("ASY-12",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each target without a dead-letter queue."""
    for rule in template.resources("AWS::Events::Rule"):
        scheduled = rule.get("ScheduleExpression").present
        if rule.get("State").text() == "DISABLED":
            continue
        for target in rule.get("Targets").items():
            queue = target.get("DeadLetterConfig")
            if target.kind != "mapping" or not queue.absent:
                continue
            message = (
                "An event that cannot be delivered to this target is dropped, and nobody sees which. Add a"
                " DeadLetterConfig"
            )
            message += (
                " (`Type: SQS` lets SAM make the queue)."
                if rule.event
                else " with the ARN of a queue that lets EventBridge send."
            )
            severity = Severity.INFO if scheduled else None
            written = rule.declared.get("Events", rule.event or "", "Properties")
            yield Found(
                written.get("DeadLetterConfig") if rule.event else queue,
                message,
                fix=_fix(rule, written),
                severity=severity,
            )


def _fix(rule: Resource, properties: Value) -> Fix | None:
    """SAM makes the queue and its policy."""
    if rule.event is None or rule.declared.type != "AWS::Serverless::Function":
        return None
    return edits.insert(
        properties, {"DeadLetterConfig": {"Type": "SQS"}}, "Let SAM make a dead-letter queue", safe=True
    )
