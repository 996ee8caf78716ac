"""A managed policy gives a whole service, or everything."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Template,
)
from guidance.template.policies import managed_policies

RULE = Rule(
    title="Managed policy gives full access",
    severity=Severity.ERROR,
    pillars=(Pillar.SECURITY,),
    sources=(Source("https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html", "2026-11-20"),),
    aliases=("IAM002",),
    equivalents=("CKV_AWS_274", "W43"),
)
EVERYTHING = frozenset(("AdministratorAccess", "IAMFullAccess"))
INSTEAD = {
    "dynamodb": "DynamoDBCrudPolicy", "s3": "S3CrudPolicy", "sqs": "SQSSendMessagePolicy", "sns": "SNSPublishMessagePolicy",
    "lambda": "LambdaInvokePolicy", "stepfunctions": "StepFunctionsExecutionPolicy", "ses": "SESCrudPolicy",
    "kinesis": "KinesisCrudPolicy", "eventbridge": "EventBridgePutEventsPolicy", "ssm": "SSMParameterReadPolicy",
}  # fmt: skip


def check(template: Template) -> Iterator[Found]:
    """Yield each managed policy that gives everything, or everything of a service."""
    for policy in managed_policies(template):
        name = policy.name or ""
        if name in EVERYTHING:
            message = (
                f"{name} lets {policy.owner.id} do nearly everything in the account. Name the actions and resources."
            )
            yield Found(policy.at, message)
        elif name.endswith(("FullAccess", "PowerUserAccess")):
            service = next((each for each in INSTEAD if each in name.lower()), None)
            said = f", or a SAM policy template such as {INSTEAD[service]}" if service and policy.owner.is_sam else ""
            message = (
                f"{name} gives every action on every resource it is about. Name what {policy.owner.id} uses{said}."
            )
            yield Found(policy.at, message, severity=Severity.WARNING)
