"""What settings and a function come to without simulation: batch durations, the most invocations at a time, what always holds."""

from __future__ import annotations

import math

from guidance.advice.event_source.behaviour import behaviour
from guidance.advice.event_source.legal import data, ranges
from guidance.advice.event_source.model import Function, Queue, Settings, Source
from guidance.advice.event_source.request import Request
from guidance.facts import number

TIMEOUT_SHARE = 0.5
"""Part of the function's timeout that a full batch may take, slow ones included (practice ESM-05)."""
SLOW = 2.33
"""Standard deviations to the 99th percentile."""


def safe(request: Request, *, provisioned: bool = False) -> Settings:
    """What holds whatever the traffic: only failed messages come back, none is retried for ever, none is lost in silence."""
    source, current = request.source, request.current
    filtered = current.filtered_share if current is not None else 0
    if source.queue:
        return Settings(batch_size=1, report_batch_item_failures=True, filtered_share=filtered)
    if source.kafka and not provisioned:
        return Settings(batch_size=1, filtered_share=filtered, on_failure_destination=True)
    age = current.maximum_record_age_seconds if current is not None else None
    return Settings(
        batch_size=1,
        report_batch_item_failures=True,
        bisect_batch_on_function_error=True,
        maximum_retry_attempts=receives(request.function.error_rate),
        maximum_record_age_seconds=age,
        on_failure_destination=True,
        tumbling_window_seconds=current.tumbling_window_seconds if current is not None else 0,
        filtered_share=filtered,
    )


def queue_for(request: Request, settings: Settings) -> Queue:
    """The queue that goes with settings: six timeouts and the window of visibility, enough receives, at least four days."""
    now = request.current_queue or Queue()
    if not request.source.queue:
        return now
    factor, most = number("sqs.mapping.visibility_factor"), number("sqs.visibility_timeout.maximum")
    visibility = math.ceil(factor * request.function.timeout_seconds + settings.maximum_batching_window_seconds)
    kept = max(now.message_retention_seconds, int(data()["advice"]["retention_seconds"]))
    return Queue(min(visibility, most), receives(request.function.error_rate, now.max_receive_count), kept)


def receives(error_rate: float, now: int | None = None) -> int:
    """So many tries that at three times the errors fewer than one good message in a million is given up; at least five."""
    least = max(number("sqs.mapping.receive_count.minimum"), min(now or 0, 10))
    rate = min(0.5, 3 * error_rate)
    return max(least, math.ceil(math.log(1e-6) / math.log(rate))) if rate > 0 else least


def batch_seconds(function: Function, messages: float) -> float:
    """Mean duration of a batch; a millisecond at least, which is what is billed."""
    return max(1.0, function.base_ms + messages * function.per_message_ms) / 1000


def most_messages(function: Function) -> int:
    """The largest batch whose slow runs take no more than half the timeout."""
    most = function.timeout_seconds * TIMEOUT_SHARE * 1000 / (1 + SLOW * function.duration_cv) - function.base_ms
    if most < function.per_message_ms or most < 0:
        return 0
    return min(10_000, int(most // function.per_message_ms)) if function.per_message_ms else 10_000


def carried(source: Source, message_bytes: int) -> int:
    """Messages that fit into the payload of one invocation, what surrounds each included."""
    constants = behaviour()
    if source.queue:
        size = message_bytes + constants.sqs_envelope_bytes
    else:
        size = message_bytes * constants.stream_encoding + constants.stream_envelope_bytes
    return int(constants.batch_payload_bytes // size)


def room(function: Function) -> int:
    """Invocations at a time that Lambda leaves to the function."""
    return function.reserved_concurrency if function.reserved_concurrency is not None else function.account_concurrency


def cap(source: Source, settings: Settings, function: Function, lanes: int, groups: int) -> int:
    """The most invocations at a time that settings let through."""
    most = room(function)
    if source.stream:
        return min(most, lanes * settings.parallelization_factor)
    if source.kafka:
        pollers = settings.maximum_pollers or int(ranges(source)["maximum_pollers"].default or 1)
        return (
            min(most, lanes, pollers * int(behaviour().kafka_concurrency_per_poller))
            if settings.provisioned
            else min(most, lanes)
        )
    if settings.maximum_concurrency is not None:
        most = min(most, settings.maximum_concurrency)
    elif settings.provisioned:
        pollers = settings.maximum_pollers or int(ranges(source)["maximum_pollers"].default or 2)
        most = min(most, pollers * int(behaviour().sqs_provisioned_concurrency))
    else:
        most = min(most, int(behaviour().sqs_maximum_concurrency))
    return min(most, groups) if source is Source.SQS_FIFO else most
