import aws_durable_execution_sdk_python as durable

import gateway
import mailer


@durable.durable_step
def fetch_payment(step, payment_id):
    return gateway.find(payment_id)


@durable.durable_step
def render_email(step, payment):
    return mailer.template("receipt", payment)


@durable.durable_step
def calculate_charge(step, payment, client_token):
    return payment["cents"] * 2 + len(client_token)


@durable.durable_execution
def receipts(event, context):
    payment = context.step(fetch_payment(event["id"]))
    text = context.step(render_email(payment), name="render-email")
    owed = context.step(calculate_charge(payment, event["token"]))
    spayed = context.step(lambda _: gateway.animals(), name="spayed_animals")
    return {"text": text, "owed": owed, "animals": spayed}
