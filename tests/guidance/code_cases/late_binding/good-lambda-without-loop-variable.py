from aws_durable_execution_sdk_python import durable_execution as durable

from ovens import ping, preheat


@durable
def bakery(event, ctx):
    degrees = ctx.step(lambda _: preheat(event["recipe"]), name="preheat")
    probes = [
        lambda branch: branch.step(lambda _: ping(degrees), name="ping")
        for _attempt in range(3)
    ]
    result = ctx.parallel(probes, name="probes")
    hot = [oven for oven in event["ovens"] if (lambda o: o["celsius"] > degrees)(oven)]
    return {"failures": result.failure_count, "hot": len(hot)}
