"""A log level is set for a function that logs in plain text."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, Value, edits

RULE = Rule(
    title="Log level is set although the log format is text",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source("https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html", "2026-11-20"),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("LAM013",),
    equivalents=("E3696",),
)
LEVELS = ("SystemLogLevel", "ApplicationLogLevel")


def check(template: Template) -> Iterator[Found]:
    """Yield each level beside LogFormat Text, or beside none, which means text."""
    for function in template.of(Function):
        if not function.get("CapacityProviderConfig").absent:
            continue  # managed instances always log in JSON
        for name in LEVELS:
            for level in function.each("LoggingConfig", name):
                for form in function.each("LoggingConfig", "LogFormat", default="Text"):
                    if level.present and not level.unknown and form.text() == "Text" and template.together(level, form):
                        yield _found(function, name, level, form)


def _found(function: Function, name: str, level: Value, form: Value) -> Found:
    change = "Set LogFormat to JSON"
    if form.defaulted:
        fix = edits.insert(function.get("LoggingConfig"), {"LogFormat": "JSON"}, change)
        said = "and no LogFormat, so it logs in text"
    else:
        fix = edits.replace(form, "JSON", change)
        said = "and LogFormat Text"
    message = f"{function.id} has a {name} {said}; Lambda has log levels only in JSON. Set LogFormat to JSON."
    certain = name == "SystemLogLevel" and not form.defaulted
    return Found(level, message, (form,), fix, None if certain else Severity.WARNING)
