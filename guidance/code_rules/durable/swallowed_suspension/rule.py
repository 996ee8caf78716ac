"""A suspension is caught as an exception, or runs a finally's side effects."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code.model import Flaw, Ground, Program
from guidance.code.wording import via
from guidance.model import Pillar, Rule, Severity, Source

RULE = Rule(
    title="Suspension is caught, or a finally acts at each",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/sdk-reference/error-handling/errors.md",
            "2026-11-20",
        ),
        Source("https://docs.aws.amazon.com/lambda/latest/dg/durable-execution-sdk.html", "2026-11-20"),
        Source("https://github.com/aws/aws-durable-execution-sdk-python", "2026-11-20"),
    ),
    since="0.2.0",
    aliases=("DF010",),
)


def check(program: Program) -> Iterator[Flaw]:
    """Yield what catches BaseException around operations, and what a finally does at each suspension."""
    for each in program.swallows:
        if each.ground is Ground.REPLAYED:
            yield Flaw(
                each.place,
                f"{each.caught} also catches the exception by which an operation suspends: the wait is skipped, and the execution"
                f" goes on. Catch Exception, or raise again{via(each)}",
            )
    for effect in program.finally_effects:
        if effect.ground is Ground.REPLAYED:
            yield Flaw(
                effect.place,
                f"A finally runs at every suspension, and so does {effect.effect}. Move it behind the try, or into except"
                f" Exception and the normal path{via(effect)}",
            )
