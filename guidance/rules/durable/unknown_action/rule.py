"""A policy names an action on durable executions that does not exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from guidance import facts
from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Template, edits
from guidance.template.policies import statements

RULE = Rule(
    title="Policy names an action on durable executions that does not exist",
    severity=Severity.ERROR,
    pillars=(Pillar.SECURITY, Pillar.RELIABILITY),
    sources=(
        Source("https://docs.aws.amazon.com/lambda/latest/dg/durable-security.html", "2026-11-20"),
        Source("https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html", "2026-11-20"),
    ),
    fix=FixKind.SOMETIMES,
    since="0.2.0",
    aliases=("DUR015",),
    practices=("DUR-27",),
)
SERVICE = "lambda:"


def check(template: Template) -> Iterator[Found]:
    """Yield each action of Lambda that speaks of durable executions or state, and that Lambda does not have."""
    known = {str(each).lower(): str(each) for each in facts.values("lambda.durable.actions")}
    for statement in statements(template):
        for action in statement.actions:
            service, _, name = (action.text() or "").partition(":")
            lower = name.lower()
            if service.lower() != "lambda" or "durable" not in lower or lower in known or any(c in name for c in "*?$"):
                continue
            near = difflib.get_close_matches(lower, known, n=1, cutoff=0.85)
            meant = SERVICE + known[near[0]] if near else None
            message = f"Lambda has no action {SERVICE}{name[:60]}, so this grants nothing, and what needs it is denied."
            message += f" Write {meant}." if meant else " A durable function needs CheckpointDurableExecution and"
            message += "" if meant else " GetDurableExecutionState."
            fix = edits.replace(action, meant, f"Write {meant}") if meant else None
            yield Found(action, message, (statement.owner,), fix)
