from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step

from payroll import gross, tax


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    def compute(step: StepContext) -> dict:
        base = gross(event["employee"])
        rate = context.step(lambda _: tax(event["country"]), name="tax-rate")  # finds DF004
        return {"net": base - base * rate // 100}

    return context.step(compute, name="compute-net")
