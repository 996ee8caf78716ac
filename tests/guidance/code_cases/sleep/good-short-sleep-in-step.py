import time
from time import sleep

from aws_durable_execution_sdk_python import durable_execution, durable_step

import modem


@durable_step
def reset_modem(step, port):
    modem.power(port, on=False)
    sleep(1)
    modem.power(port, on=True)
    time.sleep(0.5)
    return modem.signal(port)


@durable_execution
def reset(event, context):
    return {"signal": context.step(reset_modem(event["port"]))}
