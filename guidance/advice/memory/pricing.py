"""What an invocation costs: duration by region and architecture, requests, provisioned concurrency, from `data/prices.toml`."""

from __future__ import annotations

import functools
import math
import tomllib
from dataclasses import dataclass
from typing import Any

from guidance.advice.memory.model import Architecture, PriceBasis
from guidance.facts import DATA

MONTH_SECONDS = 730 * 3600
"""AWS's own month of 730 hours."""


@dataclass(frozen=True, slots=True)
class Prices:
    """The prices of one region and architecture, in dollars."""

    region: str
    tiers: tuple[tuple[float, float], ...]
    """Duration: (GB-seconds a month up to which, price per GB-second)."""
    request: float
    provisioned: float
    """Kept provisioned, per GB-second."""
    provisioned_use: float
    """Duration on provisioned environments, per GB-second."""
    power_tuning: float
    """Power Tuning's price of a millisecond at 128 MB, which it rounds."""
    source: str
    read: str

    @property
    def gb_second(self) -> float:
        """Duration price before any tier."""
        return self.tiers[0][1]

    def basis(self) -> PriceBasis:
        """Where these come from."""
        return PriceBasis(
            region=self.region,
            source=self.source,
            read=self.read,
            gb_second_usd=self.gb_second,
            request_usd=self.request,
        )

    def power_tuning_cost(self, memory_mb: int, duration_ms: float) -> float:
        """Power Tuning's price of an invocation, to the last digit: its rounding, its order of multiplication."""
        return math.ceil(duration_ms) * self.power_tuning * (memory_mb / 128)

    def invocation(self, memory_mb: int, duration_ms: float, *, provisioned: bool = False) -> float:
        """Duration, billed by the begun millisecond, and request."""
        rate = self.provisioned_use if provisioned else self.gb_second
        return math.ceil(duration_ms) / 1000 * memory_mb / 1024 * rate + self.request

    def keeping(self, memory_mb: int, environments: int) -> float:
        """Keeping environments provisioned for a month."""
        return environments * memory_mb / 1024 * MONTH_SECONDS * self.provisioned

    def month(self, memory_mb: int, duration_ms: float, invocations: int, environments: int | None) -> float:
        """A month of invocations, as if this function were alone in the account (tiers count all functions)."""
        used = invocations * math.ceil(duration_ms) / 1000 * memory_mb / 1024
        if environments:
            return used * self.provisioned_use + self.keeping(memory_mb, environments) + invocations * self.request
        total, below = invocations * self.request, 0.0
        for upto, price in self.tiers:
            total += max(0.0, min(used, upto) - below) * price
            below = upto
        return total


@functools.cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.joinpath("prices.toml").read_text("utf-8"))


@functools.cache
def prices(region: str, architecture: Architecture) -> Prices:
    """The prices of a region; those of us-east-1 when the region is not in the data (`basis().region` tells)."""
    regions = _data()["lambda"]
    known = region if region in regions else "us-east-1"
    default, entry = regions["us-east-1"], regions[known]
    base = default[architecture.value]
    first = entry.get("x86_64", {}).get("first_tier")
    ratio = first / default["x86_64"]["gb_second"][0] if first else 1.0
    rates = [rate * ratio for rate in base["gb_second"]]
    if first and architecture is Architecture.X86_64:
        rates[0] = first
    tuning = _data()["power_tuning"][architecture.value]
    return Prices(
        region=known,
        tiers=tuple(zip((*map(float, base["tier_ends"]), math.inf), rates, strict=True)),
        request=entry.get("request", default["request"]),
        provisioned=base["provisioned"] * ratio,
        provisioned_use=base["provisioned_use"] * ratio,
        power_tuning=tuning.get(region, tuning["default"]),
        source=entry["source"],
        read=entry["read"].isoformat(),
    )
