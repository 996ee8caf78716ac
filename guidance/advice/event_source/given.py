"""The settings that a caller has, by this project's names or by the API's, as the API, CloudFormation and SAM spell them.

`BatchSize`, `ScalingConfig.MaximumConcurrency` and `batch_size` are all read; what has no bearing on the simulation (names, ARNs,
states) is passed over; what Lambda or SQS would refuse is refused with the rule.
"""

from __future__ import annotations

import difflib
import functools
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from guidance.advice.event_source.legal import Range, broken, default_queue, defaults, fault, ranges, whole
from guidance.advice.event_source.model import Queue, Settings, Source
from guidance.advice.event_source.request import IllegalSettingsError

_MOST_TOLD = 4
_QUEUE = frozenset(each.name for each in fields(Queue))
_PASSED_OVER = frozenset(
    name.lower()
    for name in (
        "UUID", "EventSourceArn", "EventSourceMappingArn", "FunctionName", "FunctionArn", "Enabled", "State",
        "StateTransitionReason",
        "LastModified", "LastProcessingResult", "StartingPosition", "StartingPositionTimestamp", "Topics", "Queues", "KMSKeyArn",
        "SourceAccessConfigurations", "SelfManagedEventSource", "AmazonManagedKafkaEventSourceConfig", "Queue", "Stream", "Topic",
        "SelfManagedKafkaEventSourceConfig", "MetricsConfig", "LoggingConfig", "Tags", "FilterCriteria", "FilterCriteriaError",
        "QueueName", "QueueArn", "FifoQueue", "ContentBasedDeduplication", "DelaySeconds", "ReceiveMessageWaitTimeSeconds",
        "MaximumMessageSize", "SqsManagedSseEnabled", "KmsMasterKeyId", "ConsumerGroupId", "PollerGroupName", "ResponseMetadata",
        "deadLetterTargetArn",
    )
)  # fmt: skip
_NESTED = {"scalingconfig", "provisionedpollerconfig", "redrivepolicy", "mapping", "queue", "properties"}
"""Objects of the API whose members are settings."""


def read_settings(source: Source, given: Mapping[str, object]) -> tuple[Settings, Queue]:
    """The current settings of a mapping and its queue, with the defaults of what is not given.

    Raises:
        IllegalSettingsError: when there is no such setting, or Lambda or SQS refuses a value or a combination.

    """
    flat: dict[str, object] = {}
    faults = [*_flatten(source, given, flat, "current")]
    known = ranges(source)
    mapping: dict[str, Any] = {}
    queue: dict[str, Any] = {}
    for name, value in flat.items():
        if name == "filtered_share":
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1:
                faults.append("current.filtered_share has to be a number from 0 to below 1")
            mapping[name] = value
        elif (wrong := fault(name, value, source, known)) is not None:
            faults.append(f"current.{wrong}")
        else:
            (queue if name in _QUEUE else mapping)[name] = _value(known[name], value)
    _refuse(faults)
    settings = _replaced(defaults(source), mapping)
    _refuse([*broken(source, settings)])
    return settings, _replaced(default_queue(source), queue)


def _refuse(faults: list[str]) -> None:
    if faults:
        more = f"; and {len(faults) - _MOST_TOLD} more" if len(faults) > _MOST_TOLD else ""
        said = "; ".join(faults[:_MOST_TOLD]) + more
        raise IllegalSettingsError(said if said.endswith("?") else f"{said}.")


def _flatten(source: Source, given: Mapping[str, object], into: dict[str, object], where: str) -> Iterator[str]:
    """Put every setting under this project's name; yields what is wrong with names."""
    by_api = {each.api.rsplit(".", 1)[-1].lower(): each for each in _all_ranges() if each.api}
    names = {each.name for each in _all_ranges()} | {"filtered_share"}
    for key, value in given.items():
        lower = key.lower()
        plain = _text_object(value) if lower in _NESTED else value
        if lower in _NESTED and isinstance(plain, Mapping):
            yield from _flatten(source, plain, into, f"{where}.{key[:40]}")
        elif lower in {"functionresponsetypes", "function_response_types"}:
            into["report_batch_item_failures"] = _partial(value)
        elif lower in {"destinationconfig", "destination_config"}:
            into["on_failure_destination"] = _destination(value)
        elif key in names:
            into[key] = value
        elif lower in by_api:
            into[by_api[lower].name] = value
        elif (
            lower not in _PASSED_OVER
            and lower.replace("_", "") not in _PASSED_OVER
            and not lower.startswith("approximate")
        ):
            near = difflib.get_close_matches(key, [*names, *(each.api for each in _all_ranges())], n=1, cutoff=0.5)
            offer = f"; did you mean '{near[0]}'?" if near else f"; there are {', '.join(sorted(ranges(source)))}"
            yield f"{where}.{key[:40]}: there is no such setting{offer}"


@functools.cache
def _all_ranges() -> tuple[Range, ...]:
    return tuple({(each.name, each.api): each for source in Source for each in ranges(source).values()}.values())


def _text_object(value: object) -> object:
    """A redrive policy comes as JSON in text from SQS."""
    if isinstance(value, str) and len(value) < 2000:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _partial(value: object) -> object:
    if isinstance(value, list) and all(each == "ReportBatchItemFailures" for each in value):
        return bool(value)
    return "function_response_types"


def _destination(value: object) -> object:
    """A destination config is set when its OnFailure names somewhere."""
    failure = value.get("OnFailure") if isinstance(value, Mapping) else None
    return bool(failure.get("Destination")) if isinstance(failure, Mapping) else False


def _value(limits: Range, value: object) -> object:
    if value is None or limits.flag:
        return bool(value) if limits.flag else None
    number = whole(value, limits)
    return None if number == limits.also and limits.also is not None else number


def _replaced(base: Any, given: Mapping[str, Any]) -> Any:  # noqa: ANN401 - Settings or Queue
    names = {each.name: each for each in fields(base)}
    values = {
        name: value
        for name, value in given.items()
        if name in names and (value is not None or names[name].default is None)
    }
    return type(base)(**{**{name: getattr(base, name) for name in names}, **values})
