import os
from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.data_classes import EventBridgeEvent, event_source
from aws_durable_execution_sdk_python import DurableContext, durable_execution, durable_step
from aws_durable_execution_sdk_python.config import Duration

logger = Logger(service="invoices")
metrics = Metrics(namespace="Invoices")
tracer = Tracer()

@durable_step
@tracer.capture_method
def render(ctx, invoice: dict) -> str:
    logger.info("rendering", extra={"invoice": invoice["id"]})
    metrics.add_metric(name="Rendered", unit=MetricUnit.Count, value=1)
    return f"s3://{os.environ['BUCKET']}/{invoice['id']}.pdf"

@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    detail = EventBridgeEvent(event).detail
    url = context.step(render(detail), name="render")
    context.wait(Duration.from_days(detail.get("grace_days", 14)), name="grace")
    paid = context.step(lambda step: bool(detail.get("paid")), name="is-paid")
    return {"url": url, "paid": paid}
