"""Nothing sends to a queue and nothing reads it."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Confidence, Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import Queue, Reference, Template

RULE = Rule(
    title="Queue is used by nothing in the template",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    profile=Profile.STRICT,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source("https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/welcome.html", "2026-11-20"),
    ),
    aliases=("SQS014",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each queue without a given name that no other part of the template refers to."""
    if template.has_loops:
        return
    named = {reference.name for reference in template.references() if not _inside(reference, reference.name)}
    for queue in template.of(Queue):
        if queue.generated or queue.id in named or queue.get("QueueName").present:
            continue
        message = (
            f"Nothing in this template sends to {queue.id}, reads it, or gives its name away. Connect it or remove it;"
            " where others find it by other means, give it an output."
        )
        yield Found(queue, message)


def _inside(reference: Reference, logical_id: str) -> bool:
    """Whether a resource refers to itself."""
    return reference.node.path[:2] == ("Resources", logical_id)
