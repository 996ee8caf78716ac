"""State machines are not traced."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import (
    StateMachine,
    Template,
    edits,
)
from guidance.wording import count

RULE = Rule(
    title="State machines are not traced",
    severity=Severity.INFO,
    pillars=(Pillar.OPERATIONS,),
    sources=(Source("https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("SFN003",),
    equivalents=("WS5000",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which state machines do not send traces."""
    untraced = [
        machine
        for machine in template.of(StateMachine)
        if machine.get("TracingConfiguration", "Enabled", default=False).boolean() is False
    ]
    if untraced:
        message = f"{count(untraced, 'state machine')} no tracing. Enable it to follow a request through the services it calls."
        fixes = [_fix(machine) for machine in untraced]
        edited = [None if each is None else each.edits[0] for each in fixes[1:]]
        yield Found(untraced[0], message, untraced[1:], edits.both(fixes[0], *edited))


def _fix(machine: StateMachine) -> Fix | None:
    name = "Tracing" if machine.is_sam else "TracingConfiguration"
    return edits.insert(machine, {name: {"Enabled": True}}, "Enable tracing")
