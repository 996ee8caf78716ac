from pydantic import BaseModel

from aws_durable_execution_sdk_python import durable_execution

import catalogue


class Product(BaseModel):
    sku: str
    colours: list[str]


def describe(child):
    raw = child.step(lambda _: catalogue.load("sku-1"), name="load")
    return Product(sku=raw["sku"], colours=raw["colours"])  # finds DF022


@durable_execution
def colours(event, context):
    tags = context.step(lambda _: {tag.lower() for tag in event["tags"]}, name="tags")  # finds DF022
    product = context.run_in_child_context(describe, name="describe")
    return {"common": sorted(tags & set(product.colours))}
