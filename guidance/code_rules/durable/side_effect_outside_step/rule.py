"""Replayed code calls AWS, the network, a database, the file system or a process."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code import tables
from guidance.code.model import Flaw, Ground, Program
from guidance.code.wording import shown, via
from guidance.model import Pillar, Rule, Severity, Source

RULE = Rule(
    title="Replayed code has a side effect",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/patterns/best-practices/determinism.md",
            "2026-11-20",
        ),
        Source("https://docs.aws.amazon.com/lambda/latest/dg/durable-best-practices.html", "2026-11-20"),
    ),
    since="0.2.0",
    aliases=("DF002",),
    practices=(
        "DUR-02",
        "DUR-22",
    ),
)

_LAMBDA = "@aws-sdk/client-lambda."


def check(program: Program) -> Iterator[Flaw]:
    """Yield each network, AWS, file, database and process call in replayed code."""
    for call in program.calls:
        group = tables.side_effect(call, program.language) if call.ground is Ground.REPLAYED else None
        if group is None:
            continue
        if group.name == "invoke" or call.name.startswith(_LAMBDA):
            cure = "Call the other function by context.invoke, which suspends until it returns"
        else:
            cure = "Do it in a step: context.step(...)"
        yield Flaw(call.place, f"{shown(call.name)} {group.says} again at each replay. {cure}{via(call)}")
