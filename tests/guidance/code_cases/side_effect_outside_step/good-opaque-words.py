from aws_durable_execution_sdk_python import durable_execution as durable
from aws_durable_execution_sdk_python import durable_step

from shop import open_hours


class Client:
    def __init__(self, rates):
        self.rates = rates

    def get(self, code):
        return self.rates[code]

    def invoke(self, amount, code):
        return amount * self.get(code)


@durable_step
def load_rates(step):
    return {"EUR": 117, "USD": 100}


@durable
def convert_handler(event, context):
    client = Client(context.step(load_rates()))
    open_until = open_hours(event["weekday"])
    return {"amount": client.invoke(event["amount"], "EUR"), "open": open_until}
