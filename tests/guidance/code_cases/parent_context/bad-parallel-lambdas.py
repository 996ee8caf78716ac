from aws_durable_execution_sdk_python import durable_execution, durable_step

import genome


@durable_step
def align(step, sample):
    return genome.align(sample)


@durable_execution
def sequencing(event, context):
    runs = context.parallel(
        [
            lambda ctx: context.step(align(event["left"]), name="left"),  # finds DF006
            lambda ctx: ctx.step(align(event["right"]), name="right"),
        ],
        name="align-both",
    )
    runs.throw_if_error()
    return {"runs": runs.get_results()}
