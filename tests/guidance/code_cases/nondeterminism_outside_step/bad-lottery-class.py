from __future__ import annotations

import secrets
from random import Random

from aws_durable_execution_sdk_python import DurableContext, durable_execution


class Draw:
    def __init__(self, context: DurableContext, entrants: list[str]):
        self.context = context
        self.entrants = entrants
        self.rng = Random()

    def run(self) -> dict:
        ticket = secrets.token_hex(8)  # finds DF001
        winner = self.rng.choice(self.entrants)  # finds DF001
        entry = self.context.step(
            lambda _: {"ticket": ticket, "winner": winner}, name="record-winner"
        )
        return entry


@durable_execution
def draw_handler(event: dict, context: DurableContext) -> dict:
    return Draw(context, event["entrants"]).run()
