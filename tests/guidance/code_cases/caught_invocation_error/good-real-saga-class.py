from dataclasses import dataclass, field, asdict
from decimal import Decimal
from typing import Protocol
import boto3
from aws_durable_execution_sdk_python import DurableContext, DurableOperationError, durable_execution

class PaymentGateway(Protocol):
    def reserve(self, amount: str, key: str) -> str: ...
    def release(self, reservation: str) -> None: ...

@dataclass
class Line:
    sku: str
    quantity: int
    price: Decimal

    @property
    def total(self) -> Decimal:
        return self.price * self.quantity

@dataclass
class Order:
    id: str
    lines: list[Line] = field(default_factory=list)

    @classmethod
    def from_event(cls, event: dict) -> "Order":
        order = cls(event["id"])
        for raw in event["lines"]:
            order.lines.append(Line(raw["sku"], int(raw["quantity"]), Decimal(raw["price"])))
        return order

    def total(self) -> Decimal:
        return sum((line.total for line in self.lines), Decimal(0))

class Inventory:
    def __init__(self, table_name: str):
        self._table = boto3.resource("dynamodb").Table(table_name)

    def take(self, sku: str, quantity: int) -> dict:
        return self._table.update_item(Key={"sku": sku}, UpdateExpression="ADD stock :q", ExpressionAttributeValues={":q": -quantity})

    def give_back(self, sku: str, quantity: int) -> None:
        self._table.update_item(Key={"sku": sku}, UpdateExpression="ADD stock :q", ExpressionAttributeValues={":q": quantity})

class OrderSaga:
    def __init__(self, context: DurableContext, inventory: Inventory, gateway: PaymentGateway):
        self.context = context
        self.inventory = inventory
        self.gateway = gateway
        self.compensations: list[tuple[str, callable]] = []

    def run(self, order: Order) -> dict:
        try:
            for line in order.lines:
                self._take(line)
            reservation = self.context.step(
                lambda _: self.gateway.reserve(str(order.total()), order.id), name="reserve-money")
            self.compensations.append(("release-money", lambda _: self.gateway.release(reservation)))
            return {"status": "CONFIRMED", "reservation": reservation}
        except DurableOperationError as error:
            self.context.logger.error("saga failed", extra={"error": str(error)})
            self._compensate()
            return {"status": "CANCELLED", "reason": str(error)}

    def _take(self, line: Line) -> None:
        self.context.step(lambda _: self.inventory.take(line.sku, line.quantity), name=f"take-{line.sku}")
        self.compensations.append((f"give-back-{line.sku}", lambda _: self.inventory.give_back(line.sku, line.quantity)))

    def _compensate(self) -> None:
        while self.compensations:
            name, action = self.compensations.pop()
            self.context.step(action, name=name)

inventory = Inventory("stock")

@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    from gateways import StripeGateway
    order = Order.from_event(event)
    return OrderSaga(context, inventory, StripeGateway()).run(order)
