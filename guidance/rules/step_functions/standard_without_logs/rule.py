"""Standard workflows write no logs."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import (
    StateMachine,
    Template,
)
from guidance.wording import count

RULE = Rule(
    title="Standard workflows have no logs",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.OPERATIONS,),
    sources=(Source("https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html", "2026-11-20"),),
    aliases=("SFN002",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which Standard workflows log nothing."""
    silent = [
        machine
        for machine in template.of(StateMachine)
        if machine.express is False and machine.get("LoggingConfiguration", "Level", default="OFF").text() == "OFF"
    ]
    if silent:
        message = (
            f"{count(silent, 'state machine')} no logs; their history goes after 90 days. Set Logging with Level ERROR."
        )
        yield Found(silent[0], message, silent[1:])
