import aws_durable_execution_sdk_python as sdk

import gateway


@sdk.durable_step
def parse_payload(step, body):
    return {"amount": int(body)}


@sdk.durable_step
def chargeback_report(step, month):
    return gateway.disputes(month)


@sdk.durable_execution
def reports(event, context):
    payload = context.step(parse_payload(event["body"]))
    disputes = context.step(chargeback_report(event["month"]), name="chargeback-report")
    who = context.step(lambda _: gateway.sender(event["id"]), name="sender_name")
    status = context.step(lambda _: gateway.status(event["id"]), name="get-payment-status")
    valid = context.step(lambda _: len(who) > 0, name="validate_charge")
    return {"payload": payload, "disputes": disputes, "status": status, "valid": valid}
