"""Nobody is told when a message lands in a dead-letter queue."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Queue, Resource, Template, Value, edits
from guidance.wording import names

RULE = Rule(
    title="Dead-letter queue has no alarm",
    severity=Severity.INFO,
    pillars=(
        Pillar.OPERATIONS,
        Pillar.RELIABILITY,
    ),
    sources=(
        Source(
            "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/dead-letter-queues-alarms-cloudwatch.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("EVT001",),
)


_METRICS = ("ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage", "NumberOfMessagesSent")
_ALARM: dict[str, edits.Data] = {
    "Namespace": "AWS/SQS",
    "MetricName": _METRICS[0],
    "Statistic": "Maximum",
    "Period": 60,
}
_ALARM.update(EvaluationPeriods=1, Threshold=0, ComparisonOperator="GreaterThanThreshold")


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template that has alarms: which dead-letter queues have none."""
    alarms = template.resources("AWS::CloudWatch::Alarm")
    watched = [each for alarm in alarms for each in _queues(alarm)]
    if not alarms or any(None in each.parts for each in watched) or template.has_loops:
        return
    seen, named = {each.resource for each in watched}, [_words(each) for each in watched]
    queues = [each for each in template.of(Queue) if not each.generated and each.dead_letter_sources()]
    without = [each for each in queues if each not in seen and _words(each.get("QueueName")) not in named]
    if without:
        message = (
            f"No alarm watches what failed in {names([each.id for each in without])}: a message can wait there unseen until it"
            " expires. Add an alarm on ApproximateNumberOfMessagesVisible above 0."
        )
        yield Found(without[0], message, without[1:], _fix(template, without))


def _queues(alarm: Resource) -> Iterator[Value]:
    """What an alarm's dimensions name as queue."""
    metrics = [each.get("MetricStat", "Metric") for each in alarm.get("Metrics").items()]
    for metric in (alarm.properties, *metrics):
        known = metric.get("MetricName").text() in (*_METRICS, None)
        for dimension in metric.get("Dimensions").items() if known else ():
            if dimension.get("Name").text() == "QueueName":
                yield dimension.get("Value")


def _words(value: Value) -> list[str]:
    return [part if isinstance(part, str) else f"${{{part.text if part else ''}}}" for part in value.parts]


def _fix(template: Template, queues: list[Queue]) -> Fix | None:
    added: dict[str, edits.Data] = {}
    for queue in queues:
        at: edits.Data = [{"Name": "QueueName", "Value": {"Fn::GetAtt": [queue.id, "QueueName"]}}]
        name = edits.free_id(template, f"{queue.id}Alarm")
        properties: edits.Data = {**_ALARM, "Dimensions": at}
        added[name] = {"Type": "AWS::CloudWatch::Alarm", "Properties": properties}
    edit = edits.add_resources(template, added)
    return Fix(safe=False, description=f"Add {names(list(added))}", edits=(edit,)) if edit is not None else None
