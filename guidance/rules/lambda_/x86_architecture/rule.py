"""Functions run on x86 where arm64 would cost less."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import Fix, FixKind, Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import Function, Template, edits
from guidance.wording import count

RULE = Rule(
    title="Functions run on x86",
    severity=Severity.INFO,
    pillars=(Pillar.COST, Pillar.SUSTAINABILITY),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html", "2026-11-20"),),
    profile=Profile.STRICT,
    fix=FixKind.SOMETIMES,
    aliases=("LAM014",),
    practices=("CST-11",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which functions could run on arm64."""
    found = [each for each in template.of(Function) if _on_x86(each)]
    if found:
        message = (
            f"{count(found, 'function')} the x86_64 architecture; arm64 costs a fifth less for the same duration."
            " Set Architectures to arm64 where all dependencies, layers and extensions have a build for it."
        )
        change = "Run on arm64"
        fix = edits.every([_fix(each, change) for each in found], change)
        yield Found(found[0], message, found[1:], fix)


def _on_x86(function: Function) -> bool:
    runtime = facts.runtimes().get(function.runtime.text() or "")
    if runtime is None or not runtime.arm64:
        return False
    architectures = function.get("Architectures")
    return architectures.absent or [each.text() for each in architectures.items()] == ["x86_64"]


def _fix(function: Function, change: str) -> Fix | None:
    architectures = function.get("Architectures")
    if architectures.absent:
        return edits.insert(function, {"Architectures": ["arm64"]}, change)
    return edits.replace(architectures.items()[0], "arm64", change)
