"""The door of the simulator: a scenario in, its outcome out. Seeded: the same scenario has the same outcome."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence

from guidance.advice.event_source.behaviour import Behaviour, behaviour
from guidance.advice.event_source.errors import ScenarioError
from guidance.advice.event_source.fifo_queue import FifoQueue
from guidance.advice.event_source.lanes import LaneRun
from guidance.advice.event_source.model import Outcome, Scenario, Source, Step, silent
from guidance.advice.event_source.randomness import marked, stream
from guidance.advice.event_source.standard_queue import StandardQueue
from guidance.advice.event_source.tally import Tally

_KINDS: dict[Source, type[StandardQueue | FifoQueue | LaneRun]] = {
    Source.SQS: StandardQueue,
    Source.SQS_FIFO: FifoQueue,
    Source.KINESIS: LaneRun,
    Source.DYNAMODB: LaneRun,
    Source.MSK: LaneRun,
    Source.KAFKA: LaneRun,
}


def simulate(
    scenario: Scenario,
    *,
    step: Step = silent,
    keep_latencies: bool = False,
    constants: Behaviour | None = None,
) -> Outcome:
    """Run a mapping under its traffic, event by event.

    Args:
        scenario: source, settings, queue, function, traffic and seed.
        step: told the share done several times a second; may raise to stop the run.
        keep_latencies: answer every latency, sorted, not only its quantiles. Those are else of a sample of at least 200,000.
        constants: how pollers behave, instead of `data/event_source_behaviour.toml`.

    Raises:
        ScenarioError: when a figure cannot be simulated; legality of settings is not judged here.

    """
    _check(scenario)
    constants = constants or behaviour()
    times, filtered = _unfiltered(scenario)
    tally = Tally(times, scenario.traffic.seconds, step, keep=keep_latencies)
    run = _KINDS[scenario.source](scenario, times, constants, tally)
    run.run()
    return run.outcome(filtered)


def _unfiltered(scenario: Scenario) -> tuple[Sequence[float], int]:
    """The arrivals that pass the filter, and how many do not."""
    times, share = scenario.traffic.times, scenario.settings.filtered_share
    if share <= 0:
        return times, 0
    kept, last = array("d"), 0
    dropped = marked(len(times), share, stream(scenario.seed, "filter"))
    for index in dropped:
        if index > last:
            kept.extend(times[last:index])
        last = index + 1
    kept.extend(times[last:])
    return kept, len(dropped)


def _check(scenario: Scenario) -> None:
    """Refuse figures that mean nothing."""
    function, queue, settings, traffic = scenario.function, scenario.queue, scenario.settings, scenario.traffic
    shares = {
        "error_rate": function.error_rate,
        "poison_rate": function.poison_rate,
        "filtered_share": settings.filtered_share,
    }
    positive = {
        "timeout_seconds": function.timeout_seconds,
        "batch_size": settings.batch_size,
        "parallelization_factor": settings.parallelization_factor,
        "groups": traffic.groups,
        "lanes": traffic.lanes,
        "account_concurrency": function.account_concurrency,
        "message_retention_seconds": queue.message_retention_seconds,
    }
    not_negative = {
        "base_ms": function.base_ms,
        "per_message_ms": function.per_message_ms,
        "duration_cv": function.duration_cv,
        "cold_start_ms": function.cold_start_ms,
        "visibility_timeout_seconds": queue.visibility_timeout_seconds,
        "maximum_batching_window_seconds": settings.maximum_batching_window_seconds,
        "message_bytes": traffic.message_bytes,
        "seconds": traffic.seconds,
    }
    for name, value in shares.items():
        if not 0 <= value <= 1:
            raise ScenarioError(f"{name} is {value}; it is a share, from 0 to 1.")
    for name, value in positive.items():
        if not 0 < value < math.inf:
            raise ScenarioError(f"{name} is {value}; it has to be more than 0.")
    for name, value in not_negative.items():
        if not 0 <= value < math.inf:
            raise ScenarioError(f"{name} is {value}; it cannot be negative, and has to be a number.")
    if function.reserved_concurrency is not None and function.reserved_concurrency < 1:
        raise ScenarioError("reserved_concurrency is 0: the function is switched off, and nothing would be processed.")
