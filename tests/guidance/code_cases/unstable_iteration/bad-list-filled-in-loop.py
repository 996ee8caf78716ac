import os

from aws_durable_execution_sdk_python import DurableContext, durable_execution


def branch(name: str):
    return lambda ctx: ctx.step(lambda _: os.path.basename(name), name=name)


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    branches = []
    for name in os.listdir("/opt/models"):
        branches.append(branch(name))
    context.parallel(branches, name="models").throw_if_error()  # finds DF024
    names = []
    for name in os.listdir("/opt/data"):
        names.append(name)
    names.sort()
    context.map(names, lambda ctx, name, index, all_names: name, name="data").throw_if_error()
    return {"models": len(branches)}
