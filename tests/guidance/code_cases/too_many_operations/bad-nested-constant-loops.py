from __future__ import annotations

from aws_durable_execution_sdk_python import DurableContext
from aws_durable_execution_sdk_python import durable_execution as durable

from mosaics import lay

ROWS = 80
COLUMNS = 60


@durable
def mosaic(event: dict, ctx: DurableContext) -> dict:
    tiles = 0
    for row in range(ROWS):  # finds DF025
        for column in range(COLUMNS):
            tiles += ctx.step(lambda _: lay(row, column), name=f"tile-{row}-{column}")
    return {"tiles": tiles}
