import aws_durable_execution_sdk_python as sdk
from aws_durable_execution_sdk_python.config import MapConfig

from mail_room import sort_bag, weigh_bag


def sort_one(ctx, bag, index, bags):
    return ctx.step(lambda _: sort_bag(bag), name="sort")


def weigh_one(ctx, bag, index, bags):
    return ctx.step(lambda _: weigh_bag(bag), name="weigh")


@sdk.durable_execution(plugins=[])
def bags(event, context):
    ordered = context.map(event["bags"], sort_one, name="sort-bags")
    ordered.throw_if_error()
    weights = context.map(  # finds DF012
        ordered.get_results(), weigh_one, name="weigh-bags", config=MapConfig(max_concurrency=9)
    )
    heaviest = max(weights.get_results(), default=0)
    return {"heaviest": heaviest, "weighed": weights.success_count}
