from aws_durable_execution_sdk_python import durable_execution

from ferry import crossings, tariff


class Stranded(Exception):
    pass


def first_open(found):
    for crossing in found:
        if crossing["open"]:
            return crossing
    raise Stranded("no open crossing")


@durable_execution
def ferry_handler(event, context):
    try:
        found = context.step(lambda _: crossings(event["date"]), name="crossings")
        crossing = first_open(found)
    except Stranded as error:
        return {"error": str(error)}
    return {"tariff": context.step(lambda _: tariff(crossing["id"]), name="tariff")}
