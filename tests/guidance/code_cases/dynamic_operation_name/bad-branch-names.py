import random

import aws_durable_execution_sdk_python as sdk
from aws_durable_execution_sdk_python import ParallelBranch

from quality import inspect


@sdk.durable_execution
def inspect_batch(event, context):
    result = context.parallel(
        [
            ParallelBranch(lambda ctx: ctx.step(inspect, name="top"), name="top"),
            ParallelBranch(
                func=lambda ctx: ctx.step(inspect, name="bottom"),
                name="bottom-%d" % random.randrange(100),  # finds DF001, DF003
            ),
        ],
        name="inspect",
    )
    result.throw_if_error()
    return result.get_results()
