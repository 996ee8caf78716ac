from functools import reduce
from operator import itemgetter
from types import SimpleNamespace
from aws_durable_execution_sdk_python import durable_execution
import maps

@durable_execution
def handler(event, context):
    ns = SimpleNamespace(total=0, parts=[])
    for point in sorted(event["points"], key=itemgetter("x", "y")):
        ns.total += point["weight"]
        ns.parts.append((point["x"], point["y"]))
    route = context.step(lambda _: maps.route(ns.parts), name="route")
    length = reduce(lambda acc, leg: acc + leg["km"], route["legs"], 0)
    legs, *rest = route["legs"]
    first = {**legs, "rest": len(rest)}
    event["route"] = first
    del event["points"]
    return {"length": length, "total": ns.total, "first": first, "event": event}
