from aws_durable_execution_sdk_python import durable_execution as durable
from aws_durable_execution_sdk_python.config import Duration

from ferries import depart, fuel


@durable
def harbour(event, ctx):
    fuelled = ctx.parallel(  # finds DF012
        [
            lambda branch: branch.step(lambda _: fuel("north"), name="north"),
            lambda branch: branch.step(lambda _: fuel("south"), name="south"),
        ],
        name="fuel",
    )
    litres = 0
    for amount in fuelled.get_results():
        litres += amount
    ctx.wait(Duration.from_minutes(1), name="boarding")
    return {"litres": litres, "left": ctx.step(lambda _: depart(), name="depart")}
