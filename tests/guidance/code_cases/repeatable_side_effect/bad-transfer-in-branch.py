import aws_durable_execution_sdk_python as sdk
from aws_durable_execution_sdk_python.config import StepConfig
from aws_durable_execution_sdk_python.retries import RetryPresets

import bank


@sdk.durable_execution
def salaries(event, context):
    def one(ctx, employee, index, employees):
        return ctx.step(  # finds DF019
            lambda _: bank.move(employee["iban"], employee["net"]),
            name="transfer-salary",
            config=StepConfig(retry_strategy=RetryPresets.critical()),
        )

    run = context.map(event["employees"], one, name="salaries")
    run.throw_if_error()
    return {"moved": run.success_count}
