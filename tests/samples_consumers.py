"""Answers that the tests of event consumers render: every source, plain and with a filter; wide, long-named and hostile messages."""

from __future__ import annotations

from typing import Any

from tests.samples import HOSTILE, WIDE

SOURCES = ("sqs", "sqs_fifo", "kinesis", "dynamodb", "msk", "kafka", "eventbridge", "s3")
LANGUAGES = ("python", "typescript")

FILTERS: dict[str, dict[str, Any]] = {
    "sqs": {"channel": ["web", {"prefix": "ph"}], "total": [{"numeric": [">", 0, "<=", 500]}]},
    "sqs_fifo": {"channel": [{"exists": True}]},
    "kinesis": {"channel": [{"anything-but": ["phone", "shop"]}], "customer_id": [{"suffix": "-eu"}]},
    "dynamodb": {"channel": ["web"], "total": [5, 7.5]},
    "msk": {"customer_id": [{"equals-ignore-case": "Vip"}]},
    "kafka": {"channel": [{"exists": False}, "web"]},
    "eventbridge": {"total": [{"numeric": [">=", 100]}], "channel": ["web"]},
    "s3": {"key": [{"prefix": "incoming/"}, {"suffix": ".csv"}], "size": [{"numeric": [">", 0]}]},
}

SETTINGS: dict[str, dict[str, Any]] = {
    "sqs": {"batch_size": 100, "maximum_batching_window_seconds": 5, "downstream_per_second": 200},
    "sqs_fifo": {"batch_size": 5, "timeout_seconds": 60, "parallel": 1, "maximum_concurrency": 50},
    "kinesis": {"shard_count": 4, "parallelization_factor": 10, "starting_position": "LATEST", "batch_size": 200},
    "dynamodb": {"change_types": ["remove", "insert"], "downstream_per_second": 30, "maximum_batching_window_seconds": 0},
    "msk": {"topic": "shop.orders", "consumer_group": "warehouse", "maximum_batching_window_seconds": 2},
    "kafka": {"minimum_pollers": 2, "maximum_pollers": 20, "maximum_concurrency": 40, "alarm_lag": 50_000},
    "eventbridge": {"event_source": "com.example/shop", "detail_type": "Order Placed", "parallel": 32, "batch_size": 10},
    "s3": {"memory_mb": 2048, "message_seconds": 12.5, "timeout_seconds": 300, "remember_seconds": 31_536_000},
}  # fmt: skip

LONG: dict[str, Any] = {
    "name": "extraordinarily_verbose_message_name_xyz",
    "key": "the_field_that_says_which_of_all_the_many_messages_this_one_is_x",
    "fields": [
        {
            "name": "the_field_that_says_which_of_all_the_many_messages_this_one_is_x",
            "type": "integer",
            "required": True,
        },
        {"name": "another_quite_long_name_for_a_field_that_may_as_well_be_left_out", "type": "string_list"},
        {"name": "x", "type": "boolean"},
    ],
}
TINY: dict[str, Any] = {"name": "tick", "fields": [{"name": "id", "required": True, "max_length": 1}]}


def _consumers() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {source: {"source": source} for source in SOURCES}
    for source in SOURCES:
        found[f"{source}_filtered"] = {"source": source, "filter": FILTERS[source], "settings": SETTINGS[source]}
    found["sqs_wide"] = {"source": "sqs", "message": {**WIDE, "key": "sku"}}
    found["dynamodb_wide"] = {"source": "dynamodb", "message": WIDE, "settings": {"change_types": ["remove"]}}
    found["kinesis_long"] = {"source": "kinesis", "message": LONG, "filter": {LONG["key"]: [{"numeric": [">", 1]}]}}
    found["dynamodb_long"] = {
        "source": "dynamodb",
        "message": LONG,
        "settings": {"change_types": ["insert", "modify", "remove"]},
    }
    found["eventbridge_tiny"] = {"source": "eventbridge", "message": TINY, "architecture": "x86_64"}
    found["sqs_hostile"] = {
        "source": "sqs",
        "message": HOSTILE,
        "filter": {"type": ['a"b', "${e}", "[[ f ]]", {"anything-but": "é🎉"}]},
    }
    found["kafka_hostile"] = {
        "source": "kafka",
        "message": {**HOSTILE, "key": "default"},
        "filter": {"type": ["g\\h", "{{ i }}"]},
    }
    found["eventbridge_hostile"] = {
        "source": "eventbridge",
        "message": HOSTILE,
        "filter": {"type": ["yes", "01", "c'd"], "delete": [True]},
    }
    return found  # fmt: skip


CONSUMERS = _consumers()
"""By name, without project name and language."""


def consumer(name: str, language: str, **more: Any) -> dict[str, Any]:
    """Answers to event_consumer."""
    return {"project_name": name.replace("_", "-"), "language": language, **CONSUMERS[name], **more}
