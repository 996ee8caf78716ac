"""Which settings Lambda and SQS take: ranges by source and combinations, from `data/event_source_settings.toml`."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from guidance.advice.event_source.model import Function, Queue, Settings, Source
from guidance.facts import DATA


@dataclass(frozen=True, slots=True)
class Range:
    """What one setting may be for a source."""

    name: str
    api: str
    shape: str
    """Shape of botocore's service model that states the outer range; empty where none does."""
    minimum: float
    maximum: float
    default: float | None
    also: int | None
    """A value outside the range that has a meaning of its own."""
    flag: bool
    queue: bool
    """Whether it is the queue's or stream's own."""
    source: str
    read: str

    @property
    def told(self) -> str:
        """In words."""
        beside = f" or {self.also}" if self.also is not None else ""
        return f"{self.minimum:,g} to {self.maximum:,g}{beside}"


@dataclass(frozen=True, slots=True)
class Combination:
    """A rule over several settings."""

    id: str
    rule: str
    source: str
    limit: int | None


@functools.cache
def data() -> dict[str, Any]:
    """The table as it is written."""
    return tomllib.loads(DATA.joinpath("event_source_settings.toml").read_text("utf-8"))


@functools.cache
def ranges(source: Source) -> dict[str, Range]:
    """Every setting that a source has, by name."""
    found = {}
    for entry in data()["settings"]:
        if source.value in entry["sources"]:
            found[entry["name"]] = Range(
                entry["name"], entry["api"], entry["shape"], entry.get("minimum", 0), entry.get("maximum", 1),
                entry.get("default"), entry.get("also"), entry.get("flag", False), entry.get("queue", False), entry["source"],
                entry["read"].isoformat(),
            )  # fmt: skip
    return found


@functools.cache
def combinations(source: Source) -> dict[str, Combination]:
    """Every rule over several settings of a source, by id."""
    return {
        entry["id"]: Combination(entry["id"], entry["rule"], entry["source"], entry.get("limit"))
        for entry in data()["combinations"]
        if source.value in entry["sources"]
    }


def defaults(source: Source) -> Settings:
    """A mapping as Lambda makes it when nothing is set."""
    known = ranges(source)
    window = known["maximum_batching_window_seconds"].default if "maximum_batching_window_seconds" in known else 0
    return Settings(batch_size=int(known["batch_size"].default or 1), maximum_batching_window_seconds=window or 0)


def default_queue(source: Source) -> Queue:
    """A queue as SQS makes it, or a stream's retention."""
    known = ranges(source)
    visibility = known.get("visibility_timeout_seconds")
    return Queue(
        visibility_timeout_seconds=int(visibility.default or 0) if visibility else 0,
        message_retention_seconds=int(known["message_retention_seconds"].default or 0),
    )


def broken(source: Source, settings: Settings, function: Function | None = None) -> Iterator[str]:
    """Every rule over combinations that settings break, in words with the source."""
    rules = combinations(source)
    provisioned = settings.provisioned
    low, high = settings.minimum_pollers, settings.maximum_pollers
    poller_default = ranges(source)["maximum_pollers"].default if "maximum_pollers" in ranges(source) else None
    wide = settings.batch_size > (rules["large_batch_without_window"].limit or 0) if source is Source.SQS else False
    kafka_only = (
        settings.bisect_batch_on_function_error,
        settings.report_batch_item_failures,
        settings.maximum_retry_attempts is not None,
        settings.maximum_record_age_seconds is not None,
    )
    checks = {
        "batching_on_fifo": settings.maximum_batching_window_seconds > 0,
        "large_batch_without_window": wide and settings.maximum_batching_window_seconds < 1,
        "conflicting_scaling": provisioned and settings.maximum_concurrency is not None,
        "pollers_out_of_order": provisioned and (low or 0) > (high or poller_default or 0),
        "needs_provisioned_mode": any(kafka_only) and not provisioned,
        "long_timeout": function is not None and function.timeout_seconds > (rules["long_timeout"].limit or 0),
    }
    for name, rule in rules.items():
        if checks[name]:
            yield f"{rule.rule} ({rule.source})"


def outside(source: Source, settings: Settings) -> Iterator[str]:
    """Every value of settings that lies outside its range; for what this project itself proposes."""
    known = ranges(source)
    for each in fields(settings):
        value = getattr(settings, each.name)
        if value in {None, False} or each.name == "filtered_share":
            continue
        if each.name not in known:
            if value != each.default:
                yield f"{each.name} does not exist for {source.value}"
        elif (wrong := fault(each.name, value, source, known)) is not None:
            yield wrong


def fault(name: str, value: object, source: Source, known: Mapping[str, Range]) -> str | None:
    """What is wrong with one value, with the range and its source; None when it is legal."""
    limits = known.get(name)
    if limits is None:
        if value in (None, False, [], {}):
            return None
        return f"{name} does not exist for {source.value}: leave it out"
    if limits.flag:
        allowed = "['ReportBatchItemFailures'] or []" if value == "function_response_types" else "true or false"
        return None if isinstance(value, bool) or value is None else f"{name} has to be {allowed}"
    if value is None:
        return None
    number = whole(value, limits)
    if number is None:
        return f"{name} has to be a whole number, {limits.told}"
    if limits.minimum <= number <= limits.maximum or number == limits.also:
        return None
    return f"{name} is {number:,g}; for {source.value} it is {limits.told} ({limits.source})"


def whole(value: object, limits: Range) -> float | None:
    """A whole number; SQS answers with digits in text; half a second is Kafka's default window."""
    if isinstance(value, str) and limits.queue and value.lstrip("-").isdigit() and len(value) < 12:
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if value == int(value) if abs(value) < 1e15 else False:
        return int(value)
    return value if value == limits.default else None
