from aws_durable_execution_sdk_python import durable_execution

RATES = {"EUR": 100, "USD": 117}


@durable_execution
def convert(event, context):
    def look_up(step):
        return RATES[event["currency"]]

    rate = 0
    try:
        rate = context.step(look_up, name="look-up")
    except KeyError as missing:  # finds DF020
        context.logger.warning("no rate for %s", missing)
    return {"rate": rate}
