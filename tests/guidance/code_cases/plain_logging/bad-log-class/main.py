from aws_durable_execution_sdk_python import DurableContext, durable_execution

from flow import Flow


@durable_execution
def main(event: dict, context: DurableContext) -> dict:
    return Flow(context).run(event["shelf"])
