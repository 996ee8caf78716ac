import aws_durable_execution_sdk_python as durable
from aws_durable_execution_sdk_python.config import Duration

from sluice import close_gate, open_gate


@durable.durable_execution
def sluice(event, context):
    try:
        context.step(lambda _: open_gate(event["gate"]), name="open-gate")
        context.wait(Duration.from_hours(2), name="flow")
    finally:
        context.step(lambda _: close_gate(event["gate"]), name="close-gate")  # finds DF010

    try:
        report = context.invoke("water-report:v3", {"gate": event["gate"]}, name="report")
    finally:
        print("report attempted")  # finds DF010, DF011
    return report
