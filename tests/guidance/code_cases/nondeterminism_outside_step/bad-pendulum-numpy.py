import numpy as np
import pendulum

from aws_durable_execution_sdk_python import DurableContext, durable_execution

from sampling import score


@durable_execution(boto3_client=None)
def handler(event: dict, context: DurableContext) -> dict:
    today = pendulum.now("Europe/Oslo").to_date_string()  # finds DF001
    rng = np.random.default_rng()
    noise = rng.normal(0.0, 1.0)  # finds DF001
    partition = hash(event["customer"]) % 8  # finds DF001
    result = context.step(
        lambda _: score(event["customer"], noise, partition), name="score-customer"
    )
    return {"day": today, "result": result}
