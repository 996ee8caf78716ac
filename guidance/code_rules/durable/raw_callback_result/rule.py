"""A callback's raw text is used as an object."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code.model import Flaw, Program
from guidance.code.wording import via
from guidance.model import Pillar, Rule, Severity, Source

RULE = Rule(
    title="Callback's result is used as an object, but is text",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/sdk-reference/operations/callback.md",
            "2026-11-20",
        ),
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/sdk-reference/state/serialization.md",
            "2026-11-20",
        ),
    ),
    since="0.2.0",
    aliases=("DF023",),
    practices=("DUR-08",),
)


def check(program: Program) -> Iterator[Flaw]:
    """Yield each first use of a callback's raw text as an object."""
    for use in program.callback_uses:
        config = use.config
        if use.configured or not config.known or config.has("serdes"):
            continue
        parse, serdes = (
            ("json.loads", "JsonSerDes()") if program.language == "python" else ("JSON.parse", "defaultSerdes")
        )
        yield Flaw(
            use.place,
            f"{use.what}: the result of a callback is the raw text. Give the callback's"
            f" config serdes ({serdes}), or use {parse}{via(use)}",
        )
