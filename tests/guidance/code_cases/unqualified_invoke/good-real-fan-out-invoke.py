import os
from functools import partial
from aws_durable_execution_sdk_python import BatchResult, DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import InvokeConfig, ParallelConfig, ParallelBranch

WORKER = os.environ["WORKER_ARN"]

def work(region: str, payload: dict, ctx: DurableContext) -> dict:
    return ctx.invoke(WORKER, {**payload, "region": region}, name=f"worker-{region}")

@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    regions = sorted(set(event["regions"]))
    branches = [ParallelBranch(func=partial(work, region, event), name=region) for region in regions]
    batch: BatchResult = context.parallel(branches, name="regions", config=ParallelConfig(max_concurrency=4))
    failed = {regions[item.index]: str(item.error) for item in batch.failed()}
    return {"done": batch.success_count, "failed": failed}
