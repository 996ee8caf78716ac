"""What the user should know before relying on the generated consumer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scaffolds.catalog.event_consumer.settings import KAFKA, QUEUES, Settings

_HOURS_KEPT = 24
"""What a DynamoDB stream keeps: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html."""


def advice(source: str, given: Settings, values: dict[str, Any], *, described: bool, filtered: bool) -> Iterator[str]:
    """Each thing to know, as one sentence or two."""
    if not described and source != "s3":
        yield "No message was described, so the project consumes sample orders; pass message with your own fields."
    if values["downstream_per_second"] is not None:
        reached = values["maximum_concurrency"] * values["parallel"] / values["message_seconds"]
        yield (
            f"maximum_concurrency {values['maximum_concurrency']} x parallel {values['parallel']} keeps to {reached:g} messages "
            f"a second only if a message takes {values['message_seconds']:g} s; measure it and set message_seconds."
        )
    if filtered and source in {"sqs", "sqs_fifo"}:
        yield "What the filter stops is deleted from the queue: send other consumers their own copy, through SNS or EventBridge."
    if source in KAFKA:
        yield "Partial failures, retries and bisecting of Kafka need provisioned mode, whose pollers are paid by the hour."
    if given.starting_position == "LATEST":
        yield "With LATEST, records written while the mapping is made or changed can be missed; TRIM_HORIZON misses none."
    if source == "dynamodb" and values["maximum_record_age_seconds"] > _HOURS_KEPT * 3600:
        yield f"A DynamoDB stream keeps records {_HOURS_KEPT} hours, so a longer maximum_record_age_seconds has no effect."
    if values["remember_seconds"] < _redelivery_seconds(source, values):
        yield (
            "remember_seconds is shorter than a message can be delivered again: a late repeat would be worked on twice. "
            f"Take at least {_redelivery_seconds(source, values)}."
        )


def _redelivery_seconds(source: str, values: dict[str, Any]) -> int:
    name = "message_retention_seconds" if source in QUEUES else "maximum_record_age_seconds"
    seconds: int = values[name]
    return seconds
