"""A function's permissions do not let SNS invoke it."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Resource, Template, Value, edits, function_of

RULE = Rule(
    title="Topic may not invoke the function that subscribes to it",
    severity=Severity.ERROR,
    pillars=(
        Pillar.RELIABILITY,
        Pillar.SECURITY,
    ),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("SNS002",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each subscribed function of this template that no permission opens to SNS."""
    if template.has_loops or any(map(_hides_permissions, template.declared.values())):
        return
    for topic, entry in _subscriptions(template):
        endpoint, speaks = entry.get("Endpoint"), entry.get("Protocol").text() == "lambda"
        function = function_of(endpoint)
        if not speaks or function is None or not template.together(function, endpoint):
            continue
        if not any(_allows(each, function, topic) for each in template.resources("AWS::Lambda::Permission")):
            message = f"No AWS::Lambda::Permission lets SNS (sns.amazonaws.com) invoke {function.id}: nothing arrives."
            yield Found(endpoint, message, (function,), _fix(template, endpoint, function, topic))


def _subscriptions(template: Template) -> Iterator[tuple[Resource | None, Value]]:
    """Topic and settings of each subscription; not of SAM's events, which bring the permission."""
    for each in template.resources("AWS::SNS::Subscription"):
        if each.event is None:
            yield each.get("TopicArn").resource, each.properties
    for topic in template.resources("AWS::SNS::Topic"):
        for entry in topic.get("Subscription").items():
            yield topic, entry


def _allows(permission: Resource, function: Function, topic: Resource | None) -> bool:
    """Whether a permission is for SNS, this function and this topic, as far as can be known."""
    source = permission.get("SourceArn").resource
    if source is not None and topic is not None and source is not topic and source.type == "AWS::SNS::Topic":
        return False
    named = function_of(permission.get("FunctionName"))
    return named in {function, None} and permission.get("Principal").text() in {"sns.amazonaws.com", "*", None}


def _hides_permissions(resource: Resource) -> bool:
    """Whether it may bring permissions that are not written: SAM's connectors, a whole resource policy."""
    kinds = {"AWS::Serverless::Connector", "AWS::Lambda::ResourcePolicy"}
    return resource.type in kinds or resource.attribute("Connectors").present


def _fix(template: Template, endpoint: Value, function: Function, topic: Resource | None) -> Fix | None:
    target = endpoint.reference
    if topic is None or target is None:
        return None
    name = edits.free_id(template, f"{topic.id}MayInvoke{function.id}")
    properties: edits.Data = {
        "Action": "lambda:InvokeFunction",
        "FunctionName": {"Ref": target.name},
        "Principal": "sns.amazonaws.com",
        "SourceArn": {"Ref": topic.id},
    }
    edit = edits.add_resources(template, {name: {"Type": "AWS::Lambda::Permission", "Properties": properties}})
    return Fix(safe=False, description=f"Add {name}", edits=(edit,)) if edit is not None else None
