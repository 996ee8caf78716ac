"""A callback has no timeout."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code.model import Flaw, Op, Program
from guidance.code.wording import called, via
from guidance.model import Pillar, Rule, Severity, Source

RULE = Rule(
    title="Callback without a timeout",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/sdk-reference/operations/callback.md",
            "2026-11-20",
        ),
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/patterns/best-practices/pause-resume.md",
            "2026-11-20",
        ),
    ),
    since="0.2.0",
    aliases=("DF017",),
    practices=("DUR-09",),
)


def check(program: Program) -> Iterator[Flaw]:
    """Yield each callback that waits until the execution itself times out."""
    for operation in program.operations:
        config = operation.config
        if operation.kind not in {Op.WAIT_FOR_CALLBACK, Op.CREATE_CALLBACK} or not config.known:
            continue
        timeout = config.options.get("timeout")
        if timeout is None or timeout.null or timeout.seconds == 0:
            what = called(operation, program.language)
            yield Flaw(
                operation.place,
                f"{what} has no timeout: when nobody answers, it waits until the execution times out. Give its"
                f" config a timeout, and handle the timeout{via(operation)}",
            )
