from aws_durable_execution_sdk_python import DurableContext, durable_execution

from tiles import render_tile


@durable_execution
def handler(event: dict, context: DurableContext) -> list:
    order_id = event["order_id"]
    plan = context.step(lambda _: {"zoom": 3}, name=f"plan-{order_id}")
    done = []
    for i, tile in enumerate(event["tiles"]):
        done.append(
            context.step(
                lambda _: render_tile(tile, plan["zoom"]), name=f"tile-{i}-z{plan['zoom']}"
            )
        )
    return done
