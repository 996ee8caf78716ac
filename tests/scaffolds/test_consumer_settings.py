"""The settings of a generated consumer under load: the one place where the scaffold meets the simulator."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from guidance.advice.event_source import model as simulated
from guidance.advice.event_source.legal import ranges
from guidance.advice.event_source.simulate import simulate
from scaffolds import render_project
from scaffolds.catalog.event_consumer.settings import bounds
from scaffolds.model import Project
from tests.samples_consumers import consumer
from tests.scaffolds.test_projects import SamLoader, file

SIMULATED = tuple(source.value for source in simulated.Source)
CALM = [n / 20 for n in range(20 * 1200)]
"""20 messages a second for 20 minutes."""
PEAK = [300 + n / 1000 for n in range(30_000)]
"""1,000 a second for half a minute."""


def parallel(project: Project) -> int:
    """How many messages the generated code works on at a time."""
    found = re.search(r"parallel=(\d+)", file(project, "src/consumer.py"))
    assert found
    return int(found[1])


def outcome(project: Project, source: str, times: list[float], **function: float) -> simulated.Outcome:
    """What comes of the traffic with what the template says of mapping, queue and function."""
    resources: dict[str, Any] = yaml.load(file(project, "template.yaml"), SamLoader)["Resources"]
    mapping = resources["Mapping"]["Properties"]
    queue = resources.get("Queue", {}).get("Properties", {})
    pollers = mapping.get("ProvisionedPollerConfig", {})
    return simulate(
        simulated.Scenario(
            source=simulated.Source(source),
            settings=simulated.Settings(
                batch_size=mapping["BatchSize"],
                maximum_batching_window_seconds=mapping.get("MaximumBatchingWindowInSeconds", 0),
                maximum_concurrency=mapping.get("ScalingConfig", {}).get("MaximumConcurrency"),
                minimum_pollers=pollers.get("MinimumPollers"),
                maximum_pollers=pollers.get("MaximumPollers"),
                report_batch_item_failures=mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"],
                parallelization_factor=mapping.get("ParallelizationFactor", 1),
                bisect_batch_on_function_error=mapping.get("BisectBatchOnFunctionError", False),
                maximum_retry_attempts=mapping.get("MaximumRetryAttempts"),
                maximum_record_age_seconds=mapping.get("MaximumRecordAgeInSeconds"),
                on_failure_destination="DestinationConfig" in mapping,
            ),
            queue=simulated.Queue(
                visibility_timeout_seconds=queue.get("VisibilityTimeout", 30),
                max_receive_count=queue.get("RedrivePolicy", {}).get("maxReceiveCount"),
                message_retention_seconds=queue.get("MessageRetentionPeriod", 86_400),
            ),
            function=simulated.Function(
                timeout_seconds=resources["ConsumerFunction"]["Properties"]["Timeout"],
                reserved_concurrency=resources["ConsumerFunction"]["Properties"].get("ReservedConcurrentExecutions"),
                **function,  # type: ignore[arg-type]
            ),
            traffic=simulated.Traffic(times=times, seconds=1200, lanes=8, groups=200),
        )
    )


def test_its_bounds_are_those_of_the_service() -> None:
    """The two rooms keep the figures apart, as neither may know the other: here they are held together."""
    for source in SIMULATED:
        known = ranges(simulated.Source(source))
        for name, each in bounds(source).items():
            if name in known:
                assert (each.minimum, each.maximum) == (known[name].minimum, known[name].maximum), (source, name)


def test_under_a_burst_with_errors_and_poison_a_queue_loses_nothing_and_keeps_to_the_downstream_limit() -> None:
    limit, seconds = 200.0, 0.1
    settings = {"downstream_per_second": limit, "message_seconds": seconds}
    project = render_project("event_consumer", consumer("sqs", "python", settings=settings))
    times = sorted(CALM + PEAK)
    found = outcome(
        project, "sqs", times, per_message_ms=1000 * seconds / parallel(project), error_rate=0.01, poison_rate=0.001
    )

    assert found.peak_concurrency * parallel(project) / seconds <= limit
    assert (found.left, found.expired, found.duplicates, found.reprocessed) == (0, 0, 0, 0)
    assert found.processed + found.dead_letters == len(times)
    assert 0.0005 < found.dead_letters / len(times) < 0.002
    assert found.max_backlog > 10_000
    assert found.throttled_invocations == 0


@pytest.mark.parametrize("source", SIMULATED)
def test_with_its_defaults_every_source_keeps_up_with_steady_traffic(source: str) -> None:
    """Poison is set aside by the code where order counts, so it is passing errors that are left to the mapping there."""
    project = render_project("event_consumer", consumer(source, "python"))
    found = outcome(project, source, CALM, per_message_ms=100 / parallel(project), error_rate=0.001)

    assert (found.left, found.expired, found.dead_letters) == (0, 0, 0)
    assert found.processed == len(CALM)
    assert found.p50_latency_seconds < 5
