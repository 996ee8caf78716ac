import json

from aws_durable_execution_sdk_python import durable_execution, durable_step
from aws_durable_execution_sdk_python.config import CallbackConfig, Duration

import scales

LIMIT = CallbackConfig(timeout=Duration.from_minutes(30))


@durable_step
def start_weighing(step, truck, callback_id):
    return scales.start(truck, callback_id)


@durable_execution
def weighbridge(event, context):
    weighing = context.create_callback(name="weighing", config=LIMIT)
    context.step(start_weighing(event["truck"], weighing.callback_id))
    result = json.loads(weighing.result())
    return {"truck": event["truck"], "tons": result.get("tons", 0)}
