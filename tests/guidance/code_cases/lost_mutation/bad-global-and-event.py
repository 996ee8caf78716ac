import aws_durable_execution_sdk_python as sdk
from aws_durable_execution_sdk_python.config import Duration

from rooms import heat_up

last_room = ""


@sdk.durable_execution
def heating(event: dict, context: sdk.DurableContext) -> dict:
    def warm(step: sdk.StepContext) -> int:
        global last_room
        last_room = event["room"]  # finds DF005
        degrees = heat_up(event["room"])
        event["degrees"] = degrees  # finds DF005
        return degrees

    context.step(warm, name="warm")
    context.wait(Duration.from_minutes(20), name="soak")
    return {"degrees": event["degrees"], "room": last_room}
