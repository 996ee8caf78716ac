"""The words of event source advice: what sends, what is set, what runs, and what came of it. Read this first.

Times are seconds, sizes bytes, money US dollars, unless a name says otherwise. Everything here is plain data: the simulator reads
a `Scenario` and answers an `Outcome`; the advice compares outcomes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Step = Callable[[float, str], None]
"""Told how much is done (0 to 1) and what is being done, several times a second; may raise to stop the work."""


def silent(_done: float, _doing: str) -> None:
    """Tell nobody."""


class Source(StrEnum):
    """What a mapping reads from."""

    SQS = "sqs"
    SQS_FIFO = "sqs_fifo"
    KINESIS = "kinesis"
    DYNAMODB = "dynamodb"
    MSK = "msk"
    KAFKA = "kafka"

    @property
    def queue(self) -> bool:
        """Whether messages are deleted one by one and become visible again when they fail."""
        return self in {Source.SQS, Source.SQS_FIFO}

    @property
    def stream(self) -> bool:
        """Whether shards are read in order."""
        return self in {Source.KINESIS, Source.DYNAMODB}

    @property
    def kafka(self) -> bool:
        """Whether partitions of a topic are read in order."""
        return self in {Source.MSK, Source.KAFKA}


class Objective(StrEnum):
    """What is wanted within the constraints."""

    COST = "cost"
    LATENCY = "latency"
    BALANCED = "balanced"


@dataclass(frozen=True, slots=True)
class Settings:
    """A mapping's settings, by the names of Lambda's API in snake case; None is the default or none.

    https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
    """

    batch_size: int
    maximum_batching_window_seconds: float = 0
    maximum_concurrency: int | None = None
    """SQS only: ScalingConfig."""
    minimum_pollers: int | None = None
    """ProvisionedPollerConfig; both None is on-demand."""
    maximum_pollers: int | None = None
    report_batch_item_failures: bool = False
    parallelization_factor: int = 1
    """Kinesis and DynamoDB."""
    bisect_batch_on_function_error: bool = False
    maximum_retry_attempts: int | None = None
    """None retries until the record expires (-1 in the API)."""
    maximum_record_age_seconds: int | None = None
    tumbling_window_seconds: int = 0
    on_failure_destination: bool = False
    filtered_share: float = 0
    """Of the messages that arrive, how many the filter criteria drop (0 to 1)."""

    @property
    def provisioned(self) -> bool:
        """Whether pollers are provisioned."""
        return self.minimum_pollers is not None or self.maximum_pollers is not None


@dataclass(frozen=True, slots=True)
class Queue:
    """What counts of a queue and its redrive policy; for streams, only the retention."""

    visibility_timeout_seconds: int = 30
    max_receive_count: int | None = None
    """None: no dead-letter queue."""
    message_retention_seconds: int = 345_600


@dataclass(frozen=True, slots=True)
class Function:
    """How the function behaves. A batch of n takes `base_ms + n * per_message_ms`, times a lognormal factor of `duration_cv`."""

    memory_mb: int = 512
    architecture: str = "x86_64"
    timeout_seconds: float = 30
    base_ms: float = 50
    per_message_ms: float = 5
    duration_cv: float = 0.2
    """Standard deviation over mean of a batch's duration."""
    cold_start_ms: float = 400
    error_rate: float = 0
    """Share of messages whose processing fails once in a while, independently at each try."""
    poison_rate: float = 0
    """Share of messages that fail at every try."""
    reserved_concurrency: int | None = None
    account_concurrency: int = 1000
    """What the account leaves to this function."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """Arrivals, sorted, in seconds from the start of the window that was observed or synthesised."""

    times: Sequence[float]
    """In practice an `array('d')`."""
    seconds: float
    """Length of the window: the last arrival may be well before its end."""
    message_bytes: int = 1024
    groups: int = 100
    """Message group ids (FIFO) or partition keys in use at a time."""
    lanes: int = 1
    """Shards (Kinesis, DynamoDB) or partitions (Kafka)."""
    told: str = ""
    """Where the arrivals are from, in words."""

    @property
    def per_second(self) -> float:
        """Mean rate."""
        return len(self.times) / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Scenario:
    """One run of the simulator."""

    source: Source
    settings: Settings
    queue: Queue
    function: Function
    traffic: Traffic
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Point:
    """The state at a time: messages waiting, the age of the oldest, invocations running."""

    at_seconds: float
    backlog: int
    oldest_seconds: float
    concurrency: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to. Latency is from arrival to the end of the invocation that succeeded; counts are of messages."""

    arrived: int
    processed: int
    filtered: int
    p50_latency_seconds: float
    p95_latency_seconds: float
    p99_latency_seconds: float
    max_latency_seconds: float
    max_backlog: int
    drain_seconds: float
    """From the last arrival until nothing is left, or until the run gave up waiting."""
    left: int
    """Still waiting when the run gave up."""
    peak_concurrency: int
    mean_concurrency: float
    invocations: int
    failed_invocations: int
    throttled_invocations: int
    cold_starts: int
    mean_batch: float
    billed_seconds: float
    """Of all invocations: what duration is priced by."""
    requests: int
    """Calls to the source that are priced: receives, deletes, gets."""
    poller_hours: float
    """Of provisioned pollers."""
    dead_letters: int
    expired: int
    """Lost to retention or maximum record age without a destination."""
    reprocessed: int
    """Tries of messages beyond their first that did not fail themselves (their batch did, or they became visible too soon)."""
    duplicates: int
    """Messages processed with success more than once."""
    blocked_lane_seconds: float
    """Time that shards, partitions or groups stood still behind a failure."""
    timeline: tuple[Point, ...] = ()
    """At most 240 points over the run."""
    latencies: Sequence[float] = field(default=(), repr=False)
    """Every latency when asked for, sorted."""
