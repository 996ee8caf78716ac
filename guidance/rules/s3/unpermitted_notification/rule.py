"""A bucket notifies a function that S3 may not call, or may not call yet."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Function,
    Resource,
    Template,
    Value,
    function_of,
)

RULE = Rule(
    title="Bucket may not call the function that it notifies",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-s3-bucket-notificationconfiguration.html",
            "2026-11-20",
        ),
    ),
    aliases=("S3002",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each Lambda notification without a permission that exists before the bucket."""
    for bucket in template.resources("AWS::S3::Bucket"):
        configurations = bucket.get("NotificationConfiguration", "LambdaConfigurations")
        for each in configurations.items() if configurations.kind == "list" else ():
            target = each.get("Function")
            function = function_of(target)
            if function is not None:
                yield from _notified(bucket, target, function)


def _notified(bucket: Resource, target: Value, function: Function) -> Iterator[Found]:
    leaves = [each for each in function.permissions() if _is_for(each, bucket)]
    if not leaves:
        message = f"S3 may not call {function.id}, and it checks when the bucket is created: the deployment fails."
        yield Found(target, f"{message} Add an AWS::Lambda::Permission for s3.amazonaws.com.", [function])
    elif all(any(found.name == bucket.id for found in each.properties.references()) for each in leaves):
        if not any(each.generated for each in leaves):
            message = (
                f"{leaves[0].id} refers to {bucket.id}, so it is made after the bucket, which needs it at its creation."
            )
            yield Found(
                target, f"{message} Build SourceArn from the bucket's name with !Sub, or use SourceAccount.", leaves
            )
    elif not {each.id for each in leaves} & {each.text() for each in bucket.attribute("DependsOn").items()}:
        message = f"{bucket.id} may be made before {leaves[0].id}, and S3 then refuses the notification."
        yield Found(
            target, f"{message} Add DependsOn: {leaves[0].id} to the bucket.", leaves, severity=Severity.WARNING
        )


def _is_for(permission: Resource, bucket: Resource) -> bool:
    principal = permission.get("Principal").text()
    source = permission.get("SourceArn").resource
    return principal in {None, "*", "s3.amazonaws.com"} and source in {None, bucket}
