from aws_durable_execution_sdk_python import durable_execution, durable_step

from lottery import check, register


@durable_step
def register_all(step, count):
    for number in range(20_000):
        if number < count:
            register(number)
    return count


@durable_execution
def lottery(event, context):
    registered = context.step(register_all(event["count"]))
    squares = sum(n * n for n in range(10_000))
    winner = context.step(lambda _: check(squares % registered), name="check")
    return {"winner": winner}
