from aws_durable_execution_sdk_python import DurableContext, durable_execution
import shop

class Workflow:
    name = "base"
    def __init__(self, context: DurableContext, event: dict):
        self.ctx = context
        self.event = event
        self.results: dict[str, object] = {}
    def step(self, name, func, *args, **kwargs):
        self.results[name] = self.ctx.step(lambda _: func(*args, **kwargs), name=f"{self.name}-{name}")
        return self.results[name]
    def execute(self):
        raise NotImplementedError

class Checkout(Workflow):
    name = "checkout"
    def execute(self):
        cart = self.step("cart", shop.cart, self.event["cart"])
        total = self.step("total", shop.total, cart, currency="EUR")
        if total > 100:
            self.step("discount", shop.discount, cart)
        return self.results

WORKFLOWS = {cls.name: cls for cls in (Checkout,)}

@durable_execution
def handler(event, context):
    return WORKFLOWS[event["workflow"]](context, event).execute()
