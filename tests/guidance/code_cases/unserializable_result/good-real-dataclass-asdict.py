from dataclasses import asdict, dataclass
from aws_durable_execution_sdk_python import StepContext, durable_execution, durable_step
import weather

@dataclass(slots=True, kw_only=True)
class Forecast:
    place: str
    high: float
    low: float

    def to_dict(self) -> dict:
        return asdict(self)

@durable_step
def forecast(step: StepContext, place: str) -> dict:
    raw = weather.get(place)
    found = Forecast(place=place, high=raw["hi"], low=raw["lo"])
    return found.to_dict()

@durable_execution
def handler(event, context):
    forecasts = [Forecast(**context.step(forecast(place), name=f"forecast-{place}")) for place in event["places"]]
    hottest = max(forecasts, key=lambda each: each.high)
    return {"hottest": asdict(hottest), "all": [each.to_dict() for each in forecasts]}
