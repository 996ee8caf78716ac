"""A loop makes more operations than an execution may have."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.code.model import Flaw, Ground, Program
from guidance.code.wording import via
from guidance.model import Pillar, Rule, Severity, Source

RULE = Rule(
    title="Execution makes more operations than it may",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html", "2026-11-20"),),
    since="0.2.0",
    aliases=("DF025",),
    practices=("DUR-23",),
)

_STRATEGIES = ("wait_strategy", "retry_strategy")


def check(program: Program) -> Iterator[Flaw]:
    """Yield each loop that alone exceeds the quota, each that never ends, and each limit of attempts above the quota."""
    most = facts.number("lambda.durable.operations.maximum")
    for loop in program.loops:
        if loop.ground is not Ground.REPLAYED:
            continue
        if loop.total > most and not loop.nested:
            yield Flaw(
                loop.place,
                f"About {loop.total:,} operations; an execution has at most {most:,}. Do several in one step, or start executions"
                f" for parts of it{via(loop)}",
            )
        elif loop.endless:
            yield Flaw(
                loop.place,
                f"This loop has no end, but an execution has at most {most:,} operations. Bound it{via(loop)}",
                severity=Severity.INFO,
            )
    for operation in program.operations:
        for name in _STRATEGIES:
            strategy = operation.config.options.get(name)
            limit = strategy.options.get("max_attempts") if strategy is not None else None
            if limit is not None and isinstance(limit.constant, int | float) and limit.constant > most:
                yield Flaw(
                    limit.place,
                    f"{limit.constant:,} attempts: each poll or retry is metered, and an execution has {most:,} operations."
                    f" Poll or retry less often, or wait for a callback{via(operation)}",
                )
