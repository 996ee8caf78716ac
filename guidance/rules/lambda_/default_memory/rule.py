"""Functions keep Lambda's smallest memory size."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, edits
from guidance.wording import count

RULE = Rule(
    title="Memory is left at Lambda's default",
    severity=Severity.INFO,
    pillars=(Pillar.PERFORMANCE, Pillar.COST),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("LAM004",),
    equivalents=("ES1005",),
    practices=("MEM-07",),
)
SUGGESTED = 512


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which functions set no memory, nor inherit it from Globals."""
    default = facts.number("lambda.memory.default")
    small = [
        each
        for each in template.of(Function)
        if each.get("MemorySize").absent and each.get("CapacityProviderConfig").absent
    ]
    if small:
        message = (
            f"{count(small, 'function')} no MemorySize, so {default} MB, the smallest size, with the smallest share of CPU:"
            f" slow, and seldom cheaper. Measure; {SUGGESTED} is a fair start."
        )
        change = f"Set MemorySize to {SUGGESTED}"
        fix = edits.every([edits.insert(each, {"MemorySize": SUGGESTED}, change) for each in small], change)
        yield Found(small[0].get("MemorySize"), message, small[1:], fix)
