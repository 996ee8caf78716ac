"""Python functions whose body does not come to the same on replay, and their right twins."""
# ruff: noqa: B023, PTH208, T201

from __future__ import annotations

import os
import random
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from aws_durable_execution_sdk_python import BatchResult, DurableContext, StepContext, durable_execution
from aws_durable_execution_sdk_python.config import Duration

from tests.guidance.mistakes.world import act

Event = dict[str, Any]
MINUTE = Duration.from_minutes(1)
INBOX = Path()
"""A folder that a test fills."""
LEDGER = Path("ledger")
"""A file that a test chooses."""
turn = threading.Event()


@durable_execution
def uuid_outside_step(event: Event, context: DurableContext) -> Event:
    ticket = str(uuid.uuid4())
    saved = context.step(lambda _: ticket, name="save")
    context.wait(MINUTE, name="pause")
    return {"same": ticket == saved}


@durable_execution
def uuid_in_step(event: Event, context: DurableContext) -> Event:
    ticket = context.step(lambda _: str(uuid.uuid4()), name="new_ticket")
    saved = context.step(lambda _: ticket, name="save")
    context.wait(MINUTE, name="pause")
    return {"same": ticket == saved}


@durable_execution
def branch_on_random(event: Event, context: DurableContext) -> str:
    act("flip")
    if random.random() < 0.5:
        context.step(lambda _: act("heads"), name="heads")
    else:
        context.step(lambda _: act("tails"), name="tails")
    context.wait(MINUTE, name="pause")
    return "done"


@durable_execution
def branch_on_step(event: Event, context: DurableContext) -> str:
    if context.step(lambda _: random.random() < 0.5, name="flip"):
        context.step(lambda _: act("heads"), name="heads")
    else:
        context.step(lambda _: act("tails"), name="tails")
    context.wait(MINUTE, name="pause")
    return "done"


@durable_execution
def write_outside_step(event: Event, context: DurableContext) -> None:
    with LEDGER.open("a") as ledger:
        ledger.write("order\n")
    context.wait(MINUTE, name="pause")


@durable_execution
def write_in_step(event: Event, context: DurableContext) -> None:
    def write(_: StepContext) -> None:
        with LEDGER.open("a") as ledger:
            ledger.write("order\n")

    context.step(write, name="write")
    context.wait(MINUTE, name="pause")


@durable_execution
def name_from_clock(event: Event, context: DurableContext) -> None:
    context.step(lambda _: act("load"), name=f"load-{time.time_ns()}")
    context.wait(MINUTE, name="pause")


@durable_execution
def name_from_event(event: Event, context: DurableContext) -> None:
    context.step(lambda _: act("load"), name=f"load-{event.get('key', 'all')}")
    context.wait(MINUTE, name="pause")


@durable_execution
def steps_in_threads(event: Event, context: DurableContext) -> list[str]:
    """The first thread is the slower one at first, and the faster one on replay, as with a warm connection."""

    def price(sku: str) -> str:
        if sku == "first" and not turn.is_set():
            turn.wait(5)
        found = context.step(lambda _: act(sku), name=sku)
        turn.set()
        return found

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(price, "first")
        turn.is_set() and first.result()
        second = pool.submit(price, "second")
        found = [first.result(), second.result()]
    context.wait(MINUTE, name="pause")
    return found


@durable_execution
def steps_in_map(event: Event, context: DurableContext) -> list[str]:
    def price(child: DurableContext, sku: str, index: int, skus: Any) -> str:
        return child.step(lambda _: act(sku), name=sku)

    found: BatchResult[str] = context.map(["first", "second"], price, name="prices")
    found.throw_if_error()
    context.wait(MINUTE, name="pause")
    return found.get_results()


@durable_execution
def sleep_in_handler(event: Event, context: DurableContext) -> None:
    began = time.monotonic()
    time.sleep(0.05)
    act("slept" if time.monotonic() - began >= 0.05 else "did not sleep")
    context.wait(MINUTE, name="pause")


@durable_execution
def wait_in_handler(event: Event, context: DurableContext) -> None:
    context.wait(MINUTE, name="for_the_export")
    context.wait(MINUTE, name="pause")


@durable_execution
def print_outside_step(event: Event, context: DurableContext) -> None:
    print("packing")
    context.wait(MINUTE, name="pause")


@durable_execution
def log_outside_step(event: Event, context: DurableContext) -> None:
    context.logger.warning("packing")
    context.wait(MINUTE, name="pause")


@durable_execution
def listing_on_replay(event: Event, context: DurableContext) -> None:
    for name in os.listdir(INBOX):
        context.step(lambda _: INBOX.joinpath(name).unlink(), name=f"take-{name}")
    context.wait(MINUTE, name="pause")


@durable_execution
def listing_in_step(event: Event, context: DurableContext) -> None:
    for name in context.step(lambda _: sorted(os.listdir(INBOX)), name="list"):
        context.step(lambda _: INBOX.joinpath(name).unlink(), name=f"take-{name}")
    context.wait(MINUTE, name="pause")
