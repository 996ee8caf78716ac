"""A queue's failures come back to it, or their dead-letter queue refuses them."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Queue, Template, Value

RULE = Rule(
    title="Dead-letter queue cannot take its queue's messages",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
            "2026-11-20",
        ),
        Source("https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_sqs.RedrivePermission.html", "2026-11-21"),
    ),
    aliases=("SQS017",),
    equivalents=("E3004",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each queue whose failures come back to itself, and each dead-letter queue that turns its queue away."""
    for queue in template.of(Queue):
        target = queue.get("RedrivePolicy", "deadLetterTargetArn")
        dead = queue.dead_letter_queue
        if dead is None:
            continue
        chain = _chain(queue)
        if queue in chain and queue.id == min(each.id for each in chain):
            via = "itself" if chain == [queue] else " and then ".join(each.id for each in chain)
            message = (
                f"What {queue.id} gives up goes to {via}, so it never comes to rest. Send it to a queue that has no RedrivePolicy"
                " of its own."
            )
            yield Found(target, message, [each for each in chain if each is not queue])
        yield from _turned_away(queue, dead, target)


def _chain(queue: Queue) -> list[Queue]:
    """The dead-letter queues that follow one another, up to the first that comes again."""
    chain: list[Queue] = []
    following = queue.dead_letter_queue
    while following is not None and following not in chain:
        chain.append(following)
        following = following.dead_letter_queue
    return chain


def _turned_away(queue: Queue, dead: Queue, target: Value) -> Iterator[Found]:
    permission = dead.get("RedriveAllowPolicy", "redrivePermission")
    allowed = dead.get("RedriveAllowPolicy", "sourceQueueArns").items()
    others = permission.text() == "byQueue" and bool(allowed) and all(each.resource is not None for each in allowed)
    if permission.text() == "denyAll" or (others and all(each.resource is not queue for each in allowed)):
        message = (
            f"{dead.id} does not allow {queue.id} to use it as dead-letter queue (RedriveAllowPolicy). Allow it there."
        )
        yield Found(permission, message, (target,))
