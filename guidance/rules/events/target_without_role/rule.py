"""A target that EventBridge can only reach with a role has none."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Template

RULE = Rule(
    title="Rule target needs a role",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html", "2026-11-20"),
        Source("https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html", "2026-11-20"),
    ),
    aliases=("EVB005",),
)


_TYPES = frozenset(
    (
        "AWS::StepFunctions::StateMachine", "AWS::Kinesis::Stream", "AWS::KinesisFirehose::DeliveryStream", "AWS::ECS::Cluster",
        "AWS::CodePipeline::Pipeline", "AWS::CodeBuild::Project", "AWS::Batch::JobQueue", "AWS::Events::ApiDestination",
    )
)  # fmt: skip
_SERVICES = (
    ":states:",
    ":kinesis:",
    ":firehose:",
    ":ecs:",
    ":codepipeline:",
    ":codebuild:",
    ":batch:",
    ":api-destination/",
)


def check(template: Template) -> Iterator[Found]:
    """Yield each target that needs a role and has none."""
    for rule in template.resources("AWS::Events::Rule"):
        for target in rule.get("Targets").items():
            if target.kind != "mapping" or not (target.get("RoleArn").absent and rule.get("RoleArn").absent):
                continue
            arn = target.get("Arn")
            first = arn.parts[0] if isinstance(arn.parts[0], str) else ""
            named = (
                arn.resource.type in _TYPES
                if arn.resource is not None
                else any(each in f"{first}/" for each in _SERVICES)
            )
            if named and not rule.attribute("Connectors").present:
                message = (
                    "EventBridge reaches this target only with a role. Add RoleArn, a role that events.amazonaws.com"
                    " may assume."
                )
                yield Found(target.get("RoleArn"), message, (arn,))
