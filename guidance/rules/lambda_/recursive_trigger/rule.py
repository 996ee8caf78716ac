"""A function may write to what triggers it."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Confidence, Found, Pillar, Rule, Severity, Source
from guidance.template import EventSourceMapping, Function, Resource, Template, Value
from guidance.template.policies import Statement, granted_to

RULE = Rule(
    title="Function may write to what triggers it",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    pillars=(Pillar.COST, Pillar.RELIABILITY),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html", "2026-11-20"),),
    aliases=("LAM039",),
)
WRITES = {
    "AWS::SQS::Queue": ("sqs:SendMessage", "QueueName", "sends messages to"),
    "AWS::SNS::Topic": ("sns:Publish", "TopicName", "publishes to"),
    "AWS::S3::Bucket": ("s3:PutObject", "BucketName", "writes objects to"),
}


def check(template: Template) -> Iterator[Found]:
    """Yield each queue, topic or unfiltered bucket that triggers a function with leave to write to it."""
    for function in template.of(Function):
        if function.get("RecursiveLoop").text() == "Allow":
            continue
        allowed, _ = granted_to(function)
        for trigger, at in _triggers(function):
            action, name, does = WRITES.get(trigger.type, ("", "", ""))
            for statement in allowed if action else ():
                if statement.effect == "Allow" and statement.names(action) and _is_about(statement, trigger, name):
                    message = (
                        f"{function.id} is triggered by {trigger.id} and may write to it: if it {does} {trigger.id}, it"
                    )
                    message += (
                        " calls itself for ever. Write elsewhere, filter the trigger, or take the permission away."
                    )
                    yield Found(at, message, (statement.at,))
                    break


def _triggers(function: Function) -> Iterator[tuple[Resource, Value | Resource]]:
    """The queue, topic or bucket behind each trigger that has no filter, and where the trigger is written."""
    template = function.template
    for mapping in template.of(EventSourceMapping):
        if mapping.function is function and mapping.source is not None and mapping.get("FilterCriteria").absent:
            yield mapping.source, mapping
    for subscription in template.resources("AWS::SNS::Subscription"):
        topic, filtered = subscription.get("TopicArn").resource, subscription.get("FilterPolicy").present
        if topic is not None and not filtered and function.is_named_by(subscription.get("Endpoint")):
            yield topic, subscription
    for _, event in function.sam("Events").entries():
        bucket = event.get("Properties", "Bucket").resource
        if event.get("Type").text() == "S3" and bucket is not None and event.get("Properties", "Filter").absent:
            yield bucket, event
    for bucket in template.resources("AWS::S3::Bucket"):
        for each in bucket.get("NotificationConfiguration", "LambdaConfigurations").items():
            if each.kind == "mapping" and function.is_named_by(each.get("Function")) and each.get("Filter").absent:
                yield bucket, each


def _is_about(statement: Statement, trigger: Resource, name: str) -> bool:
    """Whether the statement names this very resource: by reference, or by the name that both write."""
    own = trigger.get(name)
    for each in statement.resources:
        text = (each.text() or "").rpartition(":")[2].partition("/")[0]
        if each.resource is trigger or (text and text == own.text()):
            return True
    return False
