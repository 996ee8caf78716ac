"""Functions log in plain text."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Fix, FixKind, Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import Function, Template, edits
from guidance.wording import count

RULE = Rule(
    title="Functions do not log in JSON",
    severity=Severity.INFO,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source("https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html", "2026-11-20"),
    ),
    profile=Profile.STRICT,
    fix=FixKind.SOMETIMES,
    aliases=("LAM012",),
    practices=("OBS-02", "TEN-10"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which functions log in text. Managed instances always log in JSON."""
    without = [each for each in template.of(Function) if each.get("CapacityProviderConfig").absent and _in_text(each)]
    if without:
        message = (
            f"{count(without, 'function')} no JSON log format: such lines can be searched only as text, and have no level"
            " to filter by. Set LoggingConfig.LogFormat to JSON."
        )
        change = "Log in JSON"
        fix = edits.every([_fix(each, change) for each in without], change)
        yield Found(without[0], message, without[1:], fix)


def _in_text(function: Function) -> bool:
    """Whether the format is text in every possibility."""
    return all(each.text() == "Text" for each in function.each("LoggingConfig", "LogFormat", default="Text"))


def _fix(function: Function, change: str) -> Fix | None:
    config, written = function.get("LoggingConfig"), function.get("LoggingConfig", "LogFormat")
    if config.absent:
        return edits.insert(function, {"LoggingConfig": {"LogFormat": "JSON"}}, change)
    return (
        edits.insert(config, {"LogFormat": "JSON"}, change)
        if written.absent
        else edits.replace(written, "JSON", change)
    )
