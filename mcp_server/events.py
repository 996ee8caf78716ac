"""Answers of `get_event_schema`: a trigger's event, or what a schema registry of EventBridge holds."""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel, Field

from guidance.events import EventSource, Language
from mcp_server.results import Result

_CODE_BUDGET = 12_000
"""Characters of code or schema that an answer carries: about 3,000 tokens."""


class TrapAnswer(BaseModel):
    """What goes wrong, and the page that says so."""

    says: str
    source: str


class SchemaName(BaseModel):
    """A schema of a registry."""

    registry: str
    name: str
    versions: int | None = None


class EventSchemaResult(Result):
    """A trigger's event and handler; or schemas of a registry; or one schema as typed code."""

    kind: Literal["trigger", "registry", "schema"]
    name: str
    language: str
    title: str | None = None
    invocation: str | None = None
    event: dict[str, Any] | None = None
    code: str | None = Field(default=None, description="handler, or types of the schema")
    returns: str | None = None
    traps: list[TrapAnswer] = Field(default_factory=list)
    sources: list[str] = Field(default_factory=list)
    registries: list[str] | None = None
    schemas: list[SchemaName] | None = None
    note: str | None = None

    def text(self) -> str:
        """The same as Markdown: event first, then the handler, what to return, the traps."""
        writers = {"trigger": self._trigger, "registry": self._registry, "schema": self._schema}
        return "\n".join(writers[self.kind]()) + "\n"

    def _trigger(self) -> list[str]:
        event = json.dumps(self.event, separators=(",", ":"), ensure_ascii=False)
        lines = [f"**{self.title}** (`{self.name}`), invoked {_INVOKED[self.invocation or '']}.", "", "Event:"]
        lines += [
            "```json",
            event,
            "```",
            "",
            "Handler:",
            f"```{self.language}",
            (self.code or "").rstrip("\n"),
            "```",
            "",
        ]
        lines += [f"Returns: {self.returns}", "", "Mind:", *(f"- {trap.says}" for trap in self.traps)]
        return [
            *lines,
            "",
            f"Sources: {', '.join(dict.fromkeys([*self.sources, *(trap.source for trap in self.traps)]))}",
        ]

    def _registry(self) -> list[str]:
        lines = [f"**{self.name}**: {self.note}"]
        lines += [f"- `{each}`" for each in self.registries or ()]
        lines += [f"- `{each.name}` in `{each.registry}`" for each in self.schemas or ()]
        return lines

    def _schema(self) -> list[str]:
        return [f"**{self.name}** of {self.note}", "", f"```{self.language}", (self.code or "").rstrip("\n"), "```"]


_INVOKED = {
    "synchronous": "synchronously: the answer goes back, nobody tries again for you",
    "asynchronous": "asynchronously: tried three times in all, then to the on-failure destination or lost",
    "polled": "by an event source mapping, in batches",
}


def trigger(source: EventSource, language: Language) -> EventSchemaResult:
    """The answer on one trigger."""
    return EventSchemaResult(
        kind="trigger",
        name=source.name,
        language=language,
        title=source.title,
        invocation=source.invocation,
        event=source.event,
        code=source.handler(language),
        returns=source.returns,
        traps=[TrapAnswer(says=trap.says, source=trap.source) for trap in source.traps],
        sources=list(source.sources),
    )


def shortened(code: str) -> tuple[str, str]:
    """Code within what an answer carries, and a sentence on what was left out."""
    if len(code) <= _CODE_BUDGET:
        return code, ""
    cut = code.rfind("\n\n", 0, _CODE_BUDGET)
    kept = code[: cut if cut > 0 else _CODE_BUDGET]
    return kept, f"; {code.count(chr(10)) - kept.count(chr(10)):,} lines were left out"
