"""Facts: dated numbers and tables in `data/*.toml`, each with value, source and the day it was read."""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guidance.errors import UnknownFactError

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Fact:
    """One number or list, where it comes from, and when that was read."""

    name: str
    value: int | float | str | tuple[int | float | str, ...]
    unit: str
    source: str
    read: dt.date
    note: str = ""


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
    """Every fact of `data/quotas.toml`, by name such as `lambda.timeout.maximum`."""
    found = {}
    for entry in _load("quotas")["facts"]:
        value = entry["value"]
        found[entry["name"]] = Fact(
            **{"unit": "", **entry, "value": tuple(value) if isinstance(value, list) else value}
        )
    return found


def fact(name: str) -> Fact:
    """One fact.

    Raises:
        UnknownFactError: when there is none of that name.

    """
    if found := facts().get(name):
        return found
    near = difflib.get_close_matches(name, facts(), n=3, cutoff=0.5)
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
