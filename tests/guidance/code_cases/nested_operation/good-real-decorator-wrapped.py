import functools
from aws_durable_execution_sdk_python import DurableContext, durable_execution
import audit

def audited(func):
    @functools.wraps(func)
    def wrapper(event, context: DurableContext):
        context.step(lambda _: audit.begin(event), name="audit-begin")
        result = func(event, context)
        context.step(lambda _: audit.end(result), name="audit-end")
        return result
    return wrapper

@durable_execution
@audited
def handler(event, context):
    return context.step(lambda _: {"ok": True}, name="work")
