from aws_durable_execution_sdk_python import DurableContext, StepError, durable_execution
from aws_durable_execution_sdk_python.config import Duration, StepConfig
from aws_durable_execution_sdk_python.retries import RetryPresets
import partner

NO_RETRY = StepConfig(retry_strategy=RetryPresets.none())

@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    last: str | None = None
    for attempt in range(1, 6):
        try:
            return context.step(lambda _: partner.submit(event), name=f"submit-{attempt}", config=NO_RETRY)
        except StepError as error:
            last = error.message
            if error.error_type == "partner.Rejected":
                break
            context.wait(Duration.from_seconds(2**attempt), name=f"back-off-{attempt}")
    raise RuntimeError(f"not submitted: {last}")
