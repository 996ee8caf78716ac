"""What services cost, from `data/options_prices.toml`, and where they end, from the facts."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guidance.facts import DATA, fact


@dataclass(frozen=True, slots=True)
class PriceList:
    """One service's prices in one region, in dollars."""

    title: str
    region: str
    """Whose prices these are: us-east-1 when the region's own are not known."""
    source: str
    read: str
    prices: Mapping[str, float]
    unverified: Mapping[str, str]


@functools.cache
def price_list(service: str, region: str) -> PriceList:
    """The prices of a service; those of us-east-1 where the region's are not in the data."""
    entry = _data("options_prices")[service]
    own = entry.get("regions", {}).get(region)
    return PriceList(
        title=entry["title"],
        region=region if own is not None else "us-east-1",
        source=entry["source"],
        read=entry["read"].isoformat(),
        prices={**entry["prices"], **(own or {})},
        unverified=entry.get("unverified", {}),
    )


def services() -> tuple[str, ...]:
    """Every service with prices."""
    return tuple(_data("options_prices"))


@functools.cache
def limit(name: str) -> float:
    """The value of a fact that is a number."""
    value = fact(name).value
    assert isinstance(value, int | float)  # noqa: S101 - a decision names a limit that is none: a defect
    return float(value)


@functools.cache
def _data(table: str) -> dict[str, Any]:
    return tomllib.loads(DATA.joinpath(f"{table}.toml").read_text("utf-8"))
