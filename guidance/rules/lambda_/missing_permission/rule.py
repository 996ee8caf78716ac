"""A function is told of a resource that its role gives it no access to."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import Confidence, Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Resource, Template, edits
from guidance.template.policies import Statement, granted_to, managed_policies, statements

RULE = Rule(
    title="Function has no permission for a resource in its environment",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    pillars=(Pillar.SECURITY, Pillar.RELIABILITY),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("LAM030",),
)
POLICIES = {  # by type: its actions, and the SAM policy template for the usual use with its parameter
    "AWS::DynamoDB::Table": ("dynamodb:", "DynamoDBCrudPolicy", "TableName"),
    "AWS::S3::Bucket": ("s3:", "S3CrudPolicy", "BucketName"),
    "AWS::SQS::Queue": ("sqs:", "SQSSendMessagePolicy", "QueueName"),
    "AWS::SNS::Topic": ("sns:", "SNSPublishMessagePolicy", "TopicName"),
}
UNRELATED = ("AWSLambdaBasicExecutionRole", "AWSLambdaVPCAccessExecutionRole", "AWSXRayDaemonWriteAccess")


def check(template: Template) -> Iterator[Found]:
    """Yield each variable of a function's own that names a resource which nothing in the template gives the role access to."""
    if any("Connector" in each.type or each.attribute("Connectors").present for each in template.declared.values()):
        return
    for function in template.of(Function):
        entries = function.get("Environment", "Variables").entries() if _all_is_known(function) else []
        for name, value in entries:
            target = value.resource
            written = value.kind == "reference" and not value.inherited
            if written and target is not None and target.type in POLICIES and not _may(function, target):
                message = (
                    f"{name} names {target.id}, but {function.id}'s role has no permission on it: its calls are denied."
                )
                yield Found(value, message + " Grant what the code does with it.", (target,), _fix(function, target))


def _all_is_known(function: Function) -> bool:
    """Whether the role and all that is attached to it can be seen."""
    role = function.role
    owner = function.declared if function.is_sam and function.sam("Role").absent else role
    if role is None or owner is None or any(each.unknown for each in owner.get("Policies").items()):
        return False
    return all(each.name in UNRELATED for each in managed_policies(function.template) if each.owner is owner)


def _may(function: Function, target: Resource) -> bool:
    """Whether anything may give access: a statement about its service that is not about other resources of the template."""
    if any(each.source is target for each in function.event_source_mappings()):
        return True
    rights = [*granted_to(function)[0], *(each for each in statements(function.template) if each.kind == "resource")]
    return any(_concerns(each, POLICIES[target.type][0]) and not _is_about_others(each, target) for each in rights)


def _concerns(statement: Statement, service: str) -> bool:
    if statement.template_name is not None:
        return any(each.startswith(service) for each in facts.policy_templates()[statement.template_name].actions)
    known = [(each.text() or "*").lower() for each in statement.actions]
    return not known or any(each.startswith((service, "*")) for each in known)


def _is_about_others(statement: Statement, target: Resource) -> bool:
    return bool(statement.resources) and all(each.resource not in {None, target} for each in statement.resources)


def _fix(function: Function, target: Resource) -> Fix | None:
    if not function.is_sam or function.sam("Role").present or function.sam("Policies").present:
        return None
    _, policy, parameter = POLICIES[target.type]
    by_name: edits.Data = {"Fn::GetAtt": [target.id, parameter]}
    named = {"Ref": target.id} if target.type in {"AWS::DynamoDB::Table", "AWS::S3::Bucket"} else by_name
    return edits.insert(function, {"Policies": [{policy: {parameter: named}}]}, f"Add {policy}")
