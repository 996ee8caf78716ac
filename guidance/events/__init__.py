"""The events that Lambda's triggers send: a sample, a typed handler in two languages, what to return, and the traps.

A trigger is a folder: `event.json` (a whole, valid event), `handler.py` and `handler.ts` (tests run them with it), `about.toml`.
"""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from guidance.errors import GuidanceError

__all__ = ["EventSource", "Language", "Trap", "UnknownEventSourceError", "event_source", "event_sources"]

_HERE = Path(__file__).parent
Language = Literal["python", "typescript"]
_SUFFIXES: dict[Language, str] = {"python": "py", "typescript": "ts"}


class UnknownEventSourceError(GuidanceError):
    """There is no trigger of that name."""


@dataclass(frozen=True, slots=True)
class Trap:
    """What goes wrong with an event of this kind, and where that is written."""

    says: str
    source: str


@dataclass(frozen=True, slots=True)
class EventSource:
    """One trigger of Lambda."""

    name: str
    title: str
    aliases: tuple[str, ...]
    invocation: Literal["synchronous", "asynchronous", "polled"]
    returns: str
    traps: tuple[Trap, ...]
    sources: tuple[str, ...]
    read: dt.date
    python_type: str | None = None
    """The class of Powertools' data classes."""
    parser: str | None = None
    """The model of Powertools' parser that the sample is checked by."""
    typescript_type: str | None = None
    """The type of @types/aws-lambda."""

    @property
    def event(self) -> Any:  # noqa: ANN401 - any JSON
        """A whole, valid event."""
        return json.loads(_HERE.joinpath(self.name, "event.json").read_text("utf-8"))

    def handler(self, language: Language) -> str:
        """The source of a handler that takes this event."""
        return _HERE.joinpath(self.name, f"handler.{_SUFFIXES[language]}").read_text("utf-8")


@functools.cache
def event_sources() -> dict[str, EventSource]:
    """Every trigger by its name, in the order of names."""
    return {path.parent.name: _read(path) for path in sorted(_HERE.glob("*/about.toml"))}


def event_source(name: str) -> EventSource:
    """A trigger by its name or by what else it is called: `sqs`, `DynamoDB stream`, `AWS::Events`.

    Raises:
        UnknownEventSourceError: when there is none; the message offers the nearest.

    """
    wanted = _plain(name)
    names = {_plain(each): source for source in event_sources().values() for each in (source.name, *source.aliases)}
    names |= {_plain(source.title): source for source in event_sources().values()}
    if found := names.get(wanted):
        return found
    holding = [source.name for known, source in names.items() if len(wanted) > 2 and wanted in known]
    near = [names[each].name for each in difflib.get_close_matches(wanted, names, n=3, cutoff=0.6)]
    offered = list(dict.fromkeys([*near, *holding]))[:4]
    raise UnknownEventSourceError(
        f"There is no trigger '{' '.join(name.split())[:60]}'; "
        + (f"did you mean {' or '.join(offered)}?" if offered else f"there are: {', '.join(event_sources())}.")
    )


def _plain(name: str) -> str:
    words = [word for word in re.findall(r"[a-z0-9]+", name.lower()) if word not in {"amazon", "aws", "the"}]
    return "".join([word for word in words if word not in {"event", "events"}] or words)


def _read(path: Path) -> EventSource:
    about = tomllib.loads(path.read_text("utf-8"))
    return EventSource(
        **{
            **about,
            "name": path.parent.name,
            "aliases": tuple(about["aliases"]),
            "sources": tuple(about["sources"]),
            "traps": tuple(Trap(**trap) for trap in about["traps"]),
        }
    )
