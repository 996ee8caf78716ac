"""What the memory advice takes and gives. Read this first.

`recommend(Request) -> Recommendation` is the door (`guidance.advice.memory`). Durations are milliseconds of the handler, without
initialisation (REPORT's `Duration` of warm invocations); memory is MB; money is US dollars before tax and free tier.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Literal

from guidance.errors import GuidanceError


class Objective(StrEnum):
    """What the recommended size is best at; the words are Power Tuning's strategies."""

    COST = "cost"
    """Least money an invocation; equal sizes: the faster."""
    SPEED = "speed"
    """Least duration; equal sizes: the cheaper."""
    BALANCED = "balanced"
    """Least `balance` x cost / dearest + (1 - `balance`) x duration / slowest."""


class Architecture(StrEnum):
    """Instruction sets, in Lambda's own words."""

    X86_64 = "x86_64"
    ARM64 = "arm64"


Basis = Literal["measured", "predicted"]
Status = Literal["recommended", "measure_more"]


class MemoryAdviceError(GuidanceError):
    """The measurements or limits cannot be answered; the message says why and what to do."""


class MeasurementError(MemoryAdviceError):
    """A measurement is not one: zero, negative, not a number, or a memory size that Lambda does not have."""


class SamplesError(MemoryAdviceError):
    """Too few or too noisy samples. `needed` is how many invocations each size needs, by memory size."""

    def __init__(self, message: str, needed: dict[int, int]) -> None:
        super().__init__(message)
        self.needed = needed


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One limit that, moved alone, lets at least one size through."""

    limit: str
    """Name of the Request's field: `max_latency_ms`, `timeout_seconds`, `max_cost_per_million_usd`, `candidate_sizes_mb`,
    `max_memory_used_mb`."""
    given: float
    needed: float
    memory_mb: int
    """The size that then holds every limit."""


class LimitsError(MemoryAdviceError):
    """No size holds every limit. `relax` says which limit to move, and to what, the mildest first."""

    def __init__(self, message: str, relax: tuple[Relaxation, ...]) -> None:
        super().__init__(message)
        self.relax = relax


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """What is known of one function at one memory size: samples, or their mean.

    Several for one size and architecture are pooled; order never matters. Give `durations_ms` where they are known: noise and
    the 95th percentile come from them. Power Tuning's trimmed average goes to `duration_ms` with `statistic="trimmed_mean"`.
    """

    memory_mb: int
    durations_ms: tuple[float, ...] = ()
    """Warm invocations, each one's duration. Cold ones do not belong here."""
    duration_ms: float | None = None
    """The mean, when single durations are not known; ignored when they are."""
    n: int | None = None
    """How many invocations `duration_ms` is the mean of; None when not known (taken as 10, with a warning)."""
    stdev_ms: float | None = None
    """Standard deviation of single durations, where only a summary is known."""
    p95_ms: float | None = None
    """95th percentile of single durations, where only a summary is known."""
    statistic: Literal["mean", "trimmed_mean", "median"] = "trimmed_mean"
    """What `duration_ms` is."""
    cpu_ms: float | None = None
    """CPU time an invocation used on average, user and system, all threads (Lambda Insights `cpu_total_time`)."""
    max_memory_used_mb: float | None = None
    """The most that any invocation used."""
    architecture: Architecture | None = None
    """None: the Request's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Everything a recommendation rests on."""

    measurements: tuple[Measurement, ...]
    objective: Objective = Objective.BALANCED
    balance: float = 0.5
    """Weight of cost in `balanced`, 0 to 1: Power Tuning's `balancedWeight`."""
    architecture: Architecture = Architecture.X86_64
    """What the function runs on now."""
    compare_architectures: bool = True
    """Whether the other architecture's price is laid beside the answer."""
    region: str = "us-east-1"
    max_latency_ms: float | None = None
    """Sizes slower than this are not feasible. Holds for the 95th percentile where the samples tell it, else for the mean."""
    max_cost_per_million_usd: float | None = None
    """Sizes dearer than this, an invocation's whole price x 1,000,000, are not feasible."""
    max_memory_used_mb: float | None = None
    """The most that any invocation used; the larger of this and the measurements' own counts."""
    timeout_seconds: float | None = None
    """The function's timeout: the slow end of durations has to stay well below it."""
    monthly_invocations: int | None = None
    """For monthly costs and the saving."""
    candidate_sizes_mb: tuple[int, ...] | None = None
    """Sizes to choose among; None: the usual ones, from 128 to what pays, and every measured one."""
    current_memory_mb: int | None = None
    """What the saving is measured against; None: the measured size with most invocations."""
    provisioned_concurrency: int | None = None
    """Environments kept provisioned all month: their price is added, and durations are billed at its lower rate."""
    managed_instances: bool = False
    """Allow sizes up to 32,768 MB. Prices of instances are no part of the answer then."""
    max_sizes: int = 4
    """After this many measured sizes no further one is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One memory size, as far as it is known."""

    __pydantic_config__: ClassVar[dict[str, bool]] = {"use_attribute_docstrings": True}

    memory_mb: int
    duration_ms: float
    """Mean duration: as measured, or the model's median."""
    duration_low_ms: float
    """Lower end of the 80 % interval of the mean."""
    duration_high_ms: float
    """Upper end of the 80 % interval of the mean."""
    p95_ms: float | None = None
    """95th percentile of single invocations, where samples tell it."""
    cost_per_million_usd: float
    """Duration and requests of a million invocations; with provisioned concurrency where that and the traffic are given."""
    cost_low_usd: float
    """The same at `duration_low_ms`."""
    cost_high_usd: float
    """The same at `duration_high_ms`."""
    monthly_usd: float | None = None
    """For `monthly_invocations`, where given."""
    basis: Basis
    feasible: bool = True
    why_not: str | None = None
    """The limit that it breaks, in words."""
    score: float
    """The objective's value: dollars an invocation (duration only), milliseconds, or the balanced sum; lower is better."""
    probability_best: float
    """How likely it is within 5 % of the best feasible size, before calibration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextMeasurement:
    """The one size worth measuring next."""

    __pydantic_config__: ClassVar[dict[str, bool]] = {"use_attribute_docstrings": True}

    memory_mb: int
    invocations: int
    """How many, so that the noise of the mean stays below 3 %, 10 to 100."""
    expected_gain: float
    """How much better the choice is expected to get, as a fraction of the objective: 0.02 is 2 %."""
    reason: str
    power_tuning_input: dict[str, object]
    """Input of AWS Lambda Power Tuning's state machine for just this size; `lambdaARN` and `payload` are to be filled in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """Dollars a month against the current size: positive saves. A range: 80 % of what the model holds possible."""

    __pydantic_config__: ClassVar[dict[str, bool]] = {"use_attribute_docstrings": True}

    current_mb: int
    low_usd: float
    mid_usd: float
    high_usd: float
    latency_change_percent: float
    """Of the mean duration; negative is faster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchitectureComparison:
    """The recommended size on the other architecture."""

    __pydantic_config__: ClassVar[dict[str, bool]] = {"use_attribute_docstrings": True}

    architecture: Architecture
    basis: Basis
    """Predicted: its duration was not measured, and is taken to be the same."""
    duration_ms: float
    cost_per_million_usd: float
    break_even_slowdown_percent: float
    """How much slower the other architecture may be before the cheaper one stops being cheaper."""
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveSummary:
    """The curve in words a person can check; each the posterior's mean."""

    __pydantic_config__: ClassVar[dict[str, bool]] = {"use_attribute_docstrings": True}

    cpu_share: float
    """Part of the duration at one vCPU that more CPU shortens, 0 to 1."""
    knee_mb: float
    """Memory beyond which more CPU hardly helps; 1,769 MB is one vCPU."""
    fixed_ms: float
    """Duration that no memory size takes away."""
    noise_percent: float
    """Standard deviation of a size's mean that the samples and experience suggest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceBasis:
    """Where the prices come from."""

    __pydantic_config__: ClassVar[dict[str, bool]] = {"use_attribute_docstrings": True}

    region: str
    """The region whose prices were used; us-east-1 when the wanted one is not in the data (a warning says so)."""
    source: str
    read: str
    """ISO date."""
    gb_second_usd: float
    request_usd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """The answer, with everything it rests on."""

    __pydantic_config__: ClassVar[dict[str, bool]] = {"use_attribute_docstrings": True}

    status: Status
    """`measure_more`: one size and no CPU time cannot carry a number; `next_measurement_mb` says what to measure."""
    recommended_mb: int | None
    """None when `measure_more`."""
    objective: Objective
    architecture: Architecture
    basis: Basis | None
    """Whether the recommended size was measured or is predicted; None when there is none."""
    confidence: float
    """How often such an answer is within 5 % of the best size, calibrated on functions held out; 0 to 0.97."""
    reason: str
    """One or two sentences for a person."""
    candidates: tuple[Candidate, ...]
    """By memory, ascending."""
    next_measurement: NextMeasurement | None
    """None when another size would not pay."""
    saving: Saving | None
    """None without `monthly_invocations` or without a recommendation."""
    other_architecture: ArchitectureComparison | None
    curve: CurveSummary
    prices: PriceBasis
    measured_mb: tuple[int, ...]
    warnings: tuple[str, ...] = field(default=())

    @property
    def next_measurement_mb(self) -> int | None:
        """The size to measure next, or None when more would not pay."""
        return self.next_measurement.memory_mb if self.next_measurement else None

    @property
    def chosen(self) -> Candidate | None:
        """The recommended candidate."""
        return next((each for each in self.candidates if each.memory_mb == self.recommended_mb), None)
