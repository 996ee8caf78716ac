from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from aws_durable_execution_sdk_python import durable_execution as durable

from wells import sound


@dataclass(frozen=True)
class Volume:
    metres: int
    radius: int

    @property
    def litres(self):
        return self.metres * self.radius * self.radius * 3


def volume_of(well):
    return Volume(well["metres"], well["radius"])


@durable
def survey(event, ctx):
    day = datetime.fromisoformat(event["day"])
    total = Decimal(0)
    seen = set()
    for number, well in enumerate(event["wells"]):
        metres = ctx.step(lambda _: sound(well["name"]), name=f"sound-{number}")
        total += volume_of({"metres": metres, "radius": well["radius"]}).litres
        seen.add(well["name"])
    return {"day": day.date().isoformat(), "litres": int(total), "wells": len(seen)}
