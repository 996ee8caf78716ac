"""What invokes a function, and how: synchronously, asynchronously, or polled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from guidance.template.apis import routes
from guidance.template.resources import Resource
from guidance.template.template import Template
from guidance.template.values import Value
from guidance.template.views import EventSourceMapping, Function, function_of

How = Literal["synchronous", "asynchronous", "polled"]

ASYNCHRONOUS = frozenset(
    f"{name}.amazonaws.com"
    for name in ("events", "iot", "logs", "s3", "ses", "sns", "config", "codecommit", "cloudformation", "scheduler")
)
"""Service principals that invoke functions asynchronously."""


@dataclass(frozen=True, slots=True)
class Invocation:
    """One thing that invokes a function. `by` is a word: "sqs", "rule", "schedule", "sns", "s3", "api", "url", "iot" ..."""

    function: Function
    by: str
    how: How
    resource: Resource | None
    """What does it: the mapping, rule, subscription, API, bucket ...; None when it is not in this template."""
    target: Value
    """Where the function is named."""


def invocations(function: Function) -> list[Invocation]:
    """What invokes a function."""
    return function.template.memo(_by_function)[function.id]


def is_asynchronous(function: Function) -> bool:
    """Whether anything invokes it asynchronously."""
    return any(each.how == "asynchronous" for each in invocations(function))


def _by_function(template: Template) -> dict[str, list[Invocation]]:
    found: dict[str, list[Invocation]] = defaultdict(list)
    for invocation in _all(template):
        found[invocation.function.id].append(invocation)
    return found


def _all(template: Template) -> Iterator[Invocation]:
    for route in routes(template):
        if route.function is not None:
            yield Invocation(route.function, "api", "synchronous", route.api, route.at)
    for resource in template.deployed.values():
        for by, how, target in _targets(resource):
            if (function := function_of(target)) is not None:
                yield Invocation(function, by, how, resource, target)
    yield from _by_permission(template)


def _targets(resource: Resource) -> Iterator[tuple[str, How, Value]]:
    """What a resource invokes: the word, how, and where the function is named."""
    if isinstance(resource, EventSourceMapping):
        yield resource.source_kind or "mapping", "polled", resource.get("FunctionName")
        return
    by, how, lists, below = _INVOKERS.get(resource.type, ("", "asynchronous", (), ()))
    if not by or (resource.type == "AWS::SNS::Subscription" and resource.get("Protocol").text() != "lambda"):
        return
    for value in resource.get(*lists).items() if lists else [resource.properties]:
        if resource.type != "AWS::SNS::Topic" or value.get("Protocol").text() == "lambda":
            yield by, how, value.get(*below)


_INVOKERS: dict[str, tuple[str, How, tuple[str, ...], tuple[str, ...]]] = {
    "AWS::Events::Rule": ("rule", "asynchronous", ("Targets",), ("Arn",)),
    "AWS::Scheduler::Schedule": ("schedule", "asynchronous", (), ("Target", "Arn")),
    "AWS::SNS::Subscription": ("sns", "asynchronous", (), ("Endpoint",)),
    "AWS::SNS::Topic": ("sns", "asynchronous", ("Subscription",), ("Endpoint",)),
    "AWS::IoT::TopicRule": ("iot", "asynchronous", ("TopicRulePayload", "Actions"), ("Lambda", "FunctionArn")),
    "AWS::Logs::SubscriptionFilter": ("logs", "asynchronous", (), ("DestinationArn",)),
    "AWS::S3::Bucket": ("s3", "asynchronous", ("NotificationConfiguration", "LambdaConfigurations"), ("Function",)),
    "AWS::Lambda::Url": ("url", "synchronous", (), ("TargetFunctionArn",)),
}
"""By type: the word, how it invokes, the list to look in, and where the function is named."""


def _by_permission(template: Template) -> Iterator[Invocation]:
    """What only a permission tells of: S3 events of SAM, and callers that are not in this template."""
    seen = {"events.amazonaws.com", "sns.amazonaws.com", "iot.amazonaws.com", "logs.amazonaws.com"}
    for permission in template.deployed.values():
        if permission.type != "AWS::Lambda::Permission":
            continue
        principal, target = permission.get("Principal").text() or "", permission.get("FunctionName")
        function = function_of(target)
        if function is None or (permission.generated and principal in seen):
            continue
        if principal in ASYNCHRONOUS:
            source = permission.get("SourceArn").resource
            yield Invocation(function, principal.partition(".")[0], "asynchronous", source, target)
