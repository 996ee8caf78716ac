"""A statement allows actions on every resource although the template has the one that is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance.model import Confidence, Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Template,
)
from guidance.template.policies import statements
from guidance.wording import names

RULE = Rule(
    title="Statement covers every resource instead of the template's own",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    pillars=(Pillar.SECURITY,),
    sources=(Source("https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html", "2026-11-20"),),
    aliases=("IAM003",),
    equivalents=("CKV_AWS_111", "CKV_AWS_108", "W11"),
)
OWNED = {
    "dynamodb": ("AWS::DynamoDB::Table", r"(Batch)?(Get|Put|Update|Delete|Write)(Item)?|Query|Scan|ConditionCheckItem"),
    "s3": ("AWS::S3::Bucket", r"(Get|Put|Delete)Object.*|ListBucket"),
    "sqs": ("AWS::SQS::Queue", r"(Send|Receive|Delete)Message.*|GetQueue(Attributes|Url)|ChangeMessageVisibility.*"),
    "sns": ("AWS::SNS::Topic", r"Publish|Subscribe"),
    "lambda": ("AWS::Lambda::Function", r"Invoke(Function|Async)"),
    "states": ("AWS::StepFunctions::StateMachine", r"Start(Sync)?Execution"),
    "events": ("AWS::Events::EventBus", r"PutEvents"),
    "kinesis": ("AWS::Kinesis::Stream", r"PutRecords?|GetRecords|GetShardIterator|DescribeStream.*"),
    "secretsmanager": ("AWS::SecretsManager::Secret", r"(Get|Put)SecretValue|DescribeSecret"),
    "ssm": ("AWS::SSM::Parameter", r"(Get|Put)Parameters?"),
}


def check(template: Template) -> Iterator[Found]:
    """Yield each `Resource: "*"` for actions on a kind of resource that the template has."""
    for statement in statements(template):
        everywhere = next((each for each in statement.resources if each.text() == "*"), None)
        free = statement.at.get("Condition").absent and statement.template_name is None
        if everywhere is None or statement.kind != "identity" or statement.effect != "Allow" or not free:
            continue
        for action in statement.actions:
            service, _, name = (action.text() or "").partition(":")
            kind, pattern = OWNED.get(service, ("", r"\A\b"))
            owned = [each for each in template.resources(kind) if each.id != statement.owner.id] if kind else []
            if owned and re.fullmatch(pattern, name):
                message = f"{service}:{name} is allowed on every resource of the account, and the template has its own:"
                message += f" {names([each.id for each in owned])}. Put its ARN in place of the star."
                yield Found(everywhere, message, owned)
                break
