import concurrent.futures

from aws_durable_execution_sdk_python import durable_execution as durable

from orchard import prune


@durable
def orchard(event, ctx):
    executor = concurrent.futures.ThreadPoolExecutor()
    pruned = executor.map(lambda t: ctx.step(lambda _: prune(t), name=t), event["trees"])  # finds DF008
    return {"pruned": list(pruned)}
