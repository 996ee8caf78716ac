"""What arrives, for `recommend_event_source`: a rate, counts, times, a file of times, or what CloudWatch counted."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict, model_validator

from guidance.advice.event_source.errors import EventSourceError
from guidance.advice.event_source.model import Source, Traffic
from mcp_server.errors import CallError
from mcp_server.settings import Settings
from mcp_server.sources import Readable, exists, locate

if TYPE_CHECKING:
    from mcp_server.aws.event_sources import Live

MOST_LIVE_MESSAGES = 2_000_000
"""Of a deployed mapping's last hours, so many are simulated: the busiest stretch of them."""


class Named(BaseModel):
    """An object whose members are known by name; a wrong one is told with the nearest."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _known(cls, given: Any) -> Any:  # noqa: ANN401 - whatever a client sends
        unknown = [str(name) for name in given if name not in cls.model_fields] if isinstance(given, Mapping) else []
        if unknown:
            near = difflib.get_close_matches(unknown[0], cls.model_fields, n=1, cutoff=0.5)
            offer = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(cls.model_fields)}"
            raise ValueError(f"there is no '{unknown[0][:40]}' here; {offer}")
        return given


class Workload(Named):
    """What arrives: a rate, counts or times."""

    messages_per_second: float | None = None
    per_minute: list[float] | None = None
    timestamps_seconds: list[float] | str | None = None
    """Or a file in the workspace, a time a line: millions do not fit into a call."""
    shape: str | None = None
    message_bytes: int | None = None
    lanes: int | None = None
    """Shards or partitions."""
    groups: int | None = None


def traffic_of(
    settings: Settings, source: Source, workload: Workload | None, live: Live | None, seed: int, assumed: list[str]
) -> Traffic:
    """What arrives: as given, else as CloudWatch counted it for a deployed mapping.

    Args:
        settings: Of this run: where files may be read.
        source: What is read from.
        workload: As given.
        live: The deployed mapping, where one was read.
        seed: Of what is synthesised.
        assumed: Gets what was assumed, in sentences.

    Raises:
        CallError: when nothing says what arrives.
        EventSourceError: when what was given cannot be arrivals.

    """
    from guidance.advice.event_source import arrivals

    given = workload or Workload()
    lanes = given.lanes or (live.lanes if live else None) or 1
    sizes: dict[str, Any] = {
        "message_bytes": given.message_bytes or 1024,
        "groups": given.groups or 100,
        "lanes": lanes,
    }
    if given.lanes is None and not (live and live.lanes) and source not in {Source.SQS, Source.SQS_FIFO}:
        assumed.append("One shard or partition was assumed: pass workload.lanes.")
    if given.message_bytes is None:
        assumed.append("Messages of 1,024 bytes were assumed.")
    ways = [
        name for name in ("messages_per_second", "per_minute", "timestamps_seconds") if getattr(given, name) is not None
    ]
    if len(ways) > 1:
        raise CallError(
            f"workload: pass one of messages_per_second, per_minute and timestamps_seconds, not {' and '.join(ways)}."
        )
    if given.shape is not None and ways != ["messages_per_second"]:
        raise CallError("workload.shape: goes with messages_per_second, its mean rate.")
    if given.messages_per_second is not None:
        rate = given.messages_per_second
        if given.shape is not None:
            return arrivals.from_shape(given.shape, rate, seed=seed, **sizes)
        return arrivals.from_rate(rate, seed=seed, **sizes)
    if given.per_minute is not None:
        return arrivals.from_per_minute(given.per_minute, seed=seed, **sizes)
    if given.timestamps_seconds is not None:
        return arrivals.from_timestamps(_timestamps(given.timestamps_seconds, settings), **sizes)
    return _live_traffic(live, seed, sizes, assumed)


def _live_traffic(live: Live | None, seed: int, sizes: Mapping[str, Any], assumed: list[str]) -> Traffic:
    from guidance.advice.event_source import arrivals

    counts = live.observed.per_minute if live else None
    if not counts or not sum(counts):
        why = (
            ""
            if live is None
            else f" CloudWatch has no arrivals of the last hours for it: {live.observed.note or live.told}."
        )
        raise CallError(f"workload: say what arrives: messages_per_second, per_minute or timestamps_seconds.{why}")
    part = _busiest(counts)
    if len(part) < len(counts):
        assumed.append(f"Of the minutes that CloudWatch counted, the busiest {len(part):,} in a row were simulated.")
    return arrivals.from_per_minute(part, seed=seed, **sizes)


def _busiest(counts: tuple[float, ...]) -> tuple[float, ...]:
    """The counts, or the stretch around the busiest minute that is small enough."""
    peak = max(range(len(counts)), key=counts.__getitem__)
    first, last, total = peak, peak + 1, counts[peak]
    while first > 0 or last < len(counts):
        left = counts[first - 1] if first > 0 else -1.0
        right = counts[last] if last < len(counts) else -1.0
        step = max(left, right)
        if total + step > MOST_LIVE_MESSAGES:
            break
        total += step
        first, last = (first - 1, last) if left >= right else (first, last + 1)
    return counts[first:last]


class _TimesError(EventSourceError):
    """A file of times cannot be read."""


_NAMED = "workload.timestamps_seconds"
_FILE = Readable("a file with a time in seconds on each line", None, _TimesError, 0, "", _NAMED)  # type: ignore[arg-type]


def _timestamps(given: list[float] | str, settings: Settings) -> Iterable[float]:
    if not isinstance(given, str):
        return given
    path, _ = locate(given, settings.workspaces, _FILE)
    if not exists(path) or not path.is_file():
        raise CallError(
            f"workload.timestamps_seconds: there is no file '{given[:120]}' in the workspace, nor are these times."
        )
    return _lines(path, given)


def _lines(path: Path, given: str) -> Iterator[float]:
    """The first column of each line; one at the top that is no number is a heading."""
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, 1):
            word = line.split(",", 1)[0].strip()
            try:
                yield float(word)
            except ValueError:
                if word and number > 1:
                    raise CallError(
                        f"workload.timestamps_seconds: line {number:,} of '{given[:80]}' begins with no number of seconds."
                    ) from None
