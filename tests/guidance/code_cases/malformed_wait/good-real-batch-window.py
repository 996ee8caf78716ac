from datetime import date, datetime, timedelta
from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import Duration
import billing

def month_end(day: date) -> date:
    following = day.replace(day=28) + timedelta(days=4)
    return following - timedelta(days=following.day)

@durable_execution
def handler(event, context):
    today = date.fromisoformat(event["date"])
    end = month_end(today)
    days = (end - today).days
    if days > 0:
        context.wait(Duration.from_days(days), name="until-month-end")
    now = context.step(lambda _: datetime.now().isoformat(), name="now")
    lines = context.step(lambda _: billing.lines(end.isoformat()), name="lines")
    return {"closed": now, "total": str(sum(line["cents"] for line in lines) / 100), "end": str(end)}
