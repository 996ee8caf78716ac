import aws_durable_execution_sdk_python as durable

from mixer import blend

batch_number = 0


@durable.durable_execution
def blend_handler(event: dict, context: durable.DurableContext) -> dict:
    global batch_number
    batch_number += 1  # finds DF001
    colour = context.step(
        lambda _: blend(event["recipe"]),
        name=f"blend-{batch_number}",  # finds DF003
    )
    return {"colour": colour}
