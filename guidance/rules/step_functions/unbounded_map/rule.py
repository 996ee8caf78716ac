"""A Map runs as many iterations at once as it can."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import (
    StateMachine,
    Template,
    edits,
)
from guidance.template.workflows import workflows

RULE = Rule(
    title="Map has no MaxConcurrency",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("SFN016",),
)
SOME = 10


def check(template: Template) -> Iterator[Found]:
    """Yield each Map without a limit to its concurrency."""
    for machine in template.of(StateMachine):
        inline = machine.get("Definition").kind == "mapping"
        for workflow in workflows(machine):
            for state in workflow.states():
                limits = [state.at.get(name) for name in ("MaxConcurrency", "MaxConcurrencyPath")]
                if state.type == "Map" and all(each.absent for each in limits):
                    message = (
                        f"{state.name} starts as many iterations at once as it can, which may throttle what they call."
                    )
                    fix = (
                        edits.insert(state.at, {"MaxConcurrency": SOME}, f"Set MaxConcurrency to {SOME}")
                        if inline
                        else None
                    )
                    yield Found(state.at, f"{message} Set MaxConcurrency.", fix=fix)
