"""Library self check-out with a running tally."""

from __future__ import annotations

import os
from collections import deque

import redis

from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step
from aws_durable_execution_sdk_python.config import CompletionConfig, Duration, ParallelConfig, StepConfig
from aws_durable_execution_sdk_python.retries import RetryPresets

import shelf

cache = redis.Redis(host=os.environ.get("CACHE", "localhost"))
QUICK = StepConfig(retry_strategy=RetryPresets.transient())


@durable_step
def remember_loan(step: StepContext, member: str, book: str) -> str:
    key = f"loan:{member}:{book}"
    cache.set(key, book)
    return key


class Desk:
    def __init__(self, context: DurableContext, member: str) -> None:
        self.context = context
        self.member = member
        self.loans: list[str] = []
        self.queue: deque[str] = deque()

    def scan(self, step: StepContext) -> list[str]:
        titles = []
        for book in shelf.scan(self.member):
            titles.append(book["title"])
            self.queue.append(book["isbn"])  # finds DF005
        step.logger.info("scanned %d books", len(titles))
        return titles

    def lend(self, books: list[str]) -> None:
        for number, book in enumerate(books):
            key = self.context.step(
                remember_loan(self.member, book), name=f"loan-{number}", config=QUICK
            )
            self.loans.append(key)


@durable_execution
def check_out(event: dict, context: DurableContext) -> dict:
    desk = Desk(context, event["member"])
    fees = {"late": 0}
    titles = context.step(desk.scan, name="scan", config=QUICK)
    desk.lend(titles)
    context.wait(Duration.from_seconds(30), name="gate")

    def late_fee(ctx: DurableContext) -> int:
        cents = ctx.step(lambda _: shelf.late_fee(event["member"]), name="late-fee")
        fees["late"] = cents  # finds DF005
        return cents

    def recommend(ctx: DurableContext) -> list:
        seen = set(titles)
        found = []
        for title in ctx.step(lambda _: shelf.similar(titles), name="similar"):
            if title not in seen:
                seen.add(title)
                found.append(title)
        return found

    extra = context.parallel(
        [late_fee, recommend],
        name="extras",
        config=ParallelConfig(completion_config=CompletionConfig.all_completed()),
    )
    extra.throw_if_error()
    return {"loans": desk.loans, "queue": list(desk.queue), "fees": fees}
