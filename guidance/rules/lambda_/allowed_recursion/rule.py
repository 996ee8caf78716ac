"""Lambda is told not to stop a function that calls itself in a loop."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, edits

RULE = Rule(
    title="Recursive loops are allowed",
    severity=Severity.WARNING,
    pillars=(Pillar.COST, Pillar.RELIABILITY),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("LAM040",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each function that turns the detection of loops off."""
    for function in template.of(Function):
        for loop in function.each("RecursiveLoop"):
            if loop.text() == "Allow":
                message = (
                    f"Lambda would stop {function.id} after about 16 turns of a loop with SQS, SNS or S3; Allow turns"
                )
                message += (
                    " that off, and a mistake then runs, and is billed, until somebody notices. Remove it unless the"
                )
                message += " loop is meant and ends by itself."
                yield Found(loop, message, fix=edits.replace(loop, "Terminate", "Set RecursiveLoop to Terminate"))
