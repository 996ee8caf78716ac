"""A message that cannot be delivered to a subscriber is lost."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Resource, Template, edits

RULE = Rule(
    title="Subscription has no dead-letter queue",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("SNS001",),
    equivalents=("ES7000",),
    practices=("ASY-12", "ERR-01"),
)


_PROTOCOLS = ("lambda", "sqs", "http", "https", "firehose")


def check(template: Template) -> Iterator[Found]:
    """Yield each subscription of a program that drops what it cannot deliver."""
    for subscription in template.resources("AWS::SNS::Subscription"):
        if subscription.get("Protocol").text() not in _PROTOCOLS:
            continue
        for redrive in subscription.each("RedrivePolicy"):
            if redrive.absent:
                message = (
                    "When SNS cannot deliver (a permission is missing, the endpoint is gone or throttles for too long), the"
                    " message is dropped. Set RedrivePolicy.deadLetterTargetArn to a queue that SNS may send to."
                )
                yield Found(redrive, message, (), _fix(template, subscription))


def _fix(template: Template, subscription: Resource) -> Fix | None:
    """A queue, and a policy that lets the topic send to it."""
    topic = subscription.get("TopicArn").reference
    if topic is None or topic.attribute is not None or template.resources("AWS::CloudWatch::Alarm"):
        return None
    name = edits.free_id(template, f"{subscription.id}DeadLetters")
    arn: edits.Data = {"Fn::GetAtt": [name, "Arn"]}
    allow: edits.Data = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": {"Ref": topic.name}}},
    }
    document: edits.Data = {"Version": "2012-10-17", "Statement": [allow]}
    kept: edits.Data = {"MessageRetentionPeriod": facts.number("sqs.retention.maximum")}
    policy: edits.Data = {"Queues": [{"Ref": name}], "PolicyDocument": document}
    added: dict[str, edits.Data] = {
        name: {"Type": "AWS::SQS::Queue", "Properties": kept},
        f"{name}Policy": {"Type": "AWS::SQS::QueuePolicy", "Properties": policy},
    }
    event = subscription.event
    into = subscription if event is None else subscription.declared.get("Events", event, "Properties")
    change = edits.insert(into, {"RedrivePolicy": {"deadLetterTargetArn": arn}}, f"Add the dead-letter queue {name}")
    return edits.both(change, edits.add_resources(template, added))
