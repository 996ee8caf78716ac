import json
from dataclasses import asdict, dataclass

import aws_durable_execution_sdk_python as sdk
from aws_durable_execution_sdk_python.config import StepConfig
from aws_durable_execution_sdk_python.serdes import SerDes

import tariffs


@dataclass
class Tariff:
    zone: str
    cents: int


class TariffSerDes(SerDes):
    def serialize(self, value, serdes_context):
        return json.dumps(asdict(value))

    def deserialize(self, data, serdes_context):
        return Tariff(**json.loads(data))


@sdk.durable_step
def load_tariff(step, zone):
    return Tariff(zone, tariffs.rate(zone))


@sdk.durable_execution
def quote(event, context):
    tariff = context.step(load_tariff(event["zone"]), config=StepConfig(serdes=TariffSerDes()))
    return {"cents": tariff.cents * event["kilos"]}
