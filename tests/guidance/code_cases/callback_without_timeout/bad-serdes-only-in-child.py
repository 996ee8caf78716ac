from aws_durable_execution_sdk_python import DurableContext, durable_execution, durable_with_child_context
from aws_durable_execution_sdk_python.config import WaitForCallbackConfig
from aws_durable_execution_sdk_python.serdes import JsonSerDes

import vet


@durable_with_child_context
def second_opinion(child: DurableContext, animal: str) -> dict:
    opinion = child.wait_for_callback(  # finds DF017
        lambda cb, ctx: vet.ask(animal, cb),
        name="vet",
        config=WaitForCallbackConfig(serdes=JsonSerDes()),
    )
    return {"diagnosis": opinion["diagnosis"]}


@durable_execution
def clinic(event: dict, context: DurableContext) -> dict:
    return context.run_in_child_context(second_opinion(event["animal"]), name="opinion")
