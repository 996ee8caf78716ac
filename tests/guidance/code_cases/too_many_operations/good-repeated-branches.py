from aws_durable_execution_sdk_python import DurableContext, durable_execution


def hive(child: DurableContext) -> int:
    return sum(child.step(lambda _, n=n: n, name=f"frame-{n}") for n in range(700))


def shed(child: DurableContext) -> int:
    return child.step(lambda _: 1, name="shed")


@durable_execution
def apiary(event: dict, context: DurableContext) -> int:
    few = context.parallel([hive] * 4, name="four-hives")
    few.throw_if_error()
    mixed = context.parallel([shed] * 100 + [hive], name="sheds-and-a-hive")
    mixed.throw_if_error()
    some = context.parallel([hive for _ in range(event["hives"])], name="some-hives")
    some.throw_if_error()
    return sum(some.get_results())
