from dataclasses import dataclass

import aws_durable_execution_sdk_python as sdk
from aws_durable_execution_sdk_python.config import Duration

import lasers


@dataclass(frozen=True)
class Pulse:
    milliseconds: int

    def wait(self, factor: float) -> float:
        return self.milliseconds * factor


@sdk.durable_execution
def laser(event: dict, context: sdk.DurableContext) -> dict:
    pulse = Pulse(event["milliseconds"])
    pause = pulse.wait(0.5)
    total = pulse.wait(10)
    context.wait(Duration.from_minutes(event.get("minutes", 1)), name="recharge")
    return {"pause": pause, "total": total, "hit": context.step(lasers.fire, name="fire")}
