"""The settings of a consumer: which a source takes, within what bounds, and what follows from them."""

from __future__ import annotations

import functools
import math
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from scaffolds.catalog.event_consumer.known import known_only

Source = Literal["sqs", "sqs_fifo", "kinesis", "dynamodb", "msk", "kafka", "eventbridge", "s3"]
Change = Literal["insert", "modify", "remove"]
Fault = tuple[str, str]
"""The setting, and what is wrong with it."""

QUEUES = frozenset({"sqs", "sqs_fifo", "eventbridge", "s3"})
ENVELOPED = frozenset({"eventbridge", "s3"})
"""Fed by a rule of EventBridge, which wraps the message."""
STREAMS = frozenset({"kinesis", "dynamodb"})
KAFKA = frozenset({"msk", "kafka"})
ORDERED = frozenset({"sqs_fifo", "kinesis", "dynamodb", "msk", "kafka"})

VISIBILITY_FACTOR = 6
"""Times the timeout that a received message stays hidden: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html."""
_BATCH_WITHOUT_WINDOW = 10
"""A larger batch of a queue needs a window: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html."""

_KAFKA_NAME = re.compile(r"[A-Za-z0-9._-]{1,200}")
_EVENT_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/@-]{0,127}")


class Settings(BaseModel):
    """What a caller may set; what is not set has a default that depends on the source. Numbers and bounds: `settings.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    batch_size: int | None = None
    maximum_batching_window_seconds: int | None = None
    timeout_seconds: int | None = None
    memory_mb: int | None = None
    parallel: int | None = None
    maximum_concurrency: int | None = None
    downstream_per_second: Annotated[float, Field(allow_inf_nan=False)] | None = None
    message_seconds: Annotated[float, Field(allow_inf_nan=False)] | None = None
    max_receive_count: int | None = None
    message_retention_seconds: int | None = None
    parallelization_factor: int | None = None
    maximum_retry_attempts: int | None = None
    maximum_record_age_seconds: int | None = None
    shard_count: int | None = None
    minimum_pollers: int | None = None
    maximum_pollers: int | None = None
    remember_seconds: int | None = None
    alarm_age_seconds: int | None = None
    alarm_lag: int | None = None
    starting_position: Literal["TRIM_HORIZON", "LATEST"] | None = None
    change_types: Annotated[list[Change], Field(min_length=1, max_length=3)] | None = None
    topic: str | None = None
    consumer_group: str | None = None
    event_source: str | None = None
    detail_type: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _known(cls, data: Any) -> Any:  # noqa: ANN401 - whatever the caller sent
        known_only(data, cls)
        return data


@dataclass(frozen=True)
class Bounds:
    """What a numeric setting may be for one source."""

    minimum: float
    maximum: float
    default: float | None
    says: str


@functools.cache
def bounds(source: str) -> dict[str, Bounds]:
    """The numeric settings that a source takes, in the order of `settings.toml`."""
    data = tomllib.loads(Path(__file__).with_name("settings.toml").read_text("utf-8"))
    return {
        each["name"]: Bounds(each["minimum"], each["maximum"], each.get("default"), each["says"])
        for each in data["settings"]
        if source in each["sources"]
    }


WORDS: dict[str, frozenset[str]] = {
    "starting_position": STREAMS | KAFKA,
    "change_types": frozenset({"dynamodb"}),
    "topic": KAFKA,
    "consumer_group": KAFKA,
    "event_source": frozenset({"eventbridge"}),
    "detail_type": frozenset({"eventbridge"}),
}
"""The settings that are no numbers, and the sources that take them."""


def takes(source: str) -> list[str]:
    """The names of the settings that a source takes."""
    return [*bounds(source), *(name for name, sources in WORDS.items() if source in sources)]


def resolved(given: Settings, source: str, project: str, message: str, plural: str) -> dict[str, Any]:
    """Every setting with its value, and what follows from them; None where the source has none or the service decides.

    Call it on settings without faults.
    """
    values: dict[str, Any] = dict.fromkeys(Settings.model_fields)
    values |= {name: each.default for name, each in bounds(source).items()}
    words = {
        "starting_position": "TRIM_HORIZON",
        "change_types": ["insert", "modify"],
        "topic": plural.replace("_", "-"),
        "consumer_group": project,
        "event_source": project,
        "detail_type": message,
    }
    values |= {name: value for name, value in words.items() if source in WORDS[name]}
    values |= given.model_dump(exclude_none=True)
    if source == "dynamodb":
        values["change_types"] = [each for each in ("insert", "modify", "remove") if each in values["change_types"]]
    if values["downstream_per_second"] is not None:
        values["parallel"], values["maximum_concurrency"] = _fitted(given, source, values)
    if source in QUEUES:
        window = values["maximum_batching_window_seconds"] or 0
        values["visibility_timeout_seconds"] = VISIBILITY_FACTOR * values["timeout_seconds"] + window
    return values


def faults(given: Settings, source: str) -> Iterator[Fault]:
    """What is wrong with the settings for this source; nothing when they can be used."""
    allowed = takes(source)
    foreign = [name for name in given.model_dump(exclude_none=True) if name not in allowed]
    for name in foreign:
        yield name, f"does not apply to {source}; it takes {', '.join(allowed)}"
    if foreign:
        return
    found = list(_out_of_bounds(given, source)) + list(_bad_words(given))
    yield from found
    if not found:
        yield from _contradictions(given, source)


def _out_of_bounds(given: Settings, source: str) -> Iterator[Fault]:
    for name, each in bounds(source).items():
        value = getattr(given, name)
        if value is not None and not each.minimum <= value <= each.maximum:
            yield name, f"must be {each.minimum:,} to {each.maximum:,} for {source}, not {value:,}"


def _bad_words(given: Settings) -> Iterator[Fault]:
    for name, shape, says in (
        ("topic", _KAFKA_NAME, "letters, digits, dots, hyphens and underscores, at most 200"),
        ("consumer_group", _KAFKA_NAME, "letters, digits, dots, hyphens and underscores, at most 200"),
        ("event_source", _EVENT_WORD, "letters, digits, spaces and . _ / @ -, at most 128, a letter or digit first"),
        ("detail_type", _EVENT_WORD, "letters, digits, spaces and . _ / @ -, at most 128, a letter or digit first"),
    ):
        value = getattr(given, name)
        if value is not None and not shape.fullmatch(value):
            yield name, f"must be {says}"
    if (given.event_source or "").startswith("aws."):
        yield "event_source", "must not begin with aws., which is for the events of AWS's own services"


def _contradictions(given: Settings, source: str) -> Iterator[Fault]:
    values = resolved(given, source, "p", "m", "ms")
    size, window = values["batch_size"], values["maximum_batching_window_seconds"]
    if source in QUEUES and size > _BATCH_WITHOUT_WINDOW and not window:
        yield (
            "batch_size",
            f"above {_BATCH_WITHOUT_WINDOW} a queue needs maximum_batching_window_seconds of at least 1; add it",
        )
    if source in KAFKA and values["minimum_pollers"] > values["maximum_pollers"]:
        yield "minimum_pollers", f"is above maximum_pollers ({values['maximum_pollers']}); raise that or lower this"
    if source in QUEUES and values["visibility_timeout_seconds"] > values["message_retention_seconds"]:
        yield "message_retention_seconds", "is shorter than one try takes: keep messages longer than six timeouts"
    yield from _too_slow(source, values)
    yield from _beyond_downstream(given, source, values)


def _too_slow(source: str, values: dict[str, Any]) -> Iterator[Fault]:
    side_by_side = 1 if source in ORDERED else min(values["parallel"], values["batch_size"])
    needed = math.ceil(values["batch_size"] / side_by_side) * values["message_seconds"]
    if needed > values["timeout_seconds"]:
        how = "one after the other, as order asks for," if source in ORDERED else f"{side_by_side} at a time"
        size, seconds, timeout = values["batch_size"], values["message_seconds"], values["timeout_seconds"]
        yield (
            "batch_size",
            (
                f"{size} messages of {seconds:g} s take {needed:g} s {how}, longer than the timeout ({timeout} s): take a "
                "smaller batch_size or a longer timeout_seconds"
            ),
        )


def _beyond_downstream(given: Settings, source: str, values: dict[str, Any]) -> Iterator[Fault]:
    rate, seconds = values["downstream_per_second"], values["message_seconds"]
    if rate is None:
        return
    least = int(bounds(source)["maximum_concurrency"].minimum) * (given.parallel or 1) / seconds
    if least > rate:
        yield (
            "downstream_per_second",
            f"{rate:g} a second cannot be kept: the lowest concurrency of {source} gives {least:g} a second at {seconds:g} s a "
            f"message. The nearest that can be kept is {least:g}"
            + ("; or set parallel to 1" if (given.parallel or 1) > 1 else ""),
        )
        return
    reached = values["maximum_concurrency"] * values["parallel"] / seconds
    if reached > rate * (1 + 1e-9):
        concurrency, parallel = values["maximum_concurrency"], values["parallel"]
        yield (
            "maximum_concurrency",
            (
                f"{concurrency} invocations of {parallel} messages at {seconds:g} s each are {reached:g} a second, above "
                f"downstream_per_second ({rate:g}); leave it out and it is computed"
            ),
        )


def _fitted(given: Settings, source: str, values: dict[str, Any]) -> tuple[int, int]:
    """Parallelism and concurrency that come closest to the downstream's rate: so many messages may be under way at once."""
    under_way = int(values["downstream_per_second"] * values["message_seconds"] + 1e-9)
    each = bounds(source)["maximum_concurrency"]
    lowest, most = int(each.minimum), int(each.maximum)
    found = []
    for parallel in [given.parallel] if given.parallel else range(1, values["parallel"] + 1):
        concurrency = given.maximum_concurrency or max(lowest, min(most, under_way // parallel))
        fits = concurrency * parallel <= under_way
        found.append((fits, concurrency * parallel if fits else -parallel, parallel, concurrency))
    _, _, parallel, concurrency = max(found)
    return parallel, concurrency
