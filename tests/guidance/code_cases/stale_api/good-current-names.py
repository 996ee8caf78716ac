from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step
from aws_durable_execution_sdk_python.config import Duration, InvokeConfig, StepConfig, StepSemantics
from aws_durable_execution_sdk_python.retries import RetryStrategyConfig, create_retry_strategy

import satellites

RETRY = create_retry_strategy(
    RetryStrategyConfig(
        max_attempts=5,
        initial_delay=Duration.from_seconds(2),
        max_delay=Duration.from_seconds(60),
    )
)


@durable_step
def deploy_antenna(step: StepContext, satellite: str) -> str:
    return satellites.deploy(satellite)


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    state = context.step(
        deploy_antenna(event["satellite"]),
        config=StepConfig(
            retry_strategy=RETRY, step_semantics=StepSemantics.AT_MOST_ONCE_PER_RETRY
        ),
    )
    orbit = context.invoke(
        "orbit:live", state, name="orbit", config=InvokeConfig(tenant_id=event["tenant"])
    )
    return {"orbit": orbit}
