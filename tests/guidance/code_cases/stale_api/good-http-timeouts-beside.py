from aws_durable_execution_sdk_python import durable_execution, durable_step
from aws_durable_execution_sdk_python.config import StepConfig
from aws_durable_execution_sdk_python.retries import RetryPresets

from bees import Client, Policy

client = Client(timeout_seconds=3)
policy = Policy(initial_delay_seconds=1, max_delay_seconds=8, semantics="best-effort")


@durable_step
def weigh(step, hive):
    return client.weigh(hive, policy=policy, timeout=5)


@durable_execution
def apiary(event, context):
    weights = []
    for number, hive in enumerate(event["hives"]):
        weights.append(
            context.step(
                weigh(hive),
                name=f"weigh-{number}",
                config=StepConfig(retry_strategy=RetryPresets.linear()),
            )
        )
    return {"grams": sum(weights)}
