import pytest
from aws_durable_execution_sdk_python import durable_execution, DurableContext
from aws_durable_execution_sdk_python_testing import DurableFunctionTestRunner
import time, uuid

@durable_execution
def handler(event: dict, context: DurableContext) -> str:
    return context.step(lambda _: f"hello {event['name']}", name="greet")

def test_greets():
    started = time.time()
    with DurableFunctionTestRunner(handler) as runner:
        result = runner.run(input='{"name": "x"}', timeout=10)
    print(result.status, time.time() - started, uuid.uuid4())
    assert result.get_step("greet").result
