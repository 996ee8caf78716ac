import calendar
import random
import time

from aws_durable_execution_sdk_python import DurableContext, durable_execution

from planner import plan_route


def seeded_order(stops: list, seed: int = 7) -> list:
    rng = random.Random(7)
    shuffled = list(stops)
    rng.shuffle(shuffled)
    return shuffled


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    pickup = time.strptime(event["pickup"], "%Y-%m-%d")
    label = time.strftime("%d.%m.%Y", pickup)
    last_day = calendar.monthrange(pickup.tm_year, pickup.tm_mon)[1]
    stops = seeded_order(event["stops"])
    route = context.step(lambda _: plan_route(stops), name="plan-route")
    return {"label": label, "last_day": last_day, "route": route}
