"""SAM resources stand in a template without SAM's transform."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Resource,
    Template,
    Value,
    edits,
)

RULE = Rule(
    title="SAM resources without the SAM transform",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    fix_safe=True,
    aliases=("TPL002",),
    equivalents=("E3038", "E3724"),
)
TRANSFORM = "AWS::Serverless-2016-10-31"


def check(template: Template) -> Iterator[Found]:
    """Yield each SAM resource, and Globals, of a template that is not transformed; the fix comes with the first."""
    if template.is_sam or template.has_loops:
        return
    found: list[Value | Resource] = [each for each in template.declared.values() if each.is_sam]
    globals_section = template.value("Globals")
    if globals_section.present:
        found.append(globals_section)
    fix = None
    if template.root.get("Transform") is None:
        fix = edits.insert(template.value(), {"Transform": TRANSFORM}, "Add the SAM transform", safe=True)
    for index, each in enumerate(found):
        what = each.type if isinstance(each, Resource) else "Globals"
        message = f"CloudFormation knows no {what}: add `Transform: {TRANSFORM}` at the top of the template."
        yield Found(each, message, fix=fix if index == 0 else None)
