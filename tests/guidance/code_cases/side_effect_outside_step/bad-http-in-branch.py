import requests

from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import ParallelConfig

from pricing import store_quotes


def carrier_a(ctx):
    reply = requests.get("https://carrier-a.example/quote", timeout=5)  # finds DF002
    return ctx.step(lambda _: store_quotes("a", reply.json()), name="store-a")


def carrier_b(ctx):
    def ask(_):
        reply = requests.get("https://carrier-b.example/quote", timeout=5)
        return store_quotes("b", reply.json())

    return ctx.step(ask, name="store-b")


@durable_execution
def compare(event, context):
    quotes = context.parallel(
        [carrier_a, carrier_b], name="quotes", config=ParallelConfig(max_concurrency=2)
    )
    quotes.throw_if_error()
    return min(quotes.get_results(), key=lambda q: q["cents"])
