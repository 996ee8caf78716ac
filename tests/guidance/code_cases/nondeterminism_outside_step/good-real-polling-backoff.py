from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import Duration
from aws_durable_execution_sdk_python.waits import WaitForConditionConfig, WaitForConditionDecision
import boto3
import time

athena = boto3.client("athena")

def check(state, poll):
    poll.logger.info("attempt")
    execution = athena.get_query_execution(QueryExecutionId=state["id"])["QueryExecution"]
    return {**state, "status": execution["Status"]["State"], "checked": time.time()}

def strategy(state, attempt):
    if state["status"] in ("SUCCEEDED", "FAILED", "CANCELLED"):
        return WaitForConditionDecision.stop_polling()
    delay = min(5 * 2 ** attempt, 300)
    return WaitForConditionDecision.continue_waiting(Duration.from_seconds(delay))

@durable_execution
def handler(event, context):
    def start(_):
        return athena.start_query_execution(QueryString=event["sql"], WorkGroup="primary")["QueryExecutionId"]
    query = context.step(start, name="start-query")
    final = context.wait_for_condition(check, config=WaitForConditionConfig(initial_state={"id": query, "status": "QUEUED"}, wait_strategy=strategy), name="query-done")
    if final["status"] != "SUCCEEDED":
        raise RuntimeError(f"query {query} ended as {final['status']}")
    rows = context.step(lambda _: athena.get_query_results(QueryExecutionId=query)["ResultSet"]["Rows"], name="results")
    return {"rows": len(rows)}
