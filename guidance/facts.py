"""Facts: dated numbers and tables in `data/*.toml`, each with value, source and the day it was read.

Quotas and figures are entries `[[facts]]`; prices are tables, of which every number is a fact named by its path:
`price.durable.operation` is `[durable.prices] operation` of `options_prices.toml`, in dollars.
"""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guidance.errors import UnknownFactError

DATA = Path(__file__).parent / "data"
_FACTS = ("quotas", "figures", "options_limits")
_PRICES = ("prices", "options_prices", "prices_event_sources")
_NOT_PRICES = ("chunk_bytes", "pollers_per_unit", "tier_ends")
"""Numbers that stand among prices and are none."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One number or list, where it comes from, and when that was read."""

    name: str
    value: int | float | str | tuple[int | float | str, ...]
    unit: str
    source: str
    read: dt.date
    note: str = ""
    confirmed_by: str = ""
    """Where published data states the same, as in `confirmations.py`: "botocore lambda Timeout max"."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """A Lambda runtime and its lifecycle; a date is None while AWS has not set it."""

    name: str
    deprecated: dt.date | None = None
    create_blocked: dt.date | None = None
    update_blocked: dt.date | None = None
    successor: str | None = None
    arm64: bool = True
    snapstart: bool = False
    managed_instances: bool = False
    durable: bool = False


@functools.cache
def facts() -> dict[str, Fact]:
    """Every quota, default and figure, by name such as `lambda.timeout.maximum`."""
    found = {}
    for entry in (entry for table in _FACTS for entry in _load(table)["facts"]):
        value = entry["value"]
        found[entry["name"]] = Fact(
            **{"unit": "", **entry, "value": tuple(value) if isinstance(value, list) else value}
        )
    return found


@functools.cache
def prices() -> dict[str, Fact]:
    """Every price in dollars, by name such as `price.step_functions.transition`; without a region named, as in us-east-1."""
    return {each.name: each for table in _PRICES for each in _priced("price", _load(table), "", dt.date.min)}


def _priced(prefix: str, table: dict[str, Any], source: str, read: dt.date) -> Iterator[Fact]:
    """The numbers of a table and of those in it; each table may state its source, which holds for those in it."""
    source, read = table.get("source", source), table.get("read", read)
    for key, value in table.items():
        if key in _NOT_PRICES:
            continue
        name = prefix if key == "prices" else f"{prefix}.{key}"
        if isinstance(value, dict):
            yield from _priced(name, value, source, read)
        elif isinstance(value, list) and all(isinstance(each, int | float) for each in value):
            yield Fact(name, tuple(value), "dollars", source, read, table.get("title", ""))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            unit = "share" if key.endswith("share") else "dollars"
            yield Fact(name, value, unit, source, read, table.get("title", ""))


def fact(name: str) -> Fact:
    """One fact, or price.

    Raises:
        UnknownFactError: when there is none of that name.

    """
    if found := facts().get(name) or prices().get(name):
        return found
    near = difflib.get_close_matches(name, [*facts(), *prices()], n=3, cutoff=0.5)
    raise UnknownFactError(
        f"There is no fact '{name[:60]}'" + (f"; did you mean {' or '.join(near)}?" if near else ".")
    )


def number(name: str) -> int:
    """The value of a fact that is a whole number.

    Raises:
        UnknownFactError: when there is none, or it is not a whole number.

    """
    value = fact(name).value
    if not isinstance(value, int):
        raise UnknownFactError(f"The fact '{name}' is not a whole number.")
    return value


def values(name: str) -> tuple[int | float | str, ...]:
    """The values of a fact that is a list.

    Raises:
        UnknownFactError: when there is none, or it is not a list.

    """
    value = fact(name).value
    if not isinstance(value, tuple):
        raise UnknownFactError(f"The fact '{name}' is not a list.")
    return value


@functools.cache
def runtimes() -> dict[str, Runtime]:
    """Every Lambda runtime known here. One that is not listed is no finding: it may be new."""
    return {entry["name"]: Runtime(**entry) for entry in _load("runtimes")["runtimes"]}


@functools.cache
def policy_templates() -> dict[str, PolicyTemplate]:
    """SAM's policy templates, by name."""
    entries = _load("sam_policy_templates")["policy_templates"]
    return {
        entry["name"]: PolicyTemplate(entry["name"], tuple(entry["parameters"]), tuple(entry["actions"]))
        for entry in entries
    }


@dataclass(frozen=True, slots=True)
class PolicyTemplate:
    """One of SAM's policy templates: its parameters, and the actions it allows."""

    name: str
    parameters: tuple[str, ...]
    actions: tuple[str, ...]


def today() -> dt.date:
    """The day that lifecycle dates are measured against."""
    return dt.datetime.now(tz=dt.UTC).date()


def provenance(table: str) -> tuple[str, dt.date]:
    """The source of a whole table, such as "runtimes", and the day it was read."""
    data = _load(table)
    return data["source"], data["read"]


@functools.cache
def _load(table: str) -> dict[str, Any]:
    return tomllib.loads(DATA.joinpath(f"{table}.toml").read_text("utf-8"))
