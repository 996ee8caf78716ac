import aws_durable_execution_sdk_python as durable

from kayaks import inflate


class Rental:
    def __init__(self, context, boat):
        self.context = context
        self.boat = boat

    async def pump(self, step):  # finds DF014
        return await inflate(self.boat)

    def run(self):
        return self.context.step(self.pump, name="pump")


@durable.durable_execution
def rental(event, context):
    async def child_body(child):  # finds DF014
        return child.step(lambda _: event["boat"], name="boat")

    context.run_in_child_context(child_body, name="prepare")
    return {"boat": Rental(context, event["boat"]).run()}
