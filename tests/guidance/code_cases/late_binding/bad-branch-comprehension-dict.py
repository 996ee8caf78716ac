from aws_durable_execution_sdk_python import DurableContext, ParallelBranch, durable_execution

from ovens import preheat


def branches_for(ovens: dict) -> list[ParallelBranch]:
    return [
        ParallelBranch(
            lambda ctx: ctx.step(lambda _: preheat(oven, degrees), name="preheat"),  # finds DF013
            name=f"oven-{oven}",
        )
        for oven, degrees in ovens.items()
    ]


@durable_execution
def bakery(event: dict, context: DurableContext) -> dict:
    warm = context.parallel(branches_for(event["ovens"]), name="preheat")
    warm.throw_if_error()
    return {"ovens": warm.get_results()}
