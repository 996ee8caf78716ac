from aws_durable_execution_sdk_python import DurableContext, durable_execution, durable_parallel_branch

import shards


@durable_parallel_branch()
def compact_shard(ctx: DurableContext, shard: int) -> int:
    return ctx.step(lambda _: shards.compact(shard), name="compact")


@durable_execution
def compact(event: dict, ctx: DurableContext) -> dict:
    work = []
    for shard in range(event["shards"]):
        work.append(compact_shard(shard))
    compacted = ctx.parallel(work, name="compact")
    compacted.throw_if_error()
    return {"bytes": sum(compacted.get_results())}
