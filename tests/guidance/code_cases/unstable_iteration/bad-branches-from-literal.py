import aws_durable_execution_sdk_python as durable

from mirrors import check

REGIONS = frozenset(["eu-west-1", "us-east-1", "ap-south-1"])


def branch(region):
    return durable.ParallelBranch(
        func=lambda ctx: ctx.step(lambda _: check(region), name="check"), name=region
    )


@durable.durable_execution
def mirrors(event, context):
    result = context.parallel([branch(region) for region in REGIONS], name="mirrors")  # finds DF024
    for scheme in {"http", "https"}:  # finds DF024
        context.step(lambda _: check(scheme), name=f"scheme-{scheme}")
    return {"down": [item.index for item in result.failed()]}
