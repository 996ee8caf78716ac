"""A queue, a topic, a bus or a stream."""

from __future__ import annotations

import math

from guidance.advice.memory.pricing import MONTH_SECONDS
from guidance.advice.options.case import MONTH_HOURS, Case, at_price, per_million
from guidance.advice.options.model import Broken, Line, Weighed, amount

_KB_PER_GB = 1024.0**2
_KB_PER_MB = 1024.0


def weigh(case: Case) -> tuple[Weighed, ...]:
    """All four."""
    return (_queue(case), _topic(case), _bus(case), _stream(case))


def _chunks(case: Case, kilobytes: float) -> int:
    return max(1, math.ceil(kilobytes / case.limit("messaging.chunk")))


def _reading(case: Case, consumers: int) -> Line:
    """Receiving and deleting: up to 10 messages a request, as long as they fit 64 KB."""
    together = min(case.whole("batch_size"), int(case.limit("sqs.receive.maximum")))
    calls = case.number("monthly_messages") / together * consumers
    chunks = max(1.0, together * case.number("message_kb") / case.limit("messaging.chunk"))
    counted = calls * (chunks + 1)
    return per_million(counted, "SQS requests to receive and delete", _request(case))


def _request(case: Case) -> float:
    return case.price("sqs", "request_fifo" if case.flag("ordered") else "request")


def _invoking(case: Case, batch: int, consumers: int) -> Line:
    at = case.function(architecture="arm64")
    return per_million(case.number("monthly_messages") / batch * consumers, "Lambda requests", at.request)


def _too_large(case: Case, name: str) -> Broken | None:
    most = case.limit(name)
    if case.number("message_kb") <= most:
        return None
    return Broken(
        f"a message has at most {most:,.0f} KB, and this has {amount(case.number('message_kb'))}: keep it in S3 and send its key",
        name,
    )


def _queue(case: Case) -> Weighed:
    sent = case.number("monthly_messages") * _chunks(case, case.number("message_kb"))
    kind = "FIFO sends" if case.flag("ordered") else "sends"
    lines = (per_million(sent, kind, _request(case)), _reading(case, 1), _invoking(case, _batch(case), 1))
    wrong = _too_large(case, "sqs.message.maximum")
    if case.whole("consumers") > 1:
        wrong = Broken(f"each message goes to one consumer, and there are {case.whole('consumers')}")
    elif case.flag("replay"):
        wrong = Broken("a message is gone once it is handled")
    lacks = ("routing by content: a consumer gets all there is",) if case.flag("content_routing") else ()
    return Weighed("queue", lines, wrong, lacks)


def _batch(case: Case) -> int:
    """What a FIFO queue hands over at once is bounded."""
    most = int(case.limit("sqs.mapping.batch_size.maximum_fifo")) if case.flag("ordered") else case.whole("batch_size")
    return min(case.whole("batch_size"), most)


def _topic(case: Case) -> Weighed:
    consumers = case.whole("consumers")
    published = case.number("monthly_messages") * _chunks(case, case.number("message_kb"))
    price = case.price("sns_fifo", "publish") if case.flag("ordered") else case.price("sns", "publish")
    lines = (
        per_million(published, "publishes", price),
        _reading(case, consumers),
        _invoking(case, _batch(case), consumers),
    )
    wrong = _too_large(case, "sns.message.maximum")
    if wrong is None and case.flag("replay") and not case.flag("ordered"):
        wrong = Broken("a standard topic keeps nothing; only FIFO topics archive")
    lacks = ("a reason to be there: one consumer needs no fan-out",) if consumers == 1 else ()
    return Weighed("topic", lines, wrong, lacks)


def _bus(case: Case) -> Weighed:
    consumers = case.whole("consumers")
    events = case.number("monthly_messages") * _chunks(case, case.number("message_kb"))
    lines = (
        per_million(events, "events of up to 64 KB", case.price("eventbridge", "event")),
        _invoking(case, 1, consumers),
    )
    wrong = Broken("a bus keeps no order") if case.flag("ordered") else _too_large(case, "eventbridge.event.maximum")
    return Weighed("bus", lines, wrong)


def _stream(case: Case) -> Weighed:
    consumers, batch = case.whole("consumers"), case.whole("batch_size")
    lines = min(_shards(case), _on_demand(case), key=lambda each: sum(line.usd or 0 for line in each))
    lacks = []
    if not case.flag("ordered") and not case.flag("replay") and consumers == 1:
        lacks.append("failures one by one: a failing record holds up its shard (DEC-04)")
    if case.flag("content_routing"):
        lacks.append("routing by content: each consumer reads, and pays for filtering out, everything")
    wrong = _too_large(case, "kinesis.record.maximum")
    return Weighed("stream", (*lines, _invoking(case, batch, consumers)), wrong, tuple(lacks))


def _shards(case: Case) -> tuple[Line, ...]:
    rate = case.number("monthly_messages") / MONTH_SECONDS * case.number("peak_to_mean")
    megabytes = rate * case.number("message_kb") / _KB_PER_MB
    shards = max(
        1,
        math.ceil(rate / case.limit("kinesis.shard.records_per_second")),
        math.ceil(megabytes / case.limit("kinesis.shard.mb_per_second")),
    )
    units = case.number("monthly_messages") * math.ceil(case.number("message_kb") / case.limit("kinesis.put_unit"))
    hour = case.price("kinesis", "shard_hour")
    return (
        Line("{:n} records and {:n} MB a second at the peak, shards: {:n}", (rate, megabytes, shards)),
        at_price(shards * MONTH_HOURS, "shard-hours", hour),
        per_million(units, "PUT units of 25 KB", case.price("kinesis", "put_unit")),
    )


def _on_demand(case: Case) -> tuple[Line, ...]:
    gigabytes = case.number("monthly_messages") * math.ceil(case.number("message_kb")) / _KB_PER_GB
    hour, taken, read = (case.price("kinesis", name) for name in ("stream_hour", "gb_in", "gb_out"))
    out = gigabytes * case.whole("consumers")
    return (
        at_price(MONTH_HOURS, "hours of a stream on demand", hour),
        at_price(gigabytes, "GB in", taken),
        at_price(out, "GB out, to every consumer", read),
    )
