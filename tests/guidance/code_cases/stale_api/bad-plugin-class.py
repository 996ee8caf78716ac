import aws_durable_execution_sdk_python as durable
from aws_durable_execution_sdk_python import config, waits

import reactor


class Tracing:
    """Counts operations."""

    def __init__(self, info=None):
        self.info = info


def strategy(state, attempts):
    if state["kelvin"] < 400:
        return waits.WaitDecision.stop_polling()  # finds DF021
    return waits.WaitForConditionDecision.continue_waiting(config.Duration.from_minutes(1))


def check(state, poll):
    return {"kelvin": reactor.kelvin()}


@durable.durable_execution(plugins=[Tracing])  # finds DF021
def shutdown(event, context):
    return context.wait_for_condition(
        check,
        config=waits.WaitForConditionConfig(
            wait_strategy=strategy, initial_state={"kelvin": 900}
        ),
        name="cold",
    )
