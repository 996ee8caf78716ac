"""A rule has a function as its target that does not let EventBridge invoke it."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Resource, Template, Value, edits, function_of, is_qualified

RULE = Rule(
    title="Rule may not invoke its function",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html", "2026-11-20"),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("EVB003",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each target that is a function of this template without a permission for the rule."""
    for rule in template.resources("AWS::Events::Rule"):
        for target in rule.get("Targets").items() if rule.event is None and rule.get("RoleArn").absent else ():
            arn = target.get("Arn")
            function = function_of(arn)
            if (
                function is None
                or not target.get("RoleArn").absent
                or template.has_loops
                or not template.together(function, arn)
            ):
                continue
            if not any(_allows(each, rule, arn) for each in function.permissions()) and not _connected(template, rule):
                alias = " by that alias" if is_qualified(arn) else ""
                message = (
                    f"No AWS::Lambda::Permission lets {rule.id} invoke {function.id}{alias}: every event is refused and lost."
                    " Add one with Principal events.amazonaws.com and the rule's ARN as SourceArn."
                )
                yield Found(rule, message, (arn, function), _fix(arn, rule))


def _allows(permission: Resource, rule: Resource, arn: Value) -> bool:
    """Whether a permission is for EventBridge, this rule and this alias, as far as can be known."""
    principal, name = permission.get("Principal"), permission.get("FunctionName")
    if is_qualified(name) is not is_qualified(arn):
        return False
    if principal.text() not in {"events.amazonaws.com", "*"} and not principal.unknown:
        return False
    sources = list(permission.each("SourceArn"))
    return any(not _other_rule(source, rule) for source in sources)


def _other_rule(source: Value, rule: Resource) -> bool:
    named = source.resource
    return named is not None and named is not rule and named.type == "AWS::Events::Rule"


def _connected(template: Template, rule: Resource) -> bool:
    connectors = (each for each in template.declared.values() if each.type == "AWS::Serverless::Connector")
    return rule.attribute("Connectors").present or any(
        each.get("Source", "Id").text() == rule.id for each in connectors
    )


def _fix(arn: Value, rule: Resource) -> Fix | None:
    node = arn.resource
    if node is None or node.declared.id not in arn.template.declared:
        return None
    name = edits.free_id(arn.template, f"{rule.id}MayInvoke{node.declared.id}")
    properties: edits.Data = {
        "Action": "lambda:InvokeFunction",
        "FunctionName": {"Ref": arn.reference.name if arn.reference else node.id},
        "Principal": "events.amazonaws.com",
        "SourceArn": {"Fn::GetAtt": [rule.id, "Arn"]},
    }
    edit = edits.add_resources(arn.template, {name: {"Type": "AWS::Lambda::Permission", "Properties": properties}})
    return Fix(safe=False, description=f"Let {rule.id} invoke {node.id}", edits=(edit,)) if edit is not None else None
