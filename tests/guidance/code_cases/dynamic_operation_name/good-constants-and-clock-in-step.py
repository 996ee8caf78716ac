import datetime

from aws_durable_execution_sdk_python.config import Duration
from aws_durable_execution_sdk_python import durable_execution, durable_step

STAGES = ("extract", "transform", "load")


@durable_step
def run_stage(step, stage, job):
    started = datetime.datetime.now().isoformat()
    step.logger.info("stage %s started %s", stage, started)
    return {"stage": stage, "job": job, "started": started}


@durable_execution
def pipeline(event, context):
    history = []
    for stage in STAGES:
        history.append(context.step(run_stage(stage, event["job"]), name=f"stage-{stage}"))
        context.wait(Duration.from_seconds(10), name=f"after-{stage}")
    return history
