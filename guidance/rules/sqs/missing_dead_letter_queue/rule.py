"""A message that always fails is tried until it expires."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Queue, Template, edits

RULE = Rule(
    title="Queue that feeds a function has no dead-letter queue",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html", "2026-11-20"),
        Source(
            "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("SQS003",),
    equivalents=("ES6000",),
    practices=("SQS-03", "ERR-01", "SQS-17"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each queue that functions poll and whose failures go nowhere."""
    for queue in template.of(Queue):
        consumers = [each for each in queue.consumers() if template.together(queue, each)]
        if queue.generated or not consumers or _is_last_stop(queue):
            continue
        for redrive in queue.each("RedrivePolicy"):
            if redrive.absent:
                message = (
                    f"{queue.id} has no dead-letter queue: a message that its consumer cannot handle comes back until it expires,"
                    " and is then lost. Add a RedrivePolicy with maxReceiveCount"
                    f" {facts.number('sqs.mapping.receive_count.minimum')} or more."
                )
                yield Found(redrive, message, consumers[:1], _fix(template, queue))


def _is_last_stop(queue: Queue) -> bool:
    """Whether it is a dead-letter queue itself."""
    return bool(queue.dead_letter_sources()) or queue.get("RedriveAllowPolicy").present


def _fix(template: Template, queue: Queue) -> Fix | None:
    if queue.fifo is None or queue.get("RedrivePolicy").unknown:
        return None
    name = edits.free_id(template, f"{queue.id}DeadLetters")
    count = facts.number("sqs.mapping.receive_count.minimum")
    policy: edits.Data = {"deadLetterTargetArn": {"Fn::GetAtt": [name, "Arn"]}, "maxReceiveCount": count}
    keeps: dict[str, edits.Data] = {"MessageRetentionPeriod": facts.number("sqs.retention.maximum")}
    properties = {"FifoQueue": True, **keeps} if queue.fifo else keeps
    added: dict[str, edits.Data] = {name: {"Type": "AWS::SQS::Queue", "Properties": properties}}
    if template.resources("AWS::CloudWatch::Alarm"):
        added[edits.free_id(template, f"{name}Alarm")] = {"Type": "AWS::CloudWatch::Alarm", "Properties": _alarm(name)}
    change = edits.insert(queue, {"RedrivePolicy": policy}, f"Add the dead-letter queue {name}")
    return edits.both(change, edits.add_resources(template, added))


def _alarm(name: str) -> edits.Data:
    dimensions: edits.Data = [{"Name": "QueueName", "Value": {"Fn::GetAtt": [name, "QueueName"]}}]
    when: dict[str, edits.Data] = {"Period": 60, "EvaluationPeriods": 1, "Threshold": 0, "Statistic": "Maximum"}
    return {
        "Namespace": "AWS/SQS",
        "MetricName": "ApproximateNumberOfMessagesVisible",
        "Dimensions": dimensions,
        **when,
        "ComparisonOperator": "GreaterThanThreshold",
        "TreatMissingData": "notBreaching",
    }
