"""A function keeps Lambda's default timeout of three seconds."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, edits

RULE = Rule(
    title="Timeout is left at Lambda's default",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("LAM003", "DFI06"),
    equivalents=("ES1006",),
)
SUGGESTED = 30
BEHIND_AN_API = 29
"""API Gateway gives up after 29 seconds."""


def check(template: Template) -> Iterator[Found]:
    """Yield each function that sets no timeout, nor inherits one from Globals."""
    default = facts.number("lambda.timeout.default")
    for function in template.of(Function):
        timeout = function.get("Timeout")
        if timeout.absent:
            seconds = BEHIND_AN_API if _behind_api(function) else SUGGESTED
            fix = edits.insert(function, {"Timeout": seconds}, f"Set Timeout to {seconds}", safe=True)
            message = f"{function.id} has no Timeout, so Lambda stops it after {default} seconds, often in its first cold call."
            yield Found(timeout, message + " Set what it needs.", fix=fix)


def _behind_api(function: Function) -> bool:
    return any(event.get("Type").text() in {"Api", "HttpApi"} for _, event in function.sam("Events").entries())
