import aws_durable_execution_sdk_python as sdk
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig


@sdk.durable_execution
def onboarding(event: dict, context: sdk.DurableContext) -> dict:
    def submit(callback_id, ctx):
        ctx.logger.info("asking for a signature")
        context.invoke("signatures:live", {"callback": callback_id}, name="sign")  # finds DF004

    signed = context.wait_for_callback(
        submit,
        name="signature",
        config=WaitForCallbackConfig(timeout=Duration.from_days(3)),
    )
    return {"signed": signed}
