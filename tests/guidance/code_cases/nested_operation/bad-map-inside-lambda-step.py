from aws_durable_execution_sdk_python import DurableContext, durable_execution

from maps import normalise


def locate(ctx: DurableContext, address: str, index: int, addresses: list) -> str:
    return normalise(address)


def locate_all(ctx: DurableContext, addresses: list) -> list:
    batch = ctx.map(addresses, locate, name="locate")  # finds DF004
    batch.throw_if_error()
    return batch.get_results()


@durable_execution
def router(event: dict, context: DurableContext) -> dict:
    points = context.step(lambda _: locate_all(context, event["stops"]), name="all-stops")
    return {"points": points}
