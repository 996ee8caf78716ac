from aws_durable_execution_sdk_python import durable_execution, durable_with_child_context

from kitchen import cook, plate


@durable_with_child_context
def course(child, dishes):
    plated = []
    timings = {}
    for position, dish in enumerate(dishes):
        cooked = child.step(lambda _: cook(dish), name=f"cook-{position}")
        timings[dish] = cooked["minutes"]
        plated.append(child.step(lambda _: plate(cooked), name=f"plate-{position}"))
    return {"plates": plated, "minutes": max(timings.values())}


@durable_execution
def dinner(event, context):
    served = []
    for number, dishes in enumerate(event["courses"]):
        served.append(context.run_in_child_context(course(dishes), name=f"course-{number}"))
    return served
