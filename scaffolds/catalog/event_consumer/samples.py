"""Messages for the generated tests: two that come through, some that are not valid, some that the filter stops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scaffolds.catalog.event_consumer.filters import ABSENT, Condition, candidates, lets_through
from scaffolds.fields import ResourceField

Json = dict[str, Any]
Fault = tuple[str, str]


@dataclass(frozen=True)
class Samples:
    """What the generated tests are made of."""

    messages: tuple[Json, Json]
    invalid: list[Json]
    filtered_out: list[Json]
    changed: Json | None
    """The first message with other content under the same key; None when a message is all key."""

    def data(self) -> Json:
        """As `tests/samples.json` holds them."""
        return {
            "messages": list(self.messages),
            "invalid": self.invalid,
            "filtered_out": self.filtered_out,
            "changed": self.changed,
        }


def faults(fields: list[ResourceField], tag: str, conditions: dict[str, list[Condition]]) -> Iterator[Fault]:
    """The filtered fields for which there is no message to show that the filter works."""
    for name in conditions:
        through = _through(_named(fields, name), conditions)
        if not through or through == [ABSENT]:
            yield (
                name,
                "no value was found that the field allows and the filter lets through; check them against each other",
            )
        elif name == tag and len(through) < 2:
            yield name, "lets one message through at most, as the field tells messages apart; filter on another field"
    if conditions and not any(_stopped(_named(fields, name), conditions) for name in conditions):
        yield "", "lets everything through that the fields allow; leave it out, or narrow it"


def samples(
    fields: list[ResourceField],
    identity: set[str],
    conditions: dict[str, list[Condition]],
    known: dict[str, tuple[Any, Any]],
) -> Samples:
    """Sample messages; the two that come through differ in the field that tells messages apart.

    `identity` are the fields that make up a message's key; `known` has values to take for fields that are not filtered.
    """
    pairs = {
        field.name: known[field.name]
        if field.name in known and field.name not in conditions
        else _pair(field, conditions)
        for field in fields
    }
    first = {name: pair[0] for name, pair in pairs.items() if pair[0] is not ABSENT}
    second = {name: pair[1] for name, pair in pairs.items() if pair[1] is not ABSENT}
    invalid = [
        {"why": f"{field.name} {why}", "message": {**first, field.name: value}}
        for field in fields
        for why, value in field.invalid()
    ] + [
        {"why": f"{field.name} is missing", "message": {name: first[name] for name in first if name != field.name}}
        for field in fields
        if field.required
    ]
    changed = {**second, **{name: first[name] for name in identity}}
    stopped = list(_filtered_out(fields, first, conditions))
    return Samples((first, second), invalid, stopped, changed if changed != first else None)


def _filtered_out(fields: list[ResourceField], first: Json, conditions: dict[str, list[Condition]]) -> Iterator[Json]:
    for name in conditions:
        for value in _stopped(_named(fields, name), conditions)[:2]:
            others = {other: first[other] for other in first if other != name}
            why = f"{name} is absent" if value is ABSENT else f"{name} is {value!r}"
            yield {"why": why[:200], "message": others if value is ABSENT else {**others, name: value}}


def _pair(field: ResourceField, conditions: dict[str, list[Condition]]) -> tuple[Any, Any]:
    if field.name not in conditions:
        return field.samples()
    through = _through(field, conditions)
    return through[0], through[min(1, len(through) - 1)]


def _through(field: ResourceField, conditions: dict[str, list[Condition]]) -> list[Any]:
    wanted = conditions[field.name]
    return [value for value in candidates(field, wanted) if lets_through(value, wanted)]


def _stopped(field: ResourceField, conditions: dict[str, list[Condition]]) -> list[Any]:
    wanted = conditions[field.name]
    return [value for value in candidates(field, wanted) if not lets_through(value, wanted)]


def _named(fields: list[ResourceField], name: str) -> ResourceField:
    return next(field for field in fields if field.name == name)
