from typing import Optional

from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution

import weather


class Forecast:
    def __init__(self, city: str) -> None:
        self.city = city
        self.celsius: Optional[int] = None
        self.sources: dict[str, int] = {}

    def load(self, step: StepContext) -> None:
        self.celsius = weather.celsius(self.city)  # finds DF005
        self.sources["met"] = 1  # finds DF005


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    forecast = Forecast(event["city"])
    context.step(forecast.load, name="load-forecast")
    return {"city": forecast.city, "celsius": forecast.celsius}
