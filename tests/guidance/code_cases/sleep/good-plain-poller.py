import os
import time

import boto3

athena = boto3.client("athena")


def handler(event, context):
    query = athena.start_query_execution(
        QueryString=event["sql"],
        ResultConfiguration={"OutputLocation": os.environ["OUTPUT"]},
    )["QueryExecutionId"]
    while context.get_remaining_time_in_millis() > 5_000:
        state = athena.get_query_execution(QueryExecutionId=query)
        if state["QueryExecution"]["Status"]["State"] == "SUCCEEDED":
            return {"query": query}
        time.sleep(1)
    raise TimeoutError(query)
