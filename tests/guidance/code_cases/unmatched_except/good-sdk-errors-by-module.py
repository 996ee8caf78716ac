import aws_durable_execution_sdk_python as durable
from aws_durable_execution_sdk_python import exceptions as errors

from blood import match


def find_donor(child):
    return child.step(lambda _: match("0-"), name="match")


@durable.durable_execution
def transfusion(event, context):
    try:
        donor = context.run_in_child_context(find_donor, name="find-donor")
        context.invoke("courier:live", {"donor": donor}, name="courier")
    except durable.ChildContextError as error:
        return {"donor": None, "why": error.message}
    except (errors.InvokeError, durable.SerDesError):
        return {"donor": donor, "why": "courier"}
    return {"donor": donor}
