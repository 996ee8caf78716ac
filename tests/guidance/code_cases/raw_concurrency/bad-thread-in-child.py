from threading import Thread

from aws_durable_execution_sdk_python import DurableContext, durable_execution, durable_with_child_context
from aws_durable_execution_sdk_python.config import Duration

from bridges import raise_deck


def close_later(ctx: DurableContext) -> None:
    ctx.wait(Duration.from_minutes(15), name="vessel-passes")


@durable_with_child_context
def open_bridge(child: DurableContext, bridge: str) -> str:
    timer = Thread(target=close_later, args=(child,), daemon=True)  # finds DF008
    timer.start()
    raised = child.step(lambda _: raise_deck(bridge), name="raise-deck")
    timer.join()
    return raised


@durable_execution
def bridge_handler(event: dict, context: DurableContext) -> dict:
    return {"deck": context.run_in_child_context(open_bridge(event["bridge"]), name="open")}
