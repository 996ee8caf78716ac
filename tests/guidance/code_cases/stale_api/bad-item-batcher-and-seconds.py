from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import CompletionConfig, Duration, InvokeConfig, MapConfig

from bees import weigh


def hive(ctx, name, index, names):
    weight = ctx.step(lambda _: weigh(name), name="weigh")
    ctx.wait(Duration.from_seconds(5), name="settle")
    return weight


@durable_execution
def apiary(event, context):
    hives = context.map(
        event["hives"],
        hive,
        name="hives",
        config=MapConfig(
            item_batcher=None,  # finds DF021
            completion_config=CompletionConfig.all_completed(),
        ),
    )
    honey = context.invoke(
        "honey:v2",
        {"hives": hives.get_results()},
        name="honey",
        config=InvokeConfig(timeout_seconds=120),  # finds DF021
    )
    return {"honey": honey, "lost": hives.failure_count}
