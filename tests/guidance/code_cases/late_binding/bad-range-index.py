from __future__ import annotations

from aws_durable_execution_sdk_python import DurableContext
from aws_durable_execution_sdk_python import durable_execution as durable
from aws_durable_execution_sdk_python.config import ParallelConfig

import shards


@durable
def compact(event: dict, ctx: DurableContext) -> dict:
    work = []
    for shard in range(event["shards"]):
        work.append(lambda branch: branch.step(lambda _: shards.compact(shard), name="compact"))  # finds DF013
    compacted = ctx.parallel(work, name="compact", config=ParallelConfig(max_concurrency=4))
    compacted.throw_if_error()
    return {"bytes": sum(compacted.get_results())}
