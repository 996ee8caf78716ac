import aws_durable_execution_sdk_python as sdk
from aws_durable_execution_sdk_python.config import MapConfig

from orchard import prune


def prune_tree(ctx, tree, index, trees):
    return ctx.step(lambda _: prune(tree), name="prune")


@sdk.durable_execution
def orchard(event, context):
    pool = context.map(
        event["trees"], prune_tree, name="prune-all", config=MapConfig(max_concurrency=5)
    )
    if pool.failed():
        context.logger.warning("%d trees left", pool.failure_count)
    return {"pruned": pool.get_results()}
