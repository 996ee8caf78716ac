from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution

import kayaks


class Rental:
    def __init__(self, context: DurableContext, boat: str) -> None:
        self.context = context
        self.boat = boat

    async def pump_async(self) -> int:
        return await kayaks.inflate_async(self.boat)

    def pump(self, step: StepContext) -> int:
        return kayaks.inflate(self.boat)

    def run(self) -> int:
        return self.context.step(self.pump, name="pump")


@durable_execution
def rental(event: dict, context: DurableContext) -> dict:
    return {"bar": Rental(context, event["boat"]).run()}
