"""How Lambda's pollers behave, from `data/event_source_behaviour.toml`: each constant documented, measured or assumed."""

from __future__ import annotations

import datetime as dt
import functools
import tomllib
from dataclasses import dataclass, fields

from guidance.facts import DATA


@dataclass(frozen=True, slots=True)
class Constant:
    """One constant: its value, and whether it is `documented`, `measured` (fitted to published runs) or `assumed`."""

    name: str
    value: float
    unit: str
    basis: str
    source: str
    read: dt.date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Every constant of the simulator. A field's name is the constant's, with `.` as `_`; the data say what each means."""

    batch_payload_bytes: float
    environments_per_burst: float
    environments_burst_seconds: float
    environments_kept_seconds: float
    throttle_first_retry_seconds: float
    throttle_longest_retry_seconds: float
    backoff_scale: float
    backoff_power: float
    sqs_start_concurrency: float
    sqs_idle_concurrency: float
    sqs_maximum_concurrency: float
    sqs_growth_per_minute: float
    sqs_growth_lag_seconds: float
    sqs_overhead_seconds: float
    sqs_scale_in_share: float
    sqs_scale_in_below: float
    sqs_receive_messages: float
    sqs_long_poll_seconds: float
    sqs_envelope_bytes: float
    sqs_provisioned_concurrency: float
    sqs_provisioned_bytes: float
    sqs_provisioned_polls: float
    sqs_provisioned_growth_per_minute: float
    kinesis_poll_seconds: float
    dynamodb_poll_seconds: float
    stream_overhead_seconds: float
    stream_envelope_bytes: float
    stream_encoding: float
    stream_first_retry_seconds: float
    stream_longest_retry_seconds: float
    kinesis_read_bytes: float
    kafka_overhead_seconds: float
    kafka_concurrency_per_poller: float
    kafka_poller_bytes: float
    kafka_start_pollers: float
    kafka_evaluation_seconds: float
    kafka_scaling_seconds: float
    kafka_retries_with_destination: float


@functools.cache
def constants() -> dict[str, Constant]:
    """Every constant by name, such as `sqs.growth_per_minute`, with where it is from."""
    entries = tomllib.loads(DATA.joinpath("event_source_behaviour.toml").read_text("utf-8"))["constants"]
    return {entry["name"]: Constant(**entry) for entry in entries}


@functools.cache
def behaviour() -> Behaviour:
    """The constants as the simulator reads them."""
    values = {name.replace(".", "_"): float(constant.value) for name, constant in constants().items()}
    return Behaviour(**{field.name: values[field.name] for field in fields(Behaviour)})
