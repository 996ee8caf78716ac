import json
import urllib.request

import boto3

from aws_durable_execution_sdk_python import durable_execution, durable_wait_for_callback
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig
from aws_durable_execution_sdk_python.waits import (
    WaitForConditionConfig,
    WaitForConditionDecision,
)

s3 = boto3.client("s3")
glue = boto3.client("glue")


@durable_wait_for_callback
def ask_reviewer(callback_id, ctx, key):
    s3.put_object(Bucket="reviews", Key=key, Body=callback_id.encode())


def check_job(state, check):
    run = glue.get_job_run(JobName=state["job"], RunId=state["run"])
    return {**state, "state": run["JobRun"]["JobRunState"]}


def strategy(state, attempts):
    if state["state"] in ("SUCCEEDED", "FAILED") or attempts > 50:
        return WaitForConditionDecision.stop_polling()
    return WaitForConditionDecision.continue_waiting(Duration.from_minutes(2))


def read_rules(step):
    with urllib.request.urlopen("https://rules.example/v1", timeout=3) as reply:
        return json.load(reply)


@durable_execution
def etl(event, context):
    rules = context.step(read_rules, name="rules")
    done = context.wait_for_condition(
        check_job,
        config=WaitForConditionConfig(
            wait_strategy=strategy,
            initial_state={"job": event["job"], "run": event["run"], "state": ""},
        ),
        name="glue-job",
    )
    word = context.wait_for_callback(
        ask_reviewer(event["key"]),
        name="review",
        config=WaitForCallbackConfig(timeout=Duration.from_days(2)),
    )
    return {"rules": len(rules), "job": done["state"], "review": word}
