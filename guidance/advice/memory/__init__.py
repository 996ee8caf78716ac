"""The right memory size of a Lambda function from two or three measurements, and how sure that is.

The door: `recommend(Request) -> Recommendation`. `model.py` is the contract: read it first. What is slow to import is imported
when it is asked for.
"""

from __future__ import annotations

from guidance.advice.memory.model import (
    Architecture,
    ArchitectureComparison,
    Candidate,
    CurveSummary,
    LimitsError,
    Measurement,
    MeasurementError,
    MemoryAdviceError,
    NextMeasurement,
    Objective,
    PriceBasis,
    Recommendation,
    Relaxation,
    Request,
    SamplesError,
    Saving,
)

__all__ = [
    "Architecture",
    "ArchitectureComparison",
    "Candidate",
    "CurveSummary",
    "LimitsError",
    "Measurement",
    "MeasurementError",
    "MemoryAdviceError",
    "NextMeasurement",
    "Objective",
    "PriceBasis",
    "Recommendation",
    "Relaxation",
    "Request",
    "SamplesError",
    "Saving",
    "recommend",
]


def recommend(request: Request) -> Recommendation:
    """The memory size that is best at the objective, every candidate with its interval, and what to measure next.

    Raises:
        MeasurementError: when a measurement cannot be one.
        SamplesError: when samples are too few or too noisy; says how many are needed.
        LimitsError: when no size holds every limit; says which to relax, and to what.

    """
    from guidance.advice.memory import advise

    return advise.recommend(request)
