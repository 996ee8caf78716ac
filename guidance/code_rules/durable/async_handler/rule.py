"""A handler, step, branch, check or submitter is an async def."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code.model import Body, Flaw, Program
from guidance.model import Pillar, Rule, Severity, Source

RULE = Rule(
    title="Durable function is async in Python",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/lambda/latest/dg/durable-execution-sdk.html", "2026-11-20"),
        Source("https://github.com/aws/aws-durable-execution-sdk-python/issues/316", "2026-11-20"),
    ),
    since="0.2.0",
    aliases=("DF014",),
)

_ROLES = {
    Body.HANDLER: "a durable handler",
    Body.STEP: "a step",
    Body.CHECK: "a check",
    Body.SUBMITTER: "a submitter",
    Body.CHILD: "the body of a child context",
    Body.BRANCH: "a branch",
    Body.ITEM: "a map's function",
    Body.RETRY: "a retried body",
}


def check(program: Program) -> Iterator[Flaw]:
    """Yield each handler and body that is an async def."""
    for each in program.async_bodies:
        yield Flaw(
            each.place,
            f"{each.name} is {_ROLES.get(each.role, 'a durable body')} and async; the Python SDK does not await it, and its"
            " coroutine cannot be stored. Write def, and asyncio.run within a step.",
        )
