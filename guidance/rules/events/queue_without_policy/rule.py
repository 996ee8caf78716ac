"""A rule, topic or bucket sends to a queue whose policy does not let it."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Queue, Resource, Template, Value
from guidance.template.policies import statements

RULE = Rule(
    title="Queue does not let its sender send",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html", "2026-11-20"),
        Source("https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html", "2026-11-20"),
    ),
    aliases=("EVB004",),
)


_LISTS = {
    "AWS::SNS::Topic": (("Subscription",), "Endpoint", "sns.amazonaws.com"),
    "AWS::S3::Bucket": (("NotificationConfiguration", "QueueConfigurations"), "Queue", "s3.amazonaws.com"),
}


def check(template: Template) -> Iterator[Found]:
    """Yield each queue that refuses what is sent to it."""
    for sender, arn, service, severity in (*_rules(template), *_others(template)):
        queue = arn.resource
        if not isinstance(queue, Queue) or queue.generated or template.has_loops or not template.together(queue, arn):
            continue
        if not _allowed(queue, service) and not _connected(sender, queue):
            message = f"No queue policy lets {service} send to {queue.id}, so what {sender.id} sends there is refused."
            message += " Add an AWS::SQS::QueuePolicy that allows it sqs:SendMessage."
            late = severity is Severity.WARNING
            yield Found(arn if late else sender, message, (queue,) if late else (arn, queue), severity=severity)


def _rules(template: Template) -> Iterator[tuple[Resource, Value, str, Severity | None]]:
    for rule in template.resources("AWS::Events::Rule"):
        for target in rule.get("Targets").items():
            if target.get("RoleArn").absent and rule.get("RoleArn").absent:
                yield rule, target.get("Arn"), "events.amazonaws.com", None
            yield rule, target.get("DeadLetterConfig", "Arn"), "events.amazonaws.com", Severity.WARNING


def _others(template: Template) -> Iterator[tuple[Resource, Value, str, Severity | None]]:
    for each in template.resources("AWS::SNS::Subscription", "AWS::SNS::Topic", "AWS::S3::Bucket"):
        path, key, service = _LISTS.get(each.type, ((), "Endpoint", "sns.amazonaws.com"))
        for settings in each.get(*path).items() if path else [each.properties]:
            if each.event is None and settings.get("Protocol", default="sqs").text() == "sqs":
                yield each, settings.get(key), service, None


def _allowed(queue: Queue, service: str) -> bool:
    """Whether a policy of this template lets a service send, as far as can be known."""
    for statement in statements(queue.template):
        owner = statement.owner
        if owner.type == "AWS::SQS::QueuePolicy" and statement.effect != "Deny":
            named = [each.resource for each in owner.get("Queues").items()]
            if any(each in {queue, None} for each in named) and _admits(statement.at.get("Principal"), service):
                return True
    return any(each.get("Queue").resource is queue for each in queue.template.resources("AWS::SQS::QueueInlinePolicy"))


def _admits(principal: Value, service: str) -> bool:
    if principal.kind != "mapping":
        return True
    named = [each for _, value in principal.entries() for each in value.items()]
    return any(each.text() in {service, "*", None} for each in named)


def _connected(sender: Resource, queue: Queue) -> bool:
    declared = sender.template.declared.values()
    connectors = [each.get("Destination").items() for each in declared if each.type == "AWS::Serverless::Connector"]
    named = [item.get("Id").text() for items in connectors for item in items]
    return queue.id in named or queue.id not in sender.template.declared or sender.attribute("Connectors").present
