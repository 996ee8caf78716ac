from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo
from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import Duration
import reminders

def seconds_until(now: datetime, at: time) -> int:
    due = datetime.combine(now.date(), at, tzinfo=now.tzinfo)
    if due <= now:
        due += timedelta(days=1)
    return max(1, int((due - now).total_seconds()))

@durable_execution
def handler(event, context):
    zone = ZoneInfo(event.get("zone", "Europe/Berlin"))
    now = datetime.fromisoformat(context.step(lambda _: datetime.now(zone).isoformat(), name="now"))
    for number, hour in enumerate((8, 12, 18)):
        delay = seconds_until(now, time(hour))
        context.wait(Duration.from_seconds(delay), name=f"until-{hour}")
        now = datetime.fromisoformat(context.step(lambda _: datetime.now(zone).isoformat(), name=f"now-{number}"))
        context.step(lambda _: reminders.show(event["user"], hour), name=f"remind-{hour}")
    stamp = datetime.fromtimestamp(event["epoch"], tz=zone)
    return {"user": event["user"], "stamp": stamp.strftime("%H:%M")}
