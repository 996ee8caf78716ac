from aws_durable_execution_sdk_python import durable_execution, durable_with_child_context

from trips import book_leg


def book(ctx, leg, number):
    return ctx.step(lambda _: book_leg(leg), name=f"leg-{number}")


@durable_with_child_context
def itinerary(child, legs):
    return [book(child, leg, number) for number, leg in enumerate(legs)]


@durable_execution
def travel(event, context):
    outbound = context.run_in_child_context(itinerary(event["out"]), name="outbound")
    direct = book(context, event["transfer_leg"], 0)
    return {"outbound": outbound, "middle": direct}
