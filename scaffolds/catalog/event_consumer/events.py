"""Events as the sources deliver them, field by field as AWS documents them."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]
ACCOUNT = "123456789012"
REGION = "eu-west-1"
_MILLISECONDS = 1_795_251_600_000
"""2026-11-21T09:00:00Z."""


def batch(source: str, names: Json, contents: list[Any]) -> Json:
    """The event of a batch.

    Args:
        source: The source.
        names: `project`, `topic`, `event_source`, `detail_type`, and `key` with the table's key attribute.
        contents: What each record holds: a message, or a text where there is none.

    """
    records = [_RECORD[source](names, number, content) for number, content in enumerate(contents)]
    if source not in {"msk", "kafka"}:
        return {"Records": records}
    topic = f"{names['topic']}-0"
    servers = "b-1.orders.abcde1.c2.kafka.eu-west-1.amazonaws.com:9096,b-2.orders.abcde1.c2.kafka.eu-west-1.amazonaws.com:9096"
    if source == "kafka":
        return {
            "eventSource": "SelfManagedKafka",
            "bootstrapServers": "kafka-1.example.com:9096,kafka-2.example.com:9096",
            "records": {topic: records},
        }
    arn = f"arn:aws:kafka:{REGION}:{ACCOUNT}:cluster/events/11111111-2222-3333-4444-555555555555-2"
    return {"eventSource": "aws:kafka", "eventSourceArn": arn, "bootstrapServers": servers, "records": {topic: records}}


def envelope(source: str, names: Json, message: Json) -> Json:
    """What EventBridge wraps a message in."""
    if source == "s3":
        bucket = message.get("bucket")
        found = {name: message[name] for name in ("key", "size", "etag", "sequencer") if name in message}
        detail: Json = {
            "version": "0",
            "bucket": {} if bucket is None else {"name": bucket},
            "object": {**found, "version-id": "096fKKXTRTtl3on89fVO.nfljtsv6qko"},
            "request-id": "N4N7GDK58NMKJ12R",
            "requester": ACCOUNT,
            "source-ip-address": "192.0.2.1",
            "reason": "PutObject",
        }
        kind, sender, resources = "Object Created", "aws.s3", [f"arn:aws:s3:::{bucket}"]
    else:
        detail, kind, sender, resources = message, names["detail_type"], names["event_source"], []
    return {
        "version": "0",
        "id": "17793124-05d4-b198-2fde-7ededc63b103",
        "detail-type": kind,
        "source": sender,
        "account": ACCOUNT,
        "time": "2026-11-21T09:00:00Z",
        "region": REGION,
        "resources": resources,
        "detail": detail,
    }


def stored(value: Any) -> Json:  # noqa: ANN401 - any JSON value
    """A value as DynamoDB keeps it."""
    match value:
        case bool():
            return {"BOOL": value}
        case int() | float():
            return {"N": json.dumps(int(value) if value == int(value) else value)}
        case str():
            return {"S": value}
        case list():
            return {"L": [stored(each) for each in value]}
        case None:
            return {"NULL": True}
        case _:
            return {"M": {name: stored(each) for name, each in value.items()}}


def _text(content: Any) -> str:  # noqa: ANN401 - a message or a text
    return content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)


def _encoded(content: Any) -> str:  # noqa: ANN401
    return base64.b64encode(_text(content).encode("utf-8", "surrogatepass")).decode()


def _id(number: int) -> str:
    return f"059f36b4-87a3-44ab-83d2-6619757159{number:02x}"


def _sqs(names: Json, number: int, content: Any, suffix: str = "") -> Json:  # noqa: ANN401
    body = _text(content)
    return {
        "messageId": _id(number),
        "receiptHandle": f"AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a{number}==",
        "body": body,
        "attributes": {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": str(_MILLISECONDS + number),
            "SenderId": "AIDAIENQZJOLO23YVJ4VO",
            "ApproximateFirstReceiveTimestamp": str(_MILLISECONDS + number + 9),
        },
        "messageAttributes": {},
        "md5OfBody": hashlib.md5(body.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest(),
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{names['project']}{suffix}",
        "awsRegion": REGION,
    }


def _fifo(names: Json, number: int, content: Any) -> Json:  # noqa: ANN401
    record = _sqs(names, number, content, ".fifo")
    record["attributes"] |= {
        "SequenceNumber": str(18849496460467696128 + 256 * number),
        "MessageGroupId": f"group-{number}",
        "MessageDeduplicationId": f"deduplication-{number}",
    }
    return record


def _wrapped(source: str) -> Callable[[Json, int, Any], Json]:
    def record(names: Json, number: int, content: Any) -> Json:  # noqa: ANN401
        return _sqs(names, number, content if isinstance(content, str) else envelope(source, names, content))

    return record


def _kinesis(names: Json, number: int, content: Any) -> Json:  # noqa: ANN401
    sequence = str(49590338271490256608559692538361571095921575989136588898 + number)
    return {
        "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": f"key-{number}",
            "sequenceNumber": sequence,
            "data": _encoded(content),
            "approximateArrivalTimestamp": (_MILLISECONDS + number) / 1000,
        },
        "eventSource": "aws:kinesis",
        "eventVersion": "1.0",
        "eventID": f"shardId-000000000006:{sequence}",
        "eventName": "aws:kinesis:record",
        "invokeIdentityArn": f"arn:aws:iam::{ACCOUNT}:role/{names['project']}",
        "awsRegion": REGION,
        "eventSourceARN": f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/{names['project']}",
    }


def _dynamodb(names: Json, number: int, content: Any) -> Json:  # noqa: ANN401
    image = stored(content)["M"]
    key = names["key"]
    change = names["change"]
    return {
        "eventID": hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest(),
        "eventName": change,
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": REGION,
        "dynamodb": {
            "ApproximateCreationDateTime": _MILLISECONDS // 1000,
            "Keys": {key: image[key]},
            ("OldImage" if change == "REMOVE" else "NewImage"): image,
            "SequenceNumber": str(4421584500000000017450439091 + number),
            "SizeBytes": len(json.dumps(image)),
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
        "eventSourceARN": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{names['project']}/stream/2026-11-21T09:00:00.000",
    }


def _kafka(names: Json, number: int, content: Any) -> Json:  # noqa: ANN401
    return {
        "topic": names["topic"],
        "partition": 0,
        "offset": 15 + number,
        "timestamp": _MILLISECONDS + number,
        "timestampType": "CREATE_TIME",
        "key": _encoded(f"key-{number}"),
        "value": _encoded(content),
        "headers": [],
    }


_RECORD: dict[str, Callable[[Json, int, Any], Json]] = {
    "sqs": _sqs,
    "sqs_fifo": _fifo,
    "kinesis": _kinesis,
    "dynamodb": _dynamodb,
    "msk": _kafka,
    "kafka": _kafka,
    "eventbridge": _wrapped("eventbridge"),
    "s3": _wrapped("s3"),
}
