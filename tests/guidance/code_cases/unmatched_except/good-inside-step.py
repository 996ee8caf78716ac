import aws_durable_execution_sdk_python as sdk

RATES = {"EUR": 100, "USD": 117}


@sdk.durable_step
def look_up(step, currency):
    try:
        return RATES[currency]
    except KeyError:
        step.logger.warning("no rate for %s", currency)
        return 0


@sdk.durable_execution
def convert(event, context):
    try:
        amount = int(event["amount"])
    except ValueError:
        return {"error": "amount"}
    try:
        rate = context.step(look_up(event["currency"]))
    except Exception as error:
        context.logger.error("look-up failed: %s", error)
        rate = 0
    return {"cents": amount * rate}
