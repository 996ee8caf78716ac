"""Two notifications of a bucket cover the same objects and events."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Function,
    Resource,
    Template,
    Value,
)

RULE = Rule(
    title="Notifications of a bucket overlap",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html", "2026-11-21"
        ),
    ),
    aliases=("S3004",),
)
Notice = tuple[Resource, Value, list[str], str, str]
LISTS = {"LambdaConfigurations": "Lambda", "QueueConfigurations": "Queue", "TopicConfigurations": "Topic"}


def check(template: Template) -> Iterator[Found]:
    """Yield each notification that overlaps an earlier one of the same bucket."""
    notices = [*_from_events(template), *_from_buckets(template)]
    for index, (bucket, at, events, prefix, suffix) in enumerate(notices):
        for other, first, others, its_prefix, its_suffix in notices[:index]:
            shared = next((event for event in events for each in others if _same(event, each)), None)
            prefixes = prefix.startswith(its_prefix) or its_prefix.startswith(prefix)
            suffixes = suffix.endswith(its_suffix) or its_suffix.endswith(suffix)
            if other is bucket and shared and prefixes and suffixes and template.together(at, first):
                message = f"Two notifications of {bucket.id} cover the same objects for {shared}, which S3 rejects."
                yield Found(
                    at, f"{message} Give them different prefixes or suffixes, or send the event to one topic.", [first]
                )
                break


def _same(one: str, other: str) -> bool:
    """Whether two event names have an event in common."""
    short, long = sorted((one.removesuffix("*"), other.removesuffix("*")), key=len)
    return one == other or (long.startswith(short) and "*" in {one[-1:], other[-1:]} and short.endswith(":"))


def _from_events(template: Template) -> Iterator[Notice]:
    for function in template.of(Function):
        for _, event in function.sam("Events").entries():
            bucket = event.get("Properties", "Bucket").resource
            if event.get("Type").text() == "S3" and bucket is not None:
                yield from _notice(bucket, event.get("Properties"), event.get("Properties", "Events"))


def _from_buckets(template: Template) -> Iterator[Notice]:
    for bucket in template.resources("AWS::S3::Bucket"):
        for name in LISTS:
            configurations = bucket.get("NotificationConfiguration", name)
            for each in configurations.items() if configurations.kind == "list" else ():
                yield from _notice(bucket, each, each.get("Event"))


def _notice(bucket: Resource, at: Value, events: Value) -> Iterator[Notice]:
    """Read one notification, when all of it can be known."""
    rules = at.get("Filter", "S3Key", "Rules")
    words = {"prefix": "", "suffix": ""}
    for rule in rules.items():
        name, value = rule.get("Name").text(), rule.get("Value").text()
        if name is None or value is None:
            return
        words[name.lower()] = value
    known = [event.text() for event in events.items()]
    if not rules.unknown and known and None not in known:
        yield bucket, at, [each for each in known if each is not None], words["prefix"], words["suffix"]
