from multiprocessing.dummy import Pool
from multiprocessing.pool import ThreadPool

from aws_durable_execution_sdk_python import DurableContext, durable_execution


def area(args):
    width, height = args
    return width * height


def measure(fields):
    with Pool(4) as pool:
        return pool.map(area, fields)


@durable_execution
def survey(event: dict, context: DurableContext):
    fields = [(each["width"], each["height"]) for each in event["fields"]]
    areas = context.step(lambda _: measure(fields), name="measure")
    pool = ThreadPool(2)
    rounded = pool.map(round, areas)
    larger = pool.starmap(max, [(each, 1) for each in rounded])
    pool.close()
    return {"areas": rounded, "larger": larger, "first": pool.apply(area, ((1, 2),))}
