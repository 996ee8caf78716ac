from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import MapConfig

from parcels import label


def make_label(ctx, parcel, index, parcels):
    return ctx.step(lambda _: label(parcel), name=f"label-{index}")


@durable_execution
def labels(event, context):
    batch = context.map(
        event["parcels"],
        make_label,
        name="labels",
        config=MapConfig(item_namer=lambda parcel, index: f"{parcel['id']}-{index}"),
    )
    batch.throw_if_error()
    return batch.get_results()
