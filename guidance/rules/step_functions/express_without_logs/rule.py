"""An Express workflow writes no logs."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    StateMachine,
    Template,
)

RULE = Rule(
    title="Express workflow has no logs",
    severity=Severity.WARNING,
    pillars=(Pillar.OPERATIONS,),
    sources=(Source("https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html", "2026-11-20"),),
    aliases=("SFN001",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each Express workflow whose logging is off."""
    for machine in template.of(StateMachine):
        for level in machine.each("LoggingConfiguration", "Level", default="OFF"):
            if machine.express and level.text() == "OFF":
                name = "Logging" if machine.is_sam else "LoggingConfiguration"
                message = (
                    f"{machine.id} is an Express workflow and logs nothing: its executions leave no history anywhere."
                )
                message += f" Set {name} with Level ERROR or ALL and a log group."
                yield Found(level, message)
