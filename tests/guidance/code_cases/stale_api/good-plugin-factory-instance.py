import aws_durable_execution_sdk_python as durable
from aws_durable_execution_sdk_python.plugin import DurableInstrumentationPlugin
from aws_durable_execution_sdk_python.waits import (
    WaitForConditionConfig,
    WaitStrategyConfig,
    create_wait_strategy,
)

import reactor


class TracingFactory:
    def create_plugin(self, info):
        return DurableInstrumentationPlugin()


def check(state, poll):
    return {"kelvin": reactor.kelvin()}


@durable.durable_execution(plugins=[TracingFactory()])
def shutdown(event, context):
    return context.wait_for_condition(
        check,
        config=WaitForConditionConfig(
            wait_strategy=create_wait_strategy(
                WaitStrategyConfig(lambda s: s["kelvin"] > 400, max_attempts=200)
            ),
            initial_state={"kelvin": 900},
        ),
        name="cold",
    )
