"""A filter or delivery setting that cannot work."""

from __future__ import annotations

import json
from collections.abc import Iterator

from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Resource, Template, Value, edits

RULE = Rule(
    title="Subscription's settings do not fit together",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering-scope.html", "2026-11-21"),
        Source("https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html", "2026-11-21"),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("SNS006",),
)


_RAW = ("sqs", "http", "https", "firehose")


def check(template: Template) -> Iterator[Found]:
    """Yield filters that cannot match, scopes without a filter, and raw delivery where there is none."""
    for subscription in template.resources("AWS::SNS::Subscription"):
        scope = subscription.get("FilterPolicyScope", default="MessageAttributes")
        for policy in subscription.each("FilterPolicy"):
            text = policy.text()
            if text is not None and not _is_object(text):
                yield Found(policy, "FilterPolicy is not a JSON object, so SNS refuses the subscription.")
            if scope.text() == "MessageAttributes" and (nested := _nested(policy)) is not None:
                message = (
                    "Nested keys are for filters on the message body; this one is on message attributes, which have none, so"
                    " nothing can match. Set FilterPolicyScope to MessageBody."
                )
                yield Found(nested, message, (scope,) if scope.present else (), _fix(subscription, scope))
            if policy.absent and scope.present and not scope.unknown and template.together(policy, scope):
                message = "FilterPolicyScope does nothing without a FilterPolicy. Add the policy or remove the scope."
                yield Found(scope, message, severity=Severity.WARNING)
        raw, protocol = subscription.get("RawMessageDelivery"), subscription.get("Protocol").text()
        if raw.boolean() and protocol is not None and protocol not in _RAW:
            message = f"RawMessageDelivery exists for SQS, HTTP/S and Firehose, not for {protocol}. Remove it."
            fix = edits.remove(raw, "Remove RawMessageDelivery")
            yield Found(raw, message, (), fix, Severity.WARNING)


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _nested(policy: Value) -> Value | None:
    """The first entry of a policy that has keys of its own."""
    return next((value for key, value in policy.entries() if value.kind == "mapping" and not key.startswith("$")), None)


def _fix(subscription: Resource, scope: Value) -> Fix | None:
    change = "Filter on the message body"
    if scope.present:
        return edits.replace(scope, "MessageBody", change)
    event = subscription.event
    into = subscription if event is None else subscription.declared.get("Events", event, "Properties")
    return edits.insert(into, {"FilterPolicyScope": "MessageBody"}, change)
