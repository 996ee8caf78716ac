from aws_durable_execution_sdk_python import DurableContext
from aws_durable_execution_sdk_python import durable_execution as durable
from aws_durable_execution_sdk_python import durable_with_child_context

from blood import compatible, match


class NoDonor(RuntimeError):
    """Nobody fits."""


@durable_with_child_context
def find_donor(child: DurableContext, group: str) -> str:
    donors = child.step(lambda _: match(group), name="match")
    fitting = child.step(lambda _: compatible(donors), name="compatible")
    if not fitting:
        raise NoDonor(group)
    return fitting[0]


@durable
def transfusion(event: dict, context: DurableContext) -> dict:
    finder = find_donor(event["group"])
    try:
        donor = context.run_in_child_context(finder, name="find-donor")
    except NoDonor as error:  # finds DF020
        return {"donor": None, "why": str(error)}
    return {"donor": donor}
