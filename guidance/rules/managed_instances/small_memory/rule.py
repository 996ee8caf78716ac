"""A function on managed instances has less memory than they give."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, edits

RULE = Rule(
    title="Memory is below the minimum of managed instances",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-best-practices.html", "2026-11-20"
        ),
        Source("https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-scaling.html", "2026-11-20"),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("LMI002",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each memory size below 2 GB beside a capacity provider."""
    minimum = facts.number("lambda.memory.minimum_managed_instances")
    for function in template.of(Function):
        for provider in function.each("CapacityProviderConfig"):
            for memory in function.each("MemorySize") if provider.known else ():
                size = memory.integer()
                if size is not None and size < minimum and template.together(provider, memory):
                    message = f"MemorySize is {size} MB; the smallest function on managed instances has {minimum}, and deployment"
                    message += " fails."
                    fix = edits.replace(memory, minimum, f"Raise MemorySize to {minimum}")
                    yield Found(memory, message, (provider,), fix)
