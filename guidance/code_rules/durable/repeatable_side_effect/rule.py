"""A step that pays or sends may run twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance.code import tables
from guidance.code.model import Config, Flaw, Ground, Op, Operation, Program
from guidance.code.wording import via
from guidance.model import Confidence, Pillar, Rule, Severity, Source

RULE = Rule(
    title="Payment or message may happen twice",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/patterns/best-practices/idempotency.md",
            "2026-11-20",
        ),
    ),
    confidence=Confidence.MEDIUM,
    since="0.2.0",
    aliases=("DF019",),
    practices=("DUR-12",),
)

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_KEY = re.compile(r"key|token|idempoten|dedup", re.IGNORECASE)


def check(program: Program) -> Iterator[Flaw]:
    """Yield each step that pays or sends, and that is tried again without a key."""
    for operation in program.operations:
        config = operation.config
        replayed = operation.kind is Op.STEP and operation.ground is Ground.REPLAYED
        if not replayed or not config.known or _once(config):
            continue
        word = next((found for name in _names(operation) if (found := _acting(name))), None)
        keyed = any(_KEY.search(name) for function in operation.functions for name in function.arguments)
        if word is not None and not keyed:
            yield Flaw(
                operation.place,
                f"This step ({word}) runs at least once, up to six times by default, so it may happen twice. Give it at-most-once"
                f" semantics without retry, or pass an idempotency key{via(operation)}",
            )


def _once(config: Config) -> bool:
    """Whether the step runs at most once, or is not retried."""
    semantics, retry = config.options.get("semantics"), config.options.get("retry_strategy")
    at_most = semantics is not None and "atmostonce" in semantics.name.replace("_", "").lower()
    attempts = retry.options.get("max_attempts") if retry is not None else None
    never = retry is not None and retry.name.rsplit(".", 1)[-1] in {"none", "noRetry"}
    unknown = semantics is not None and not semantics.name and not semantics.null
    retries = retry.options.get("should_retry") if retry is not None else None
    never = never or (retries is not None and retries.constant is False)
    return at_most or never or unknown or (attempts is not None and attempts.constant == 1)


def _names(operation: Operation) -> Iterator[str]:
    """What a step and its function are called; of a client's `send` the commands that it sends."""
    if operation.name is not None and isinstance(operation.name.constant, str):
        yield operation.name.constant
    for function in operation.functions:
        commands = [name for name in function.arguments if name.endswith("Command")]
        yield from commands if function.name == "send" and commands else [function.name]


def _acting(name: str) -> str | None:
    words = [word.lower() for word in _WORD.findall(name)]
    if not words or words[0] in tables.words("reading") or words[-1] in tables.words("naming"):
        return None
    return next((word for word in words if word in tables.words("acting")), None)
