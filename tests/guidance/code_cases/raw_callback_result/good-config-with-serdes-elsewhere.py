from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import CallbackConfig, Duration, WaitForCallbackConfig
from aws_durable_execution_sdk_python.serdes import ExtendedTypeSerDes, JsonSerDes

import polls

POLL = WaitForCallbackConfig(timeout=Duration.from_days(1), serdes=JsonSerDes())


def ask(ctx: DurableContext, question: str, config: WaitForCallbackConfig) -> dict:
    votes = ctx.wait_for_callback(
        lambda cb, _: polls.open(question, cb), name="poll", config=config
    )
    return {"yes": votes["yes"], "no": votes.get("no", 0)}


@durable_execution
def poll(event: dict, context: DurableContext) -> dict:
    first = ask(context, event["question"], POLL)
    final = context.create_callback(
        config=CallbackConfig(timeout=Duration.from_hours(2), serdes=ExtendedTypeSerDes())
    )
    context.step(lambda _: polls.close(final.callback_id), name="close")
    return {"first": first, "final": final.result()["count"]}
