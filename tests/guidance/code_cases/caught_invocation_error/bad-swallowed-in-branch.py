from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.exceptions import DurableExecutionsError, StepError

import mirror


def copy(context, item, index, items):
    try:
        return context.step(lambda _: mirror.copy(item), name="copy")
    except DurableExecutionsError:  # finds DF026
        return {"failed": item}


@durable_execution
def handler(event, context):
    batch = context.map(event["files"], copy, name="copies")
    batch.throw_if_error()
    try:
        context.step(lambda _: mirror.index(event["bucket"]), name="index")
    except StepError:
        return {"indexed": False}
    except (ValueError, Exception):  # finds DF026
        return {"indexed": None}
    return {"indexed": True}
