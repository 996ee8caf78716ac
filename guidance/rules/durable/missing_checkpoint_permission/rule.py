"""The role of a durable function may not save its checkpoints."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Resource, Template, edits
from guidance.template.policies import granted_to, managed_policies

RULE = Rule(
    title="Role of a durable function may not save checkpoints",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY, Pillar.SECURITY),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/durable-security.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("DUR006", "DFI03"),
    practices=("DUR-27",),
)
POLICY = "service-role/AWSLambdaBasicDurableExecutionRolePolicy"
ACTION = "lambda:CheckpointDurableExecution"
WITHOUT = frozenset(
    ("AWSLambdaBasicExecutionRole", "AWSLambdaVPCAccessExecutionRole", "AWSXRayDaemonWriteAccess", "AWSXrayWriteOnlyAccess",
     "AWSLambdaSQSQueueExecutionRole", "AWSLambdaDynamoDBExecutionRole", "AWSLambdaKinesisExecutionRole",
     "AWSLambdaMSKExecutionRole", "CloudWatchLambdaInsightsExecutionRolePolicy", "CloudWatchLogsFullAccess",
     "AmazonS3ReadOnlyAccess", "AmazonDynamoDBReadOnlyAccess"),
)  # fmt: skip
"""Managed policies of AWS that are known not to grant it; any other may."""


def check(template: Template) -> Iterator[Found]:
    """Yield each role, written in the template, of a durable function that may not checkpoint."""
    for function in template.of(Function):
        durable, role = function.get("DurableConfig"), function.role
        if (
            not durable.present
            or role is None
            or role.type != "AWS::IAM::Role"
            or role.generated
            or _may(function, role)
        ):
            continue
        attached = role.get("ManagedPolicyArns")
        message = f"{role.id} does not allow {ACTION}, so the first checkpoint of {function.id} fails. SAM adds the permission"
        message += " only to roles that it makes itself. Attach AWSLambdaBasicDurableExecutionRolePolicy."
        policy = {"Fn::Sub": f"arn:${{AWS::Partition}}:iam::aws:policy/{POLICY}"}
        fix = edits.insert(role, {"ManagedPolicyArns": [policy]}, f"Attach {POLICY}") if attached.absent else None
        yield Found(attached, message, (durable,), fix)


def _may(function: Function, role: Resource) -> bool:
    """Whether the role allows it, or may do so in a way that cannot be seen here."""
    attached = [each.name for each in managed_policies(function.template) if each.owner is role]
    if any(name not in WITHOUT for name in attached):
        return True
    statements, _ = granted_to(function)
    if any(each.unknown for name in ("Policies", "ManagedPolicyArns") for each in role.each(name)):
        return True
    return any(
        each.names(ACTION) or each.at.get("NotAction").present or any(action.unknown for action in each.actions)
        for each in statements
    )
