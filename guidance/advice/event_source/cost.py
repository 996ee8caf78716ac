"""What a run of the simulator would cost in a month, by part: from `data/prices.toml` and `data/prices_event_sources.toml`."""

from __future__ import annotations

import functools
import math
import tomllib
from typing import Any

from guidance.advice.event_source.model import Outcome, Scenario, Source
from guidance.advice.event_source.request import Cost
from guidance.advice.memory.model import Architecture
from guidance.advice.memory.pricing import MONTH_SECONDS, Prices, prices
from guidance.facts import DATA

HOME = "us-east-1"


@functools.cache
def table() -> dict[str, Any]:
    """The prices of reading sources, as written."""
    return tomllib.loads(DATA.joinpath("prices_event_sources.toml").read_text("utf-8"))


def monthly(scenario: Scenario, outcome: Outcome, region: str) -> Cost:
    """Dollars a month of 730 hours, if all of it were like the window that was simulated."""
    window = scenario.traffic.seconds
    if not window:
        return Cost(requests=0, duration=0, calls=0, pollers=0)
    months = MONTH_SECONDS / window
    lambda_ = prices(region, Architecture(scenario.function.architecture))
    gigabyte_seconds = outcome.billed_seconds * scenario.function.memory_mb / 1024 * months
    return Cost(
        requests=outcome.invocations * months * lambda_.request,
        duration=_tiered(lambda_, gigabyte_seconds),
        calls=(outcome.requests + _further_chunks(scenario, outcome)) * months * _call(scenario),
        pollers=outcome.poller_hours * months * _poller_hour(scenario.source),
    )


def basis(source: Source, region: str, *, provisioned: bool) -> tuple[str, list[str]]:
    """Where the prices come from, and what is to be said of them.

    Returns:
        One line with region, source and date; and warnings: a region that is not in the data, prices that are not verified.

    """
    lambda_ = prices(region, Architecture.X86_64)
    notes = []
    if lambda_.region != region:
        notes.append(f"Lambda's prices of {region[:40]} are not in the data: those of {lambda_.region} were used.")
    parts = [f"Lambda {lambda_.region}, {lambda_.read}"]
    if source.queue:
        entry = table()["sqs"].get(region) or table()["sqs"][HOME]
        parts.append(f"SQS {HOME}, {entry['read'].isoformat()}")
        if region not in table()["sqs"]:
            notes.append(f"Prices of SQS calls in {region[:40]} are not in the data: those of {HOME} were used.")
    if provisioned:
        entry = _pollers(source)
        parts.append(f"event poller units {HOME}, {entry['read'].isoformat()}")
        if not entry["verified"]:
            notes.append(
                f"Provisioned pollers are priced at ${entry['unit_hour']} an hour each; that one SQS poller is one event poller "
                "unit is inferred, so check the bill."
            )
    return "; ".join(parts), notes


def sources(source: Source) -> tuple[str, ...]:
    """The documents that the prices of a source rest on."""
    own = table()["sqs"][HOME]["source"] if source.queue else table().get(source.value, {}).get("source", "")
    return tuple(filter(None, (own, _pollers(source)["source"] if not source.stream else "")))


def _tiered(lambda_: Prices, used: float) -> float:
    """GB-seconds of a month by tier, as if this function were alone in the account."""
    total, below = 0.0, 0.0
    for upto, price in lambda_.tiers:
        total += max(0.0, min(used, upto) - below) * price
        below = upto
    return total


def _call(scenario: Scenario) -> float:
    """A priced call."""
    if not scenario.source.queue:
        return float(table().get(scenario.source.value, {}).get("call", 0))
    entry = table()["sqs"][HOME]
    return float(entry["fifo" if scenario.source is Source.SQS_FIFO else "standard"])


def _further_chunks(scenario: Scenario, outcome: Outcome) -> float:
    """What receives are charged beyond one call each: every begun 64 KB of the ten messages that one carries counts."""
    if not scenario.source.queue or not outcome.invocations:
        return 0.0
    receives = outcome.invocations * math.ceil(max(1.0, outcome.mean_batch) / 10)
    carried = min(10.0, max(1.0, outcome.mean_batch)) * scenario.traffic.message_bytes
    return receives * (max(1, math.ceil(carried / int(table()["sqs"][HOME]["chunk_bytes"]))) - 1)


def _pollers(source: Source) -> dict[str, Any]:
    entry: dict[str, Any] = table()["pollers"]["kafka" if source.kafka else "sqs"]
    return entry


def _poller_hour(source: Source) -> float:
    """A poller an hour; part of a unit is paid in part, as pollers come and go within it."""
    entry = _pollers(source)
    return float(entry["unit_hour"]) / float(entry["pollers_per_unit"])
