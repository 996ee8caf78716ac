from aws_durable_execution_sdk_python import BatchItemStatus, durable_execution
from aws_durable_execution_sdk_python.config import CompletionConfig, ParallelConfig

from ferries import fuel


@durable_execution
def harbour(event, ctx):
    fuelled = ctx.parallel(
        [
            lambda branch: branch.step(lambda _: fuel("north"), name="north"),
            lambda branch: branch.step(lambda _: fuel("south"), name="south"),
        ],
        name="fuel",
        config=ParallelConfig(completion_config=CompletionConfig.first_successful()),
    )
    litres = 0
    for item in fuelled.all:
        if item.status is BatchItemStatus.SUCCEEDED:
            litres += item.result
    return {"litres": litres, "why": fuelled.completion_reason.value}
