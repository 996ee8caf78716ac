from aws_durable_execution_sdk_python import DurableContext, durable_execution


def hive(child: DurableContext) -> int:
    return sum(child.step(lambda _, n=n: n, name=f"frame-{n}") for n in range(700))


@durable_execution
def apiary(event: dict, context: DurableContext) -> int:
    first = context.parallel([hive] * 5, name="five-hives")  # finds DF025
    first.throw_if_error()
    count = 6
    branches = [hive for _ in range(count)]
    second = context.parallel(branches, name="six-hives")  # finds DF025
    second.throw_if_error()
    third = context.parallel(4 * (hive,) + [lambda child: 0], name="hives-and-shed")
    third.throw_if_error()
    return sum(second.get_results())
