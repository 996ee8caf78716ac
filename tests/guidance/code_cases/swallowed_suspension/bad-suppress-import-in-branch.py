from contextlib import suppress

from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import Duration

from museum import dim_lights, lock_room


@durable_execution
def closing(event: dict, context: DurableContext) -> dict:
    def room(ctx: DurableContext, name: str, index: int, names: list) -> str:
        locked = "open"
        with suppress(KeyError, BaseException):  # finds DF010
            ctx.wait(Duration.from_minutes(10), name="last-visitors")
            locked = ctx.step(lambda _: lock_room(name), name="lock-room")
        return locked

    rooms = context.map(event["rooms"], room, name="rooms")
    rooms.throw_if_error()
    try:
        dimmed = context.step(lambda _: dim_lights(), name="dim")
    except BaseException:  # finds DF010
        dimmed = None
    return {"rooms": rooms.get_results(), "dimmed": dimmed}
