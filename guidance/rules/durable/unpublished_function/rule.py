"""A durable function has neither a version nor an alias."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, edits
from guidance.wording import count

RULE = Rule(
    title="Durable function has no version or alias",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY, Pillar.OPERATIONS),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/durable-invoking.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("DUR001", "DFI02"),
    practices=("DUR-05", "OBS-13"),
)
CONSEQUENCE = (
    "an unqualified invocation is refused, and on $LATEST a deployment changes the code under executions"
    " that are still running."
)


MANY = 3
"""More than so many in one template are one habit, said once."""


def check(template: Template) -> Iterator[Found]:
    """Yield each durable function that nothing in the template publishes; one finding where there are many."""
    functions = [] if template.has_loops else [each for each in template.of(Function) if _bare(each)]
    if len(functions) > MANY:
        message = f"{count(functions, 'durable function')} no version or alias: {CONSEQUENCE}"
        yield Found(functions[0], message, functions[1:10])
        return
    for function in functions:
        message = f"{function.id} is durable, but has no version or alias: {CONSEQUENCE}"
        message += (
            " Set AutoPublishAlias." if function.is_sam else " Add an AWS::Lambda::Version and an AWS::Lambda::Alias."
        )
        entries: dict[str, edits.Data] = {"AutoPublishAlias": "live", "AutoPublishAliasAllProperties": True}
        fix = edits.insert(function, entries, "Publish under the alias live") if function.is_sam else None
        at = function.declared.get("AutoPublishAlias") if function.is_sam else function
        yield Found(at, message, (function.get("DurableConfig"),), fix)


def _bare(function: Function) -> bool:
    """Durable, not on managed instances (there an unqualified ARN is the published version), and never published."""
    if not function.get("DurableConfig").present or function.get("CapacityProviderConfig").present:
        return False
    return not function.aliases() and not function.versions() and function.sam("AutoPublishAlias").absent
