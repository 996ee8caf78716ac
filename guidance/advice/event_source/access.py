"""What a function's role needs to be invoked from a source, and the network in between: from `data/event_source_access.toml`.

A policy is built as data, never as text, and names are checked: what a caller types cannot become another statement.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from guidance.advice.event_source.errors import EventSourceError
from guidance.advice.event_source.model import Settings, Source
from guidance.advice.event_source.request import Names
from guidance.facts import DATA

_ARNS = {
    Source.SQS: r"sqs:[a-z0-9-]+:\d{12}:[\w-]{1,80}",
    Source.SQS_FIFO: r"sqs:[a-z0-9-]+:\d{12}:[\w-]{1,75}\.fifo",
    Source.KINESIS: r"kinesis:[a-z0-9-]+:\d{12}:stream/[\w.-]{1,128}(/consumer/[\w.-]{1,128}:\d{1,12})?",
    Source.DYNAMODB: r"dynamodb:[a-z0-9-]+:\d{12}:table/[\w.-]{3,255}/stream/[\d:.T-]{1,30}",
    Source.MSK: r"kafka:[a-z0-9-]+:\d{12}:cluster/[\w-]{1,64}/[a-f0-9-]{1,60}",
}
_TOPIC = re.compile(r"[A-Za-z0-9._-]{1,249}")
_GROUP = re.compile(r"[A-Za-z0-9/*:_+=.@-]{1,200}")


def policy(source: Source, settings: Settings, names: Names) -> dict[str, Any]:
    """An IAM policy document for the execution role; a resource whose ARN was not given is a reference to fill in.

    Raises:
        EventSourceError: when a name or ARN is none.

    """
    check(source, names)
    conditions = {
        "destination": settings.on_failure_destination,
        "stream_consumer": bool(names.source_arn and "/consumer/" in names.source_arn),
    }
    statements = [
        {
            "Sid": entry["sid"],
            "Effect": "Allow",
            "Action": list(entry["actions"]),
            "Resource": _resource(entry["on"], source, names),
        }
        for entry in _table()["access"]
        if source.value in entry["sources"] and conditions.get(entry.get("when", ""), True)
    ]
    return {"Version": "2012-10-17", "Statement": statements}


def network(source: Source, settings: Settings) -> tuple[str, ...]:
    """What has to be reachable, in sentences with their source."""
    mode = "provisioned" if settings.provisioned else "on_demand"
    return tuple(
        f"{entry['says']} ({entry['source']})"
        for entry in _table()["network"]
        if source.value in entry["sources"] and entry.get("mode", mode) == mode
    )


def check(source: Source, names: Names) -> None:
    """Refuse what is no ARN of the source, no topic, no consumer group.

    Raises:
        EventSourceError: naming the argument and what is allowed.

    """
    pattern = _ARNS.get(source)
    if names.source_arn and (pattern is None or not re.fullmatch(rf"arn:aws[a-z-]*:{pattern}", names.source_arn)):
        raise EventSourceError(
            f"source_arn: '{names.source_arn[:80]}' is no ARN of {source.value}"
            + (": self-managed Kafka has none, leave it out." if pattern is None else ".")
        )
    for name, value, allowed in (("topic", names.topic, _TOPIC), ("consumer_group", names.consumer_group, _GROUP)):
        if value is not None and not allowed.fullmatch(value):
            raise EventSourceError(f"{name}: '{value[:60]}' is no Kafka name: letters, digits, '.', '_' and '-'.")


def _resource(on: str, source: Source, names: Names) -> object:
    if on == "any":
        return "*"
    if on == "secret":
        return {"Ref": "KafkaSecretArn"}
    if on == "source" and names.source_arn:
        stream, consumer, _ = names.source_arn.partition("/consumer/")
        return [stream, names.source_arn] if consumer else names.source_arn
    if on in {"topic", "group"}:
        return _of_cluster(on, names)
    own, attribute = _table()["resources"][source.value][on]
    known = {"source": names.source_id, "destination": names.failures_id}.get(on)
    return {"Fn::GetAtt": [known or own, attribute]}


def _of_cluster(on: str, names: Names) -> object:
    """The ARN of a topic or group has the cluster's name and id in it.

    https://docs.aws.amazon.com/msk/latest/developerguide/kafka-actions.html
    """
    name = (names.topic if on == "topic" else names.consumer_group) or "*"
    if names.source_arn:
        return f"{names.source_arn.replace(':cluster/', f':{on}/', 1)}/{name}"
    cluster = {"Fn::Select": [1, {"Fn::Split": [":cluster/", {"Fn::GetAtt": ["Cluster", "Arn"]}]}]}
    path = "arn:${AWS::Partition}:kafka:${AWS::Region}:${AWS::AccountId}:" + f"{on}/${{ClusterPath}}/{name}"
    return {"Fn::Sub": [path, {"ClusterPath": cluster}]}


@functools.cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(DATA.joinpath("event_source_access.toml").read_text("utf-8"))
