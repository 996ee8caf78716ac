from aws_durable_execution_sdk_python import DurableContext, StepError, durable_execution
from aws_durable_execution_sdk_python.exceptions import InvocationError, InvokeError
from aws_durable_execution_sdk_python.retries import LinearRetryStrategyConfig, create_linear_retry_strategy
from aws_durable_execution_sdk_python.config import Duration, StepConfig

from olives import press

LINEAR = create_linear_retry_strategy(
    LinearRetryStrategyConfig(
        max_attempts=4, initial_delay=Duration.from_seconds(1), increment=Duration.from_seconds(3)
    )
)


@durable_execution
def mill(event: dict, context: DurableContext) -> dict:
    try:
        oil = context.step(
            lambda _: press(event["crate"]), name="press", config=StepConfig(LINEAR)
        )
        return context.invoke("bottling:live", {"litres": oil}, name="bottle")
    except (StepError, InvokeError) as error:
        return {"error": error.message}
    except InvocationError:
        raise
