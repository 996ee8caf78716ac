from aws_durable_execution_sdk_python import (
    DurableContext,
    StepContext,
    durable_execution,
    durable_step,
    durable_with_child_context,
)

from fleet import assign, inspect_vehicle


@durable_step
def assign_driver(_: StepContext, vehicle: str) -> str:
    return assign(vehicle)


@durable_with_child_context
def prepare(child: DurableContext, vehicle: str) -> dict:
    def checks(inner: DurableContext) -> list:
        brakes = inner.step(lambda _: inspect_vehicle(vehicle, "brakes"), name="brakes")
        tyres = inner.step(lambda _: inspect_vehicle(vehicle, "tyres"), name="tyres")
        return [brakes, tyres]

    report = child.run_in_child_context(checks, name="checks")
    return {"report": report, "driver": child.step(assign_driver(vehicle))}


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    return context.run_in_child_context(prepare(event["vehicle"]), name="prepare")
