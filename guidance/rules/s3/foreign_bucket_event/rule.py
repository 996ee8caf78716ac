"""An S3 event of a SAM function names a bucket that is not in the template."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Function,
    Intrinsic,
    Scalar,
    Template,
    Value,
)

RULE = Rule(
    title="S3 event names a bucket of another template",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-s3.html",
            "2026-11-20",
        ),
    ),
    aliases=("S3005",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each S3 event whose Bucket is no Ref of a bucket here."""
    for function in template.of(Function):
        for _, event in function.sam("Events").entries():
            if event.get("Type").text() == "S3":
                for bucket in event.each("Properties", "Bucket"):
                    if bucket.present and _is_elsewhere(bucket, template):
                        message = "SAM writes the notification into the bucket: it has to be a !Ref of a bucket in this template."
                        yield Found(bucket, f"{message} For another bucket use an EventBridge rule.")


def _is_elsewhere(bucket: Value, template: Template) -> bool:
    node = bucket.node
    name = node.argument.text if isinstance(node, Intrinsic) and isinstance(node.argument, Scalar) else ""
    is_parameter = isinstance(node, Intrinsic) and node.function == "Ref" and name in template.parameters
    return (
        isinstance(node, Scalar) or is_parameter or (isinstance(node, Intrinsic) and node.function == "Fn::ImportValue")
    )
