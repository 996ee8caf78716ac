"""Replayed code logs by other means than the context's logger."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code import tables
from guidance.code.model import Flaw, Ground, Program
from guidance.code.wording import shown, via
from guidance.model import FixKind, Pillar, Rule, Severity, Source

RULE = Rule(
    title="Replayed code logs past the context's logger",
    severity=Severity.WARNING,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/sdk-reference/observability/logging.md",
            "2026-11-20",
        ),
        Source("https://docs.aws.amazon.com/lambda/latest/dg/durable-best-practices.html", "2026-11-20"),
    ),
    fix=FixKind.SOMETIMES,
    since="0.2.0",
    aliases=("DF011",),
    practices=("DUR-15",),
)


def check(program: Program) -> Iterator[Flaw]:
    """Yield each log line in replayed code that is not written by a durable logger."""
    for call in program.calls:
        if call.ground is not Ground.REPLAYED or not tables.is_log(call, program.language):
            continue
        method = tables.log_method(call.name, program.language)
        fits = bool(call.context and method and call.form == "call" and _fits(call.name, call.arguments, call.keywords))
        logger = f"{call.context or 'context'}.logger.{method or 'info'}"
        yield Flaw(
            call.place,
            f"{shown(call.name)} writes the line again at each replay. Log by {logger}{via(call)}",
            edit=logger if fits else None,
            edit_at=call.callee,
            edit_says=f"Log by {logger}",
        )


def _fits(name: str, arguments: int, keywords: frozenset[str]) -> bool:
    """Whether a durable logger takes the same arguments."""
    return arguments == 1 and not keywords and "write" not in name
