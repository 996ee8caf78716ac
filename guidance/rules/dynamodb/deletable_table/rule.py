"""Tables can be deleted by anybody who may delete tables."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import (
    Template,
    edits,
)
from guidance.wording import count

RULE = Rule(
    title="Tables have no deletion protection",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("DDB004",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which tables are not protected."""
    name = "DeletionProtectionEnabled"
    tables = [table for table in template.resources("AWS::DynamoDB::Table") if not table.is_sam]
    open_ones = [table for table in tables if table.get(name, default=False).boolean() is False]
    if open_ones:
        message = f"{count(open_ones, 'table')} no deletion protection. Set {name} where the data matters."
        fixes = [edits.insert(table, {name: True}, f"Set {name}") for table in open_ones]
        edited = [None if each is None else each.edits[0] for each in fixes[1:]]
        yield Found(open_ones[0], message, open_ones[1:], edits.both(fixes[0], *edited))
