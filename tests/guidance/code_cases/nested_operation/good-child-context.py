from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step
from aws_durable_execution_sdk_python.config import Duration

from payroll import gross, tax


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    def compute(child: DurableContext) -> dict:
        base = child.step(lambda _: gross(event["employee"]), name="gross")
        child.wait(Duration.from_seconds(30), name="cool-off")
        rate = child.step(lambda _: tax(event["country"]), name="tax-rate")
        return {"net": base - base * rate // 100}

    return context.run_in_child_context(compute, name="compute-net")
