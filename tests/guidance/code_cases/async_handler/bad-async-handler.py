from aws_durable_execution_sdk_python import DurableContext, durable_execution

from lights import switch


@durable_execution
async def handler(event: dict, context: DurableContext) -> dict:  # finds DF014
    state = context.step(lambda _: switch(event["lamp"]), name="switch")
    return {"state": state}
