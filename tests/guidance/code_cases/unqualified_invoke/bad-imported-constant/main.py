import aws_durable_execution_sdk_python as durable

from targets import INVENTORY


@durable.durable_execution
def main(event, context):
    stock = context.invoke(INVENTORY, {"sku": event["sku"]}, name="stock")  # finds DF018
    context.logger.info("stock is %s", stock)
    return stock
