"""Schedules are made with rules instead of EventBridge Scheduler."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import Resource, Template
from guidance.wording import names

RULE = Rule(
    title="Schedules are rules, not EventBridge Scheduler",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source("https://docs.aws.amazon.com/scheduler/latest/UserGuide/what-is-scheduler.html", "2026-11-20"),
        Source("https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html", "2026-11-20"),
    ),
    aliases=("EVB008",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which rules are schedules only."""
    rules = [rule for rule in template.resources("AWS::Events::Rule") if _scheduled(rule)]
    if rules:
        message = f"{names([rule.id for rule in rules])}: a schedule that is a rule has no time zone and low quotas."
        message += " Use ScheduleV2 in SAM, or AWS::Scheduler::Schedule."
        yield Found(rules[0], message, rules[1:])


def _scheduled(rule: Resource) -> bool:
    return rule.get("ScheduleExpression").present and rule.get("EventPattern").absent
