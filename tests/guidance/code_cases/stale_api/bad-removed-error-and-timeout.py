from aws_durable_execution_sdk_python import durable_execution, exceptions
from aws_durable_execution_sdk_python.config import Duration, InvokeConfig

from archive import note


@durable_execution
def translate(event, context):
    text = ""
    try:
        text = context.invoke(
            "translator:live",
            {"text": event["text"]},
            name="translate",
            config=InvokeConfig(timeout=Duration.from_minutes(5)),  # finds DF021
        )
    except exceptions.CallableRuntimeError as error:  # finds DF021
        context.logger.error("translator failed: %s", error)
    return {"text": text, "noted": context.step(lambda _: note(text), name="note")}
