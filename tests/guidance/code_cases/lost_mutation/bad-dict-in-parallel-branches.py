from aws_durable_execution_sdk_python import durable_execution

from suppliers import acme, globex


@durable_execution
def offers(event, context):
    prices = {}
    best = [None]

    def ask_acme(ctx):
        prices["acme"] = ctx.step(lambda _: acme.price(event["part"]), name="acme")  # finds DF005

    def ask_globex(ctx):
        price = ctx.step(lambda _: globex.price(event["part"]), name="globex")
        prices.update(globex=price)  # finds DF005
        best.insert(0, price)  # finds DF005

    done = context.parallel([ask_acme, ask_globex], name="offers")
    done.throw_if_error()
    return {"prices": prices, "best": best[0]}
