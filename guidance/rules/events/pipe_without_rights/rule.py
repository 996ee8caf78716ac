"""The role of a pipe may not read its source or send to its target."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Resource, Template
from guidance.template.policies import Statement, statements_of
from guidance.wording import names

RULE = Rule(
    title="Role of a pipe lacks a permission",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html", "2026-11-20"),
    ),
    aliases=("EVB010",),
)


_SOURCES = {
    "AWS::SQS::Queue": ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
    "AWS::Kinesis::Stream": ("kinesis:GetRecords", "kinesis:GetShardIterator"),
    "AWS::DynamoDB::Table": ("dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream"),
}
_TARGETS = {
    "AWS::SQS::Queue": ("sqs:SendMessage",),
    "AWS::Lambda::Function": ("lambda:InvokeFunction",),
    "AWS::StepFunctions::StateMachine": ("states:StartExecution|states:StartSyncExecution",),
    "AWS::SNS::Topic": ("sns:Publish",),
    "AWS::Events::EventBus": ("events:PutEvents",),
    "AWS::Kinesis::Stream": ("kinesis:PutRecord|kinesis:PutRecords",),
}


def check(template: Template) -> Iterator[Found]:
    """Yield each end of a pipe that its role has no permission for."""
    for pipe in template.resources("AWS::Pipes::Pipe"):
        role = pipe.get("RoleArn").resource
        allowed = _allowed(role) if role is not None else None
        for key, actions in (("Source", _SOURCES), ("Enrichment", _TARGETS), ("Target", _TARGETS)):
            end = pipe.get(key)
            needed = actions.get(end.resource.type, ()) if end.resource is not None else ()
            missing = [each.split("|")[0] for each in needed if allowed is not None and not _names(allowed, each)]
            if missing and role is not None:
                message = (
                    f"{role.id} does not allow {names(missing)}, which the pipe needs for its {key.lower()}. Add it"
                    " to the role."
                )
                yield Found(end, message, (role,))


def _names(allowed: list[Statement], actions: str) -> bool:
    return any(statement.names(action) for statement in allowed for action in actions.split("|"))


def _allowed(role: Resource) -> list[Statement] | None:
    """What a role allows; None when that cannot be known."""
    template = role.template
    own = list(statements_of(role))
    for policy in template.resources("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"):
        if any(each.resource is role for each in [*policy.get("Roles").items(), policy.get("RoleName")]):
            own += statements_of(policy)
    allowing = [each for each in own if each.kind == "identity" and each.effect != "Deny"]
    unsure = role.type != "AWS::IAM::Role" or not role.get("ManagedPolicyArns").absent or role.get("Policies").unknown
    return None if unsure or any(_unread(each) for each in allowing) or not allowing else allowing


def _unread(statement: Statement) -> bool:
    return any(action.text() is None for action in statement.actions) or statement.at.get("NotAction").present
