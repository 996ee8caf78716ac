"""What calls of the SDK's constructors come to: durations, configs, branches, strategies."""

from __future__ import annotations

import ast

from guidance.code.python import (
    calls,
    expressions,
)
from guidance.code.python.abstract import (
    UNKNOWN,
    Abstract,
)
from guidance.code.python.machine import At, Machine

_LENGTHS = {"from_seconds": 1, "from_minutes": 60, "from_hours": 3_600, "from_days": 86_400}


_FIRST = {
    "ParallelBranch": ("func", "name"),
    "StepConfig": ("retry_strategy", "step_semantics", "serdes"),
    "CallbackConfig": ("timeout", "heartbeat_timeout", "serdes"),
    "WaitForCallbackConfig": ("timeout", "heartbeat_timeout", "serdes", "retry_strategy"),
    "WaitStrategyConfig": ("should_continue_polling", "max_attempts", "initial_delay", "max_delay"),
    "WaitForConditionConfig": ("wait_strategy", "initial_state", "serdes"),
    "RetryStrategyConfig": ("max_attempts", "initial_delay"),
    "LinearRetryStrategyConfig": ("max_attempts", "initial_delay"),
    "WithRetryConfig": ("retry_strategy",),
}


def of_sdk(m: Machine, at: At, node: ast.Call, name: str) -> Abstract | None:
    """A call of the SDK's: durations, configs, branches, strategies."""
    arguments, keywords = calls.given(m, at, node)
    full = f"aws_durable_execution_sdk_python.{name}()"
    last = name.rsplit(".", 1)[-1]
    if name.startswith("Duration"):
        return _duration(full, last, arguments, keywords)
    if name == "durable_execution" and arguments and arguments[0].functions:
        return arguments[0]
    if name == "ParallelBranch":
        given = dict(zip(_FIRST[name], arguments, strict=False)) | keywords
        return expressions.mixed(
            [*given.values()], name=full, functions=given.get("func", UNKNOWN).functions, entries=given
        )
    if name in {"create_retry_strategy", "create_linear_retry_strategy", "create_wait_strategy"}:
        inner = next(iter([*arguments, *keywords.values()]), UNKNOWN)
        return Abstract(name=full, entries=inner.entries or {}, known=inner.entries is not None and inner.known)
    known = not any(each.arg is None for each in node.keywords) and not any(
        isinstance(each, ast.Starred) for each in node.args
    )
    entries = dict(zip(_FIRST.get(name, ()), arguments, strict=False)) | keywords
    if "max_attempts" in entries:
        entries["max_attempts"] = _placed(m, at, node, name, entries["max_attempts"])
    known = known or all(
        (value := expressions.peek(m, at, each.value)).entries is not None and value.known
        for each in node.keywords
        if each.arg is None
    )
    return expressions.mixed([*arguments, *keywords.values()], name=full, entries=entries, known=known)


def _placed(m: Machine, at: At, node: ast.Call, name: str, limit: Abstract) -> Abstract:
    """A limit of attempts, with where it is given."""
    words = [*zip(_FIRST.get(name, ()), node.args, strict=False), *((each.arg, each.value) for each in node.keywords)]
    given = next((value for word, value in words if word == "max_attempts"), None)
    if limit.constant is None or given is None:
        return limit
    m.program.files.setdefault(at.module.source.path, at.module.source)
    return limit.but(place=at.module.place(given))


def _duration(full: str, last: str, arguments: list[Abstract], keywords: dict[str, Abstract]) -> Abstract:
    given = next(iter([*arguments, *keywords.values()]), None)
    if given is None:
        return Abstract(name=full, seconds=0.0)
    amount = given.constant
    if not isinstance(amount, int | float) or isinstance(amount, bool):
        return expressions.mixed([given], name=full)
    return Abstract(name=full, seconds=float(amount) * _LENGTHS.get(last, 1))
