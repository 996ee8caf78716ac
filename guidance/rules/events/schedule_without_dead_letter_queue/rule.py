"""Schedules of EventBridge Scheduler have no dead-letter queue."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import Template
from guidance.wording import names

RULE = Rule(
    title="Schedules have no dead-letter queue",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html", "2026-11-20"),
    ),
    aliases=("EVB008B",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which schedules have no dead-letter queue."""
    schedules = [
        each for each in template.resources("AWS::Scheduler::Schedule") if each.get("Target").kind == "mapping"
    ]
    without = [each for each in schedules if each.get("Target", "DeadLetterConfig").absent]
    if without:
        message = f"An invocation of {names([each.id for each in without])} that cannot be delivered is dropped."
        message += " Add a DeadLetterConfig to the target, and a RetryPolicy that says how late is too late."
        yield Found(without[0], message, without[1:])
