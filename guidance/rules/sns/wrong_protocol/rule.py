"""A subscription's protocol and endpoint are of different kinds."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Template, Value, edits

RULE = Rule(
    title="Subscription's protocol does not fit its endpoint",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("SNS003",),
    equivalents=("W3694",),
)


_TYPES = {
    "AWS::SQS::Queue": "sqs",
    "AWS::Lambda::Function": "lambda",
    "AWS::Lambda::Alias": "lambda",
    "AWS::Lambda::Version": "lambda",
    "AWS::KinesisFirehose::DeliveryStream": "firehose",
}
_ARNS = {":sqs:": "sqs", ":lambda:": "lambda", ":firehose:": "firehose"}


def check(template: Template) -> Iterator[Found]:
    """Yield each protocol that its endpoint does not speak."""
    for resource in template.resources("AWS::SNS::Subscription", "AWS::SNS::Topic"):
        entries = (
            [resource.properties] if resource.type.endswith("Subscription") else resource.get("Subscription").items()
        )
        for entry in entries if resource.event is None else ():
            protocol, endpoint = entry.get("Protocol"), entry.get("Endpoint")
            said, fits = protocol.text(), _fitting(endpoint)
            if said is not None and fits is not None and said not in fits:
                message = f"The protocol is {said}, but this endpoint takes {' or '.join(fits)}: SNS refuses the subscription."
                fix = edits.replace(protocol, fits[0], f"Set Protocol to {fits[0]}") if len(fits) == 1 else None
                yield Found(protocol, message, (endpoint,), fix)


def _fitting(endpoint: Value) -> tuple[str, ...] | None:
    """The protocols that an endpoint takes; None when that cannot be known."""
    found = endpoint.resource
    if found is not None:
        fits = _TYPES.get(found.type)
        return (fits,) if fits is not None and len(endpoint.parts) == 1 else None
    text = endpoint.text() or ""
    if text.startswith(("http://", "https://")):
        return (text.partition(":")[0],)
    if text.startswith("arn:"):
        return next(((fits,) for service, fits in _ARNS.items() if service in text), None)
    return ("email", "email-json") if "@" in text and "/" not in text else None
