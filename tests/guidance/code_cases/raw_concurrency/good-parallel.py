from aws_durable_execution_sdk_python import durable_execution, durable_parallel_branch
from aws_durable_execution_sdk_python.config import CompletionConfig, ParallelConfig

from ports import unload


@durable_parallel_branch(name="unload")
def unload_ship(ctx, ship):
    return ctx.step(lambda _: unload(ship), name="unload-ship")


@durable_execution
def harbour(event, context):
    result = context.parallel(
        [unload_ship(ship) for ship in event["ships"]],
        name="unload-all",
        config=ParallelConfig(
            max_concurrency=4, completion_config=CompletionConfig.all_completed()
        ),
    )
    result.throw_if_error()
    return {"unloaded": result.get_results()}
