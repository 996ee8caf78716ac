from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step
from aws_durable_execution_sdk_python.config import StepConfig, StepSemantics
from aws_durable_execution_sdk_python.retries import RetryPresets

import gateway

ONCE = StepConfig(
    retry_strategy=RetryPresets.none(),
    step_semantics=StepSemantics.AT_MOST_ONCE_PER_RETRY,
)


@durable_step
def charge_card(step: StepContext, order: dict) -> str:
    return gateway.charge(order["card"], order["total"])


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    return {"receipt": context.step(charge_card(event), config=ONCE)}
