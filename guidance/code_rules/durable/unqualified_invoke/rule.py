"""An invoke names a function without version or alias."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance.code.model import Flaw, Op, Operation, Program, Value
from guidance.code.wording import via
from guidance.model import Pillar, Rule, Severity, Source

RULE = Rule(
    title="Invoke names no version or alias",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/sdk-reference/operations/invoke.md",
            "2026-11-20",
        ),
        Source("https://docs.aws.amazon.com/lambda/latest/dg/durable-invoking.html", "2026-11-20"),
    ),
    since="0.2.0",
    aliases=("DF018",),
    practices=(
        "DUR-04",
        "DUR-05",
    ),
)

_TARGET = re.compile(
    r"(?:arn:[\w-]+:lambda:[\w-]*:\d*:function:|(?:\d{12}:)?function:)?(?P<name>[\w-]{1,140})"
    r"(?::(?P<qualifier>\$LATEST|[\w-]+))?"
)


def check(program: Program) -> Iterator[Flaw]:
    """Yield each literal target of an invoke that has no qualifier, or $LATEST."""
    for operation in program.operations:
        target = operation.target
        if operation.kind is not Op.INVOKE or target is None:
            continue
        if not isinstance(target.constant, str):
            yield from _built(operation, target)
            continue
        match = _TARGET.fullmatch(target.constant)
        if match is None or (match["qualifier"] not in {None, "$LATEST"}):
            continue
        what = "names $LATEST" if match["qualifier"] else "names no version or alias"
        yield Flaw(
            target.place,
            f"The function {what}: Lambda refuses that for a durable function, and replay may meet other code. Add an"
            f" alias, as in {match['name']}:live{via(operation)}",
        )


def _built(operation: Operation, target: Value) -> Iterator[Flaw]:
    """A target that is put together, and has no qualifier by the defaults of its parts."""
    if (match := _TARGET.fullmatch(operation.template)) is not None and ":" not in operation.template:
        yield Flaw(
            target.place,
            f"By default this calls {match['name']}, which names no version or alias: Lambda refuses that for a durable"
            f" function, and replay may meet other code. Add an alias, as in {match['name']}:live{via(operation)}",
            confidence="medium",
        )
