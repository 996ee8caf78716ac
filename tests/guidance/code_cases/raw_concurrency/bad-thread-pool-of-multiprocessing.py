import multiprocessing.dummy as threads
from multiprocessing.pool import Pool as ProcessPool
from multiprocessing.pool import ThreadPool

from aws_durable_execution_sdk_python import DurableContext, durable_execution


def graft(args):
    ctx, tree = args
    return ctx.step(lambda _: f"{tree}-grafted", name=f"graft-{tree}")


def water(ctx, tree):
    return ctx.step(lambda _: f"{tree}-watered", name=f"water-{tree}")


@durable_execution
def nursery(event: dict, context: DurableContext):
    with ThreadPool(4) as pool:
        grafted = pool.map(graft, [(context, tree) for tree in event["trees"]])  # finds DF008
        pool.starmap(water, [(context, "oak"), (context, "elm")])  # finds DF008
        pool.apply_async(water, (context, "ash"))  # finds DF008
        pool.apply(water, args=(context, "yew"))  # finds DF008
    helpers = ProcessPool()
    list(helpers.imap(lambda tree: water(context, tree), event["trees"]))  # finds DF008
    threads.Pool(2).starmap(water, ((context, tree) for tree in grafted))  # finds DF008
    return grafted
