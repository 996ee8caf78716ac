from typing import TypeVar, Callable, Any
from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution
from aws_durable_execution_sdk_python.config import StepConfig, StepSemantics
from aws_durable_execution_sdk_python.retries import RetryPresets

T = TypeVar("T")
ONCE = StepConfig(step_semantics=StepSemantics.AT_MOST_ONCE_PER_RETRY, retry_strategy=RetryPresets.none())

def once(context: DurableContext, name: str, action: Callable[[], T]) -> T:
    return context.step(lambda _: action(), name=name, config=ONCE)

class Bank:
    def transfer(self, amount: int) -> str:
        return "t"

@durable_execution
def handler(event: dict[str, Any], context: DurableContext) -> str:
    bank = Bank()
    return once(context, "transfer", lambda: bank.transfer(event["amount"]))
