"""A rate, cron or at expression is not one that EventBridge takes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Template

RULE = Rule(
    title="Schedule expression is malformed",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html", "2026-11-20"),
        Source("https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html", "2026-11-20"),
    ),
    aliases=("EVB009",),
    equivalents=("E3027",),
)


_RATE = re.compile(r"rate\(\s*(\d+)\s+([a-z]+)\s*\)")
_CRON = re.compile(r"cron\((.*)\)")
_AT = re.compile(r"at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)")
_FIELD = re.compile(r"[0-9A-Z*?,/#-]+")
_SIX = "minutes hours day-of-month month day-of-week year"


def check(template: Template) -> Iterator[Found]:
    """Yield each expression that EventBridge refuses."""
    for resource in template.resources("AWS::Events::Rule", "AWS::Scheduler::Schedule"):
        for expression in resource.each("ScheduleExpression"):
            text = expression.text()
            wrong = _wrong(text.strip(), at=resource.type == "AWS::Scheduler::Schedule") if text else None
            if wrong is not None:
                yield Found(expression, f"EventBridge refuses this schedule: {wrong}.")


def _wrong(text: str, *, at: bool) -> str | None:
    """What is wrong with an expression; None when nothing is."""
    if match := _RATE.fullmatch(text):
        return _wrong_rate(int(match[1]), match[2])
    if match := _CRON.fullmatch(text):
        return _wrong_cron(match[1].split())
    if at and _AT.fullmatch(text):
        return None
    return f"it has to be rate(number unit){', cron(...) or at(yyyy-mm-ddThh:mm:ss)' if at else f' or cron({_SIX})'}"


def _wrong_rate(number: int, unit: str) -> str | None:
    units = ("minute", "hour", "day") if number == 1 else ("minutes", "hours", "days")
    if number < 1:
        return "a rate has to be at least 1"
    return None if unit in units else f"after {number} the unit is {units[0]}, {units[1]} or {units[2]}"


def _wrong_cron(fields: list[str]) -> str | None:
    if len(fields) != len(_SIX.split()):
        return f"cron has six fields ({_SIX}); this one has {len(fields)}"
    fields = [field.removesuffix(",").upper() for field in fields]
    if not all(_FIELD.fullmatch(field) for field in fields):
        return "a field has letters that cron does not know"
    if "?" not in (fields[2], fields[4]):
        return "one of day-of-month and day-of-week has to be `?`"
    return None if fields[2] != fields[4] else "only one of day-of-month and day-of-week may be `?`"
