"""Functions keep their logs for ever."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template
from guidance.wording import count

RULE = Rule(
    title="Functions have no log group with a retention",
    severity=Severity.INFO,
    pillars=(Pillar.COST, Pillar.OPERATIONS),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html", "2026-11-20"),),
    aliases=("LAM009",),
    equivalents=("WS1004",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which functions have no log group in it."""
    without = [function for function in template.of(Function) if not _has_group(function)]
    if without:
        message = (
            f"{count(without, 'function')} no log group in this template, so Lambda makes one that keeps everything for ever."
            " Add an AWS::Logs::LogGroup with RetentionInDays and name it in LoggingConfig."
        )
        yield Found(without[0], message, without[1:])


def _has_group(function: Function) -> bool:
    """A log group of this template, or one from elsewhere that LoggingConfig names."""
    return (
        bool(function.log_groups())
        or function.get("LoggingConfig", "LogGroup").present
        or function.get("LoggingConfig").unknown
    )
