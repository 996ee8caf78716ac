"""A pipe reads a stream and has nowhere to put what fails."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Template

RULE = Rule(
    title="Pipe from a stream has no dead-letter queue",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html", "2026-11-20"
        ),
    ),
    aliases=("EVB010B",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each stream of a pipe without a dead-letter queue."""
    for pipe in template.resources("AWS::Pipes::Pipe"):
        for name in ("KinesisStreamParameters", "DynamoDBStreamParameters"):
            parameters = pipe.get("SourceParameters", name)
            if parameters.kind == "mapping" and parameters.get("DeadLetterConfig").absent:
                message = (
                    "A record that keeps failing holds up its shard, and is lost when its retries or its age run out."
                )
                message += " Add a DeadLetterConfig and MaximumRetryAttempts."
                yield Found(parameters, message)
