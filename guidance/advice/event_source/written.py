"""What a template says of a mapping, its queue and its function: the present settings, by CloudFormation's names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guidance.advice.event_source.legal import ranges
from guidance.advice.event_source.model import Source
from guidance.advice.event_source.patch import mappings_of
from guidance.facts import number
from guidance.template import EventSourceMapping, Queue, Value, parse

_FUNCTION = (
    ("memory_mb", "MemorySize", "lambda.memory.default"),
    ("timeout_seconds", "Timeout", "lambda.timeout.default"),
)
"""What is read of a function: this project's name, CloudFormation's, and the fact that holds the default."""


@dataclass(frozen=True, slots=True)
class Written:
    """The present settings, as `given.read_settings` takes them."""

    settings: dict[str, object]
    function: dict[str, int]
    """memory_mb in MB and timeout_seconds in seconds, those that are plain values."""
    unclear: tuple[str, ...]
    """Properties whose values are not known before deployment."""


def written(text: str, source: Source, function: str | None = None) -> Written | None:
    """Read the mapping of a template that a patch would change.

    Args:
        text: The template.
        source: What is read from.
        function: Logical id or name of the function, where the template has several mappings of this source.

    Returns:
        None where the template has no such mapping, or several.

    Raises:
        TemplateError: when it is no template.

    """
    named = mappings_of(parse(text), source, function)[1]
    if len(named) != 1:
        return None
    mapping = named[0]
    found, unclear = dict[str, object](), []
    for name, value in _values(source, mapping):
        if name == "DestinationConfig":
            found[name] = {"OnFailure": {"Destination": value.present and not value.absent}}
        elif name == "FunctionResponseTypes" and all(each.text() for each in value.items()):
            found[name] = [each.text() for each in value.items()]
        elif (plain := _plain(value)) is not None:
            found[name] = plain
        elif value.present or value.unknown:
            unclear.append(name)
    known: dict[str, int] = {}
    for name, written_as, default in _FUNCTION:
        plain_number = mapping.function.get(written_as, default=number(default)).integer() if mapping.function else None
        if plain_number is not None:
            known[name] = plain_number
    return Written(found, known, tuple(unclear))


def _values(source: Source, mapping: EventSourceMapping) -> Iterator[tuple[str, Value]]:
    """Every setting that is written, by the last part of its name."""
    queue = mapping.source if isinstance(mapping.source, Queue) and not mapping.source.generated else None
    for each in ranges(source).values():
        name = each.api.rsplit(".", 1)[-1]
        if not name:
            continue
        if not each.queue:
            path = (
                ("DestinationConfig", "OnFailure", "Destination")
                if name == "DestinationConfig"
                else each.api.split(".")
            )
            value = mapping.get(*path)
        elif queue is not None:
            value = queue.get("RedrivePolicy", name) if name == "maxReceiveCount" else queue.get(name)
        else:
            continue
        if not value.absent:
            yield name, value


def _plain(value: Value) -> int | bool | None:
    whole = value.integer()
    return whole if whole is not None else value.boolean()
