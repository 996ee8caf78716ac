import uuid

from aws_durable_execution_sdk_python import durable_execution, durable_step

import bank


@durable_step
def new_key(step):
    return str(uuid.uuid4())


@durable_step
def transfer(step, iban, cents, idempotency_key):
    return bank.transfer(iban, cents, key=idempotency_key)


@durable_execution
def pocket_money(event, context):
    idempotency_key = context.step(new_key())
    first = context.step(transfer(event["iban"], 500, idempotency_key))
    second = context.step(
        lambda _: bank.transfer(event["iban"], 700, idempotency_key=f"{idempotency_key}-2"),
        name="transfer-bonus",
    )
    return {"transfers": [first, second]}
