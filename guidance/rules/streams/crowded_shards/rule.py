"""More standard consumers than a shard's read limit serves."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import EventSourceMapping, Template

RULE = Rule(
    title="Many mappings share the read throughput of one Kinesis stream",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.PERFORMANCE,),
    sources=(Source("https://docs.aws.amazon.com/streams/latest/dev/enhanced-consumers.html", "2026-11-20"),),
    aliases=("STR010",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each Kinesis stream that more functions read in common than a shard serves."""
    most = facts.number("kinesis.shard.reads_per_second")
    for stream in template.resources("AWS::Kinesis::Stream"):
        readers = [each for each in template.of(EventSourceMapping) if each.source is stream]
        if len(readers) > most:
            message = (
                f"{len(readers)} mappings read {stream.id} and share its {most} reads a second and 2 MB a second for each shard."
                " Give those that need it an AWS::Kinesis::StreamConsumer (enhanced fan-out) of their own."
            )
            yield Found(stream, message, readers)
