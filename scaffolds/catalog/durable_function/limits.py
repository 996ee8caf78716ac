"""The figures of `limits.toml`, by name."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path


@dataclass(frozen=True)
class Limits:
    """What the service allows, in seconds, operations and bytes; what it costs, in USD."""

    function_timeout_seconds: int
    execution_timeout_seconds: int
    wait_seconds: int
    operations: int
    result_bytes: int
    margin_seconds: int
    price_per_million_operations: float
    price_per_gb_written: float
    price_per_gb_month: float
    price_per_million_requests: float
    price_per_gb_second_arm: float


def _read() -> Limits:
    facts = tomllib.loads(Path(__file__).with_name("limits.toml").read_text("utf-8"))
    return Limits(**{field.name: facts[field.name]["value"] for field in fields(Limits)})


LIMITS = _read()
