from aws_durable_execution_sdk_python import DurableContext, durable_execution

import vet


class Phone:
    def __init__(self, number: str) -> None:
        self.number = number

    def create_callback(self, reason: str) -> dict:
        return {"number": self.number, "reason": reason}

    def wait_for_callback(self) -> str:
        return self.number


@durable_execution
def clinic(event: dict, context: DurableContext) -> dict:
    phone = Phone(event["phone"])
    entry = phone.create_callback("vaccination")
    booked = context.step(lambda _: vet.book(entry), name="book")
    return {"booked": booked, "number": phone.wait_for_callback()}
