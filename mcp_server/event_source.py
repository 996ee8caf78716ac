"""What `recommend_event_source` returns: typed data, and the same as Markdown to act on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from mcp_server.results import Result


@dataclass(frozen=True)
class About:
    """What the text says besides, and no data."""

    title: str = ""
    diff: bool = False
    chart: str = ""
    now: str = "now"
    """What the present settings are called: they may be defaults."""
    png: bytes | None = None
    waiting: int = 0
    """Messages that the recommended run left."""


def _lean(schema: dict[str, Any]) -> None:
    """Every byte of a definition is read in every conversation: names and the tool's description say what things are."""
    schema.pop("description", None)
    schema.pop("required", None)
    for each in schema.get("properties", {}).values():
        if each.get("additionalProperties") is True:
            del each["additionalProperties"]  # as without


class Part(BaseModel):
    """Base of the parts of the result."""

    model_config: ClassVar[ConfigDict] = ConfigDict(json_schema_extra=_lean)


class Predicted(Part):
    """What a run came to."""

    p50_latency_seconds: float
    p95_latency_seconds: float
    p99_latency_seconds: float
    max_backlog: int
    drain_seconds: float
    peak_concurrency: int
    invocations_per_month: int
    mean_batch: float
    dead_letters_per_million: float
    lost_per_million: float
    reprocessed_per_million: float
    left: int
    monthly_usd: dict[str, float]


class Choice(Part):
    """Another choice, by the busiest minutes."""

    name: str
    settings: dict[str, Any]
    memory_mb: int
    p95_latency_seconds: float
    monthly_usd: float
    holds: bool
    fails: list[str]


class Tried(Part):
    """The recommendation under other conditions."""

    name: str
    holds: bool
    p95_latency_seconds: float


class Fault(Part):
    """What is wrong now."""

    id: str
    severity: str
    message: str
    practices: list[str]


class EventSourceResult(Result):
    """Settings, what they come to, and what the present ones come to."""

    model_config: ClassVar[ConfigDict] = ConfigDict(json_schema_extra=_lean)

    source: str
    recommended: dict[str, Any]
    queue: dict[str, int | None] | None = None
    memory_mb: int
    predicted: Predicted
    current_predicted: dict[str, Any]
    """As predicted."""
    reason: str
    alternatives: list[Choice]
    checks: list[Tried]
    findings: list[Fault]
    template_patch: str
    patch_notes: list[str]
    policy: dict[str, Any]
    network: list[str]
    assumptions: list[str]
    seed: int
    about: About = Field(default=About(), exclude=True)

    def data(self) -> dict[str, Any]:
        """The answer as JSON values; settings that are none are null, not left out."""
        return {
            **super().data(),
            "recommended": self.recommended,
            "alternatives": [each.model_dump(mode="json") for each in self.alternatives],
        }

    def pictures(self) -> list[bytes]:
        """The chart, where it was asked for."""
        return [self.about.png] if self.about.png is not None else []

    def text(self) -> str:
        """What to set, what it comes to, what is wrong now, and the patch."""
        lines = [f"**{_told(self.recommended)}** for {self.source}{self.about.title}. {self.reason}"]
        if self.queue:
            lines += ["", f"Queue: {', '.join(f'{name} {_figure(value)}' for name, value in self.queue.items())}."]
        lines += ["", *self._table()]
        if self.predicted.left or self.current_predicted["left"]:
            lines.append("Where messages are never processed, latency and money are those of the rest.")
        lines += ["", "```text", self.about.chart, "```"]
        if self.findings:
            lines += ["", "Wrong now:"]
            lines += [
                f"- {each.severity}, {each.id}: {each.message} ({', '.join(each.practices)})" for each in self.findings
            ]
        lines += ["", *self._choices()]
        lines += ["", f"Tried again: {'; '.join(_check(each) for each in self.checks)}."]
        lines += ["", *self.patch_notes] if self.patch_notes else []
        lines += (
            ["", f"```{'diff' if self.about.diff else 'yaml'}", self.template_patch.rstrip("\n"), "```"]
            if self.template_patch
            else []
        )
        lines += ["", "The role needs:", "```json", json.dumps(self.policy, separators=(",", ":")), "```"]
        lines += [f"- {each}" for each in self.network]
        lines += ["", "Rests on:", *(f"- {each}" for each in self.assumptions)]
        lines += ["", f"Seed {self.seed}: the same call gives the same answer."]
        return "\n".join(lines) + "\n"

    def _table(self) -> list[str]:
        now, then = self.current_predicted, self.predicted.model_dump()
        lines = [f"| simulated | {self.about.now} | recommended |", "| --- | ---: | ---: |"]
        for name, title in _ROWS.items():
            lines.append(f"| {title} | {_figure(now[name])} | {_figure(then[name])} |")
        before, after = now["monthly_usd"], then["monthly_usd"]
        return [*lines, *(f"| $ a month, {part} | {before[part]:,.2f} | {after[part]:,.2f} |" for part in after)]

    def _choices(self) -> list[str]:
        lines = [
            "| by the busiest minutes | settings | p95 s | $ a month | holds |",
            "| --- | --- | ---: | ---: | --- |",
        ]
        for each in self.alternatives:
            holds = "yes" if each.holds else f"no: {', '.join(each.fails)}"
            settings = _told(each.settings) + (f", {each.memory_mb:,} MB" if each.memory_mb != self.memory_mb else "")
            lines.append(
                f"| {each.name} | {settings} | {_figure(each.p95_latency_seconds)} | {each.monthly_usd:,.2f} | {holds} |"
            )
        return lines


_ROWS = {
    "p50_latency_seconds": "p50 latency s",
    "p95_latency_seconds": "p95 latency s",
    "p99_latency_seconds": "p99 latency s",
    "max_backlog": "most messages waiting",
    "drain_seconds": "drained s after the last",
    "left": "never processed in the run",
    "peak_concurrency": "peak concurrency",
    "mean_batch": "messages a batch",
    "invocations_per_month": "invocations a month",
    "dead_letters_per_million": "dead letters per million",
    "lost_per_million": "lost per million",
    "reprocessed_per_million": "reprocessed in vain per million",
}


def _told(settings: dict[str, Any]) -> str:
    """Settings in one line; what is off or none is left out."""
    words = []
    for name, value in settings.items():
        if name == "function_response_types":
            words += ["ReportBatchItemFailures"] if value else []
        elif value is True:
            words.append(name)
        elif value not in {None, False} or name == "maximum_batching_window_seconds":
            words.append(f"{name} {_figure(value)}")
    return ", ".join(words)


def _check(each: Tried) -> str:
    return f"{each.name} {'holds' if each.holds else 'does not hold'} ({_figure(each.p95_latency_seconds)} s at p95)"


def _figure(value: float | None) -> str:
    if value is None:
        return "none"
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
