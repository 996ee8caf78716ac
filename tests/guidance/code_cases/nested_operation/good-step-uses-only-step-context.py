import threading

import aws_durable_execution_sdk_python as sdk

from probes import ping


@sdk.durable_execution
def monitor(event, context):
    def probe(step):
        done = threading.Event()
        reply = ping(event["host"], done)
        done.wait(0.5)
        step.logger.info("probed %s on attempt %d", event["host"], step.attempt)
        return {"host": event["host"], "ms": reply}

    first = context.step(probe, name="probe-1")
    second = context.step(probe, name="probe-2")
    return {"slowest": max(first["ms"], second["ms"])}
