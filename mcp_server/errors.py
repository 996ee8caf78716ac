"""The one place where errors of the rooms become what an assistant or a shell reads.

What a caller can put right (`GuidanceError`, `ScaffoldError`, `SettingsError`, wrong arguments) keeps its message. Everything
else is a defect: it is logged with its traceback and reaches the caller as an id to find it by.
"""

from __future__ import annotations

import difflib
import logging
import uuid
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from guidance.errors import GuidanceError
from mcp_server.settings import SettingsError
from scaffolds.errors import ScaffoldError, location

logger = logging.getLogger("serverless_mcp")

CALLER_ERRORS = (GuidanceError, ScaffoldError, SettingsError)
_MOST = 8
"""Faults of one call that are told; a caller who made more is told how many."""


class CallError(Exception):
    """A call that failed; the message is for the caller."""


def call_error(error: Exception, schema: Mapping[str, Any]) -> CallError:
    """Turn whatever a tool raised into what its caller should read.

    Args:
        error: What was raised.
        schema: The JSON schema of the tool's arguments, for the names it takes.

    """
    if isinstance(error, CallError):
        return error
    if isinstance(error, ValidationError):
        return CallError(argument_faults(error, schema))
    if isinstance(error, CALLER_ERRORS):
        return CallError(str(error))
    reference = uuid.uuid4().hex[:8]
    logger.error("internal error %s", reference, exc_info=error)
    return CallError(
        f"Internal error {reference}: this is a defect of the server, not of your call. "
        "Its log on stderr has the details under that id."
    )


def argument_faults(error: ValidationError, schema: Mapping[str, Any]) -> str:
    """Every wrong argument by name: what is wrong and what is allowed; never the value itself."""
    faults = error.errors(include_url=False, include_input=False)
    lines = []
    for fault in faults[:_MOST]:
        place = (*fault["loc"], *fault.get("ctx", {}).get("at", ()))
        if fault["type"] == "extra_forbidden":
            lines.append(_unknown_argument(place, schema))
        elif fault["type"] == "missing":
            lines.append(f"{location(place)}: is missing{_choices_at(place, schema)}")
        else:
            lines.append(f"{location(place)}: {fault['msg'].removeprefix('Value error, ')}")
    if len(faults) > _MOST:
        lines.append(f"and {len(faults) - _MOST} more")
    text = "; ".join(line.rstrip(".") for line in lines)
    return text if text.endswith("?") else f"{text}."


def _unknown_argument(place: tuple[int | str, ...], schema: Mapping[str, Any]) -> str:
    known = _names_at(place[:-1], schema)
    near = difflib.get_close_matches(str(place[-1]), known, n=1, cutoff=0.5)
    offer = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(known)}"
    return f"{location(place)[:80]}: there is no such argument; {offer}"


def _choices_at(place: tuple[int | str, ...], schema: Mapping[str, Any]) -> str:
    """The values that a JSON schema allows at a place, in words, where it lists them."""
    choices = _node_at(place, schema).get("enum", [])
    return f"; it is one of {', '.join(map(str, choices))}" if choices else ""


def _names_at(place: tuple[int | str, ...], schema: Mapping[str, Any]) -> list[str]:
    """The property names that a JSON schema allows at a place."""
    return list(_node_at(place, schema).get("properties", {}))


def _node_at(place: tuple[int | str, ...], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    node: Mapping[str, Any] = schema
    for part in place:
        node = _resolved(node, schema)
        node = node.get("items", {}) if isinstance(part, int) else node.get("properties", {}).get(part, {})
    return _resolved(node, schema)


def _resolved(node: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = node.get("$ref")
    return schema["$defs"][str(reference).rsplit("/", 1)[-1]] if reference else node
