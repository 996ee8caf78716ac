from aws_durable_execution_sdk_python import DurableContext, durable_execution


@durable_execution
def brew(event: dict, context: DurableContext) -> str:
    context.wait(seconds=5)  # finds DF016, DF021
    context.wait(minutes=10, name="steep")  # finds DF016, DF021
    context.wait(name="cool", hours=1)  # finds DF016, DF021
    context.wait(  # finds DF021
        seconds=event["rest"],
        name="rest",
    )
    context.wait(10)  # finds DF016
    return context.step(lambda _: "poured", name="pour")
