"""Messages of a queue are stored without encryption."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Queue, Template, edits

RULE = Rule(
    title="Queue has its encryption switched off",
    severity=Severity.WARNING,
    pillars=(Pillar.SECURITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-sqs-sse-queue.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    fix_safe=True,
    aliases=("SQS015",),
    equivalents=("CKV_AWS_27", "W48"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each queue that switches off the default encryption and names no key."""
    for queue in template.of(Queue):
        for managed in queue.each("SqsManagedSseEnabled"):
            for key in queue.each("KmsMasterKeyId"):
                if managed.boolean() is False and key.absent and template.together(managed, key):
                    message = (
                        f"{queue.id} stores its messages unencrypted: SqsManagedSseEnabled is false, and there is no"
                        " KmsMasterKeyId. Set it to true (it costs nothing), or remove the line."
                    )
                    fix = edits.replace(managed, data=True, description="Encrypt the queue", safe=True)
                    yield Found(managed, message, (key,) if key.when else (), fix)
