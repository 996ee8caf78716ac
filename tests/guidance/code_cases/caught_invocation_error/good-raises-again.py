from aws_durable_execution_sdk_python import durable_execution

import booking


def parse(text):
    try:
        return int(text)
    except Exception:
        return 0


def reserve(step):
    try:
        return booking.flight(step)
    except Exception:
        return None


@durable_execution
def handler(event, context):
    count = parse(event["count"])
    try:
        found = context.step(reserve, name="reserve")
    except Exception as error:
        context.logger.error("reserving %s failed: %s", count, error)
        raise RuntimeError("no seats") from error
    return {"found": found}
