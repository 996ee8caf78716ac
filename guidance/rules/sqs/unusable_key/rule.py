"""A producer or consumer of an encrypted queue may not use its key."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Confidence, Found, Pillar, Rule, Severity, Source
from guidance.template import Queue, Resource, Template
from guidance.template.policies import Statement, granted_to, statements_of

RULE = Rule(
    title="Queue's key is closed to a service or function that needs it",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    pillars=(
        Pillar.RELIABILITY,
        Pillar.SECURITY,
    ),
    sources=(
        Source(
            "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html",
            "2026-11-21",
        ),
    ),
    aliases=("SQS018",),
)


_LISTS = {
    "AWS::Events::Rule": ("events.amazonaws.com", ("Targets",), "Arn"),
    "AWS::S3::Bucket": ("s3.amazonaws.com", ("NotificationConfiguration", "QueueConfigurations"), "Queue"),
    "AWS::SNS::Subscription": ("sns.amazonaws.com", (), "Endpoint"),
}


def check(template: Template) -> Iterator[Found]:
    """Yield each queue's key that a service sending to it, or a function reading it, may not use."""
    for queue in template.of(Queue):
        named = queue.get("KmsMasterKeyId")
        key = named.resource
        if key is not None and key.type == "AWS::KMS::Alias":
            key = key.get("TargetKeyId").resource
        ours = key is not None and key.type == "AWS::KMS::Key"
        if key is None and named.text() != "alias/aws/sqs":
            continue
        policy = list(statements_of(key)) if key is not None and ours else []
        for service, sender in _senders(template, queue):
            if (ours or key is None) and not any(_lets(each, service) for each in policy):
                why = "its policy does not say so" if ours else "the AWS managed key is open to no service"
                message = (
                    f"{service} sends to {queue.id}, but may not use its key ({why}): nothing arrives. Use a key whose"
                    " policy allows it kms:GenerateDataKey and kms:Decrypt, or SqsManagedSseEnabled."
                )
                yield Found(named, message, (sender,))
        for function in [each.function for each in queue.consumers() if each.function is not None and policy]:
            granted, complete = granted_to(function)
            if complete and not any(each.names("kms:Decrypt") for each in [*granted, *filter(_is_open, policy)]):
                message = f"{function.id} reads {queue.id}, but may not kms:Decrypt with its key: it gets no messages. Allow it."
                yield Found(named, message, (function,))


def _senders(template: Template, queue: Queue) -> Iterator[tuple[str, Resource]]:
    for resource in template.resources(*_LISTS):
        service, path, name = _LISTS[resource.type]
        entries = resource.get(*path).items() if path else [resource.properties]
        if any(each.get(name).resource is queue for each in entries):
            yield service, resource


def _lets(statement: Statement, service: str) -> bool:
    """Whether a key policy's statement lets a service encrypt, as far as can be known."""
    who = [value for name in ("AWS", "Service") for value in statement.at.get("Principal", name).items()]
    known = {service, "*"} & {each.text() for each in (*who, statement.at.get("Principal"))}
    return statement.effect == "Allow" and bool(known) and statement.names("kms:GenerateDataKey")


def _is_open(statement: Statement) -> bool:
    """Whether a key policy's statement allows more than the account to delegate."""
    ends = [str(each.parts[-1]) for each in statement.at.get("Principal", "AWS").items()]
    return statement.effect == "Allow" and not (ends and all(each.endswith(":root") for each in ends))
