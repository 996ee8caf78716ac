from pydantic import BaseModel

from aws_durable_execution_sdk_python import DurableContext, durable_execution, durable_with_child_context

import catalogue


class Product(BaseModel):
    sku: str
    colours: list[str]

    def first_colour(self) -> str:
        return self.colours[0]


@durable_with_child_context
def describe(child: DurableContext, sku: str) -> dict:
    raw = child.step(lambda _: catalogue.load(sku), name="load")
    product = Product.model_validate(raw)
    return product.model_dump()


@durable_execution
def colours(event: dict, context: DurableContext) -> dict:
    tags = context.step(lambda _: sorted({t.lower() for t in event["tags"]}), name="tags")
    product = Product(**context.run_in_child_context(describe(event["sku"]), name="describe"))
    return {"colour": product.first_colour(), "tags": tags}
