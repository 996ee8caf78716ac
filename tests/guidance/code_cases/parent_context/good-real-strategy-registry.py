from aws_durable_execution_sdk_python import DurableContext, durable_execution
import carriers

HANDLERS = {}

def carrier(name):
    def register(func):
        HANDLERS[name] = func
        return func
    return register

@carrier("bike")
def bike(context: DurableContext, parcel: dict) -> dict:
    return context.step(lambda _: carriers.bike(parcel), name="bike")

@carrier("truck")
def truck(context: DurableContext, parcel: dict) -> dict:
    slot = context.step(lambda _: carriers.slot(parcel), name="slot")
    return context.step(lambda _: carriers.truck(parcel, slot), name="truck")

@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    return HANDLERS[event["carrier"]](context, event["parcel"])
