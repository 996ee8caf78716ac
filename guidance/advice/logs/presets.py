"""The questions that are asked of logs: `data/log_presets.toml`, and the text of the query that asks one."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from typing import Any, Literal

from guidance.advice.logs.model import EventKind
from guidance.errors import GuidanceError
from guidance.facts import DATA

_FUNCTION = re.compile(r"[\w-]{1,64}")


class QueryError(GuidanceError):
    """A query that cannot be asked; the message says what can."""


@dataclass(frozen=True)
class Preset:
    """A question."""

    name: str
    says: str
    filter: str
    practices: tuple[str, ...]
    kinds: tuple[EventKind, ...] = ()
    report: Literal["cold", "slowest"] | None = None
    fields: str = ""
    sort: str = "@timestamp desc"
    most: int = 10_000
    only: str = ""
    """What a line has to match besides, as a regular expression."""


@functools.cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.joinpath("log_presets.toml").read_text("utf-8"))


@functools.cache
def presets() -> dict[str, Preset]:
    """Every question by its name."""
    return {name: _preset(name, entry) for name, entry in _data()["presets"].items()}


def _preset(name: str, entry: dict[str, Any]) -> Preset:
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    return Preset(name, **given)


def insights() -> dict[str, Any]:
    """What Logs Insights gives and costs."""
    found: dict[str, Any] = _data()["insights"]
    return found


def cost(scanned_bytes: float) -> float:
    """Dollars for a query that scanned so many bytes."""
    return scanned_bytes / 1e9 * float(insights()["usd_per_gb_scanned"])


def query_of(preset: Preset, function: str | None = None) -> str:
    """The query that asks a question.

    Args:
        preset: The question.
        function: The function's name, where its log group may hold others' lines too.

    Raises:
        QueryError: when that is no function's name: it becomes part of the query.

    """
    if function is not None and not _FUNCTION.fullmatch(function):
        raise QueryError(f"target: '{function[:64]}' is no name of a function; it has letters, digits, - and _.")
    only = f" | filter @logStream like /\\/{function}\\[/" if function else ""
    fields = "fields @timestamp, @logStream, @message" + (f", {preset.fields}" if preset.fields else "")
    return f"{fields} | filter {preset.filter}{only} | sort {preset.sort} | limit {preset.most}"


def checked(text: str) -> str:
    """A query of the caller's own, as Logs Insights takes it.

    Raises:
        QueryError: when it is too long or has characters that no query has.

    """
    most = int(insights()["most_query_characters"])
    if len(text) > most:
        raise QueryError(f"query: {len(text):,} characters are too many; Logs Insights takes {most:,}.")
    if any(ord(each) < 32 and each not in "\n\t\r" for each in text):
        raise QueryError(
            "query: it has control characters; write plain text such as: fields @timestamp, @message | limit 20"
        )
    if re.fullmatch(r"\s*[A-Za-z_]*\s*", text):
        raise QueryError(
            f"query: there is no preset '{text.strip()[:40]}'; there are {', '.join(presets())}, or write a query such as: "
            "fields @timestamp, @message | filter @message like /refund/ | limit 20"
        )
    return text
