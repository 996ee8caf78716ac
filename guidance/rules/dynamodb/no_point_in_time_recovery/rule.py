"""A table cannot be restored to an earlier moment."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Template,
    edits,
)
from guidance.wording import count

RULE = Rule(
    title="Table has no point-in-time recovery",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html", "2026-11-20"
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("DDB001",),
    equivalents=("CKV_AWS_28", "W78"),
)
NAME = "PointInTimeRecoverySpecification"
ENABLED = "PointInTimeRecoveryEnabled"


def check(template: Template) -> Iterator[Found]:
    """Yield one finding for the tables that say nothing, and each that says no."""
    silent = []
    for table in template.resources("AWS::DynamoDB::Table"):
        for enabled in table.each(NAME, ENABLED, default=False):
            if enabled.defaulted and table.get(NAME).absent:
                silent.append(table)
            elif enabled.boolean() is False:
                fix = None if enabled.defaulted else edits.replace(enabled, data=True, description=f"Set {ENABLED}")
                yield Found(
                    enabled,
                    f"Point-in-time recovery of {table.id} is off: what is deleted is gone. Set it to true.",
                    fix=fix,
                )
    if silent:
        fixes = [edits.insert(table, {NAME: {ENABLED: True}}, "Enable point-in-time recovery") for table in silent]
        edited = [None if each is None else each.edits[0] for each in fixes[1:]]
        message = (
            f"{count(silent, 'table')} no point-in-time recovery: what is deleted or overwritten by mistake is gone."
        )
        yield Found(silent[0], f"{message} Set {NAME}.", silent[1:], edits.both(fixes[0], *edited))
