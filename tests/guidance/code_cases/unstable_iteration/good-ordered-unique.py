from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import MapConfig

from cities import census


def count(ctx, city, index, cities):
    return ctx.step(lambda _: census(city), name="census")


@durable_execution
def population(event, context):
    cities = list(dict.fromkeys(event["cities"]))
    batch = context.map(cities, count, name="cities", config=MapConfig(max_concurrency=8))
    batch.throw_if_error()
    weights = []
    for country, weight in event["weights"].items():
        weights.append(context.step(lambda _: weight * 2, name=f"weight-{country}"))
    return {"people": sum(batch.get_results()), "weights": weights}
