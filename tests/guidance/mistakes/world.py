"""What the demonstrations do to the world outside a durable function, counted; and how a function is run."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aws_durable_execution_sdk_python_testing import DurableFunctionTestRunner

SEEN: list[str] = []


def act(what: str) -> str:
    """A side effect: a row written, a card charged, a line printed."""
    SEEN.append(what)
    return what


@dataclass(frozen=True)
class Outcome:
    """How an execution ended."""

    status: str
    result: Any
    error: str
    """Type and message; empty when there was none."""
    operations: frozenset[str]
    """Names, of every level."""


def run(handler: Callable[..., Any], callback: bytes | None = None, execution_timeout: int = 60) -> Outcome:
    """Run a durable function to its end on AWS's local runner; answer its only callback, named "answer"."""
    with DurableFunctionTestRunner(handler, poll_interval=0.05) as runner:
        arn = runner.run_async(input="{}", execution_timeout=execution_timeout)
        if callback is not None:
            runner.send_callback_success(runner.wait_for_callback(arn, name="answer create callback id"), callback)
        done = runner.wait_for_result(arn, timeout=20)
    scheduler = runner._scheduler
    scheduler._thread.join(5)
    scheduler._loop.close()  # the runner leaves it open, and a test is failed by what it leaves
    kind = (done.error.type or "").rsplit(".", 1)[-1] if done.error is not None else ""
    error = f"{kind}: {done.error.message}" if done.error is not None else ""
    names = frozenset(each.name for each in done.get_all_operations() if each.name is not None)
    return Outcome(done.status.value, json.loads(done.result) if done.result else None, error, names)
