"""How messages about code name things."""

from __future__ import annotations

import re

from guidance.code.model import Fact, Language, Op, Operation, Place

_METHODS = {Op.CHILD: "run_in_child_context", Op.PROMISE: "context.promise"}


def shown(name: str) -> str:
    """A canonical name as people write it: the last two parts, without the module."""
    parts = name.rsplit("/", 1)[-1].split(".")
    return ".".join(part for part in parts[-2:] if part != "?")


def called(operation: Operation, language: Language) -> str:
    """An operation, by its method and its literal name."""
    method = _METHODS.get(operation.kind, str(operation.kind))
    if language == "typescript":
        method = re.sub(r"_(\w)", lambda match: match[1].upper(), method)
    name = operation.name.constant if operation.name is not None else None
    return f"{method} '{name[:60]}'" if isinstance(name, str) and name else f"This {method}"


def via(fact: Fact) -> str:
    """How a message ends: with the helper that the code stands in, if it does."""
    return f". It is reached through {fact.via}." if fact.via else "."


def start(place: Place) -> Place:
    """The point where a place begins."""
    return Place(place.file, place.line, place.column, place.line, place.column)


def end(place: Place) -> Place:
    """The point where a place ends."""
    return Place(place.file, place.end_line, place.end_column, place.end_line, place.end_column)
