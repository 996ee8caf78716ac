from uuid import UUID

import aws_durable_execution_sdk_python as durable

from parking import allowed_zones, occupied


@durable.durable_step
def zones(step, plate):
    found = allowed_zones(plate)
    return frozenset(found)  # finds DF022


@durable.durable_execution
def parking(event, context):
    permit = UUID(event["permit"])
    allowed = context.step(zones(event["plate"]))
    taken = context.step(lambda _: occupied(), name="occupied")
    if not taken:
        return {"permit": permit, "zones": sorted(allowed)}  # finds DF022
    return {"permit": str(permit), "zones": set(allowed) - set(taken)}  # finds DF022
