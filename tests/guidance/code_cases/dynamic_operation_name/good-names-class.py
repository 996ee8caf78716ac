from aws_durable_execution_sdk_python import durable_execution as durable_handler


class Names:
    prefix = "shipment"

    @classmethod
    def step(cls, what: str, number: int) -> str:
        return f"{cls.prefix}-{what}-{number:03d}"


@durable_handler
def shipments(event, context):
    weights = []
    for number, parcel in enumerate(event["parcels"]):
        weight = context.step(lambda _: parcel["grams"], name=Names.step("weigh", number))
        weights.append(weight)
    return {"grams": sum(weights)}
