"""The promise of a durable operation is neither awaited nor returned."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code.model import Flaw, Program
from guidance.code.wording import start, via
from guidance.model import FixKind, Pillar, Rule, Severity, Source

RULE = Rule(
    title="Nobody awaits a durable operation",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/lambda/latest/dg/durable-execution-sdk.html", "2026-11-20"),
        Source("https://github.com/aws/aws-durable-execution-sdk-js/blob/main/README.md", "2026-11-20"),
    ),
    fix=FixKind.SOMETIMES,
    since="0.2.0",
    aliases=("DF007",),
)


def check(program: Program) -> Iterator[Flaw]:
    """Yield each operation, or helper doing operations, whose promise is dropped."""
    for each in program.unawaited:
        yield Flaw(
            each.place,
            f"Nobody awaits {each.what}: the handler may end before it has run. Await or return it{via(each)}",
            edit="await " if each.fixable else None,
            edit_at=start(each.place),
            edit_says="Await it",
        )
