from aws_durable_execution_sdk_python import DurableContext, durable_execution

from steps import empty_bin, sweep


def clean(ctx: DurableContext, room: str) -> str:
    ctx.step(empty_bin, name="empty-bin")  # finds DF015
    return ctx.step(sweep(room), name="sweep")


@durable_execution
def app(event: dict, context: DurableContext) -> list:
    return [clean(context, room) for room in event["rooms"]]
