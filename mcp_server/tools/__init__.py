"""The tools, in the order in which they are listed. One file is one tool is one function of the same name."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, get_type_hints

from pydantic import BaseModel, ConfigDict, create_model

from mcp_server.progress import Progress
from mcp_server.results import Result
from mcp_server.settings import Settings, SettingsError


@dataclass(frozen=True)
class Caller:
    """What a tool knows of the run it is called in. Every tool takes it as its first parameter; no client sees it."""

    settings: Settings
    progress: Progress = field(default_factory=Progress)
    """Of this call. `wait` and `unless_cancelled` are for what blocks."""

    def step(self, done: float, doing: str) -> None:
        """Tell the client how far the call has come, and end here if the client no longer wants it.

        Call it at least once a second in long work; a few hundred times is cheap, what is sent is thinned out.

        Args:
            done: The share of the work, 0 to 1.
            doing: What is being done now, in a few words.

        Raises:
            Cancelled: when the call was cancelled. Let it pass; put things back in `finally`.

        """
        self.progress.step(done, doing)


@dataclass(frozen=True)
class ToolSpec:
    """How a tool is exposed. The four hints are MCP's: https://modelcontextprotocol.io/specification/2026-07-28/server/tools."""

    name: str
    toolset: str
    title: str
    read_only: bool
    destructive: bool
    idempotent: bool
    open_world: bool
    works_read_only: bool = False
    """Still useful with `--read-only`: it then answers without writing."""
    instruction: str = ""
    """When to reach for it: a sentence of the server's instructions."""
    needs: str | None = None
    """The flag without which it refuses: `allow_write` or `allow_sensitive_data_access`."""

    @property
    def function(self) -> Callable[..., Result]:
        """The tool itself, imported when first asked for."""
        function: Callable[..., Result] = getattr(importlib.import_module(f"mcp_server.tools.{self.name}"), self.name)
        return function

    @property
    def description(self) -> str:
        """What it does, then when to use it."""
        return inspect.getdoc(self.function) or ""

    @property
    def result(self) -> type[Result]:
        """The model of its result."""
        result: type[Result] = get_type_hints(self.function)["return"]
        return result

    def arguments(self, base: type[BaseModel] = BaseModel) -> type[BaseModel]:
        """The model of its arguments. Unknown ones are refused: a misspelt argument must not pass in silence."""
        hints = get_type_hints(self.function, include_extras=True)
        fields: dict[str, Any] = {
            name: (hints[name], ... if parameter.default is parameter.empty else parameter.default)
            for name, parameter in list(inspect.signature(self.function).parameters.items())[1:]
        }
        forbid = type(
            f"{base.__name__}Closed", (base,), {"model_config": ConfigDict(extra="forbid"), "__module__": __name__}
        )
        model: type[BaseModel] = create_model(f"{self.name}Arguments", __base__=forbid, **fields)
        return model

    def call(self, caller: Caller, arguments: dict[str, Any]) -> Result:
        """Call it with arguments that its model has validated.

        Raises:
            SettingsError: when a flag that it needs is not set; the message names the flag.

        """
        if self.needs is not None and not getattr(caller.settings, self.needs):
            raise SettingsError(
                f"{self.name} is off: start the server with --{self.needs.replace('_', '-')} to allow it "
                f"(or set SERVERLESS_MCP_{self.needs.upper()}=true)."
            )
        return self.function(caller, **arguments)


TOOLS = (
    ToolSpec(
        "scaffold_crud_api",
        toolset="build",
        title="Scaffold a CRUD API",
        instruction="Start a CRUD backend with scaffold_crud_api and an output_dir, then run the commands in its next_steps.",
        read_only=False,
        destructive=True,  # with overwrite it replaces files
        idempotent=True,
        open_world=False,
        works_read_only=True,
    ),
    ToolSpec(
        "generate_durable_function",
        toolset="build",
        title="Generate a durable function",
        instruction="Write a workflow of steps, waits and callbacks with generate_durable_function.",
        read_only=False,
        destructive=True,  # with overwrite it replaces files
        idempotent=True,
        open_world=False,
        works_read_only=True,
    ),
    ToolSpec(
        "scaffold_event_consumer",
        toolset="build",
        title="Scaffold an event consumer",
        instruction="Begin what reads a queue, a stream or a bus with scaffold_event_consumer.",
        read_only=False,
        destructive=True,  # with overwrite it replaces files
        idempotent=True,
        open_world=False,
        works_read_only=True,
    ),
    ToolSpec(
        "validate_template",
        toolset="check",
        title="Validate a template",
        instruction="Check every template you write or change with validate_template, and act on its findings.",
        read_only=True,
        destructive=False,
        idempotent=True,
        open_world=False,
    ),
    ToolSpec(
        "check_durable_code",
        toolset="check",
        title="Check durable code",
        instruction="Check the code of every durable function the same way with check_durable_code.",
        read_only=True,
        destructive=False,
        idempotent=True,
        open_world=False,
    ),
    ToolSpec(
        "get_metrics",
        toolset="observe",
        title="Get metrics",
        instruction="See the few numbers that matter of what is deployed with get_metrics.",
        read_only=True,
        destructive=False,
        idempotent=True,
        open_world=True,
    ),
    ToolSpec(
        "get_logs",
        toolset="observe",
        title="Get logs",
        instruction="Read what logs say, grouped and masked, with get_logs.",
        read_only=True,
        destructive=False,
        idempotent=True,
        open_world=True,
        needs="allow_sensitive_data_access",
    ),
    ToolSpec(
        "diagnose",
        toolset="observe",
        title="Diagnose what is deployed",
        instruction="When something deployed fails, is slow or stands still, begin with diagnose.",
        read_only=True,
        destructive=False,
        idempotent=True,
        open_world=True,
    ),
    ToolSpec(
        "recommend_memory",
        toolset="recommend",
        title="Recommend a memory size",
        instruction="Never guess a memory size: recommend_memory computes it from what was measured.",
        read_only=True,
        destructive=False,
        idempotent=True,
        open_world=True,
    ),
    ToolSpec(
        "tune_memory",
        toolset="recommend",
        title="Measure and tune memory",
        instruction="What is not measured yet, tune_memory measures.",
        read_only=False,
        destructive=True,  # it invokes the function
        idempotent=False,
        open_world=True,
        needs="allow_write",
    ),
    ToolSpec(
        "recommend_event_source",
        toolset="recommend",
        title="Recommend event source settings",
        instruction="Never guess batch sizes, windows or concurrency: recommend_event_source simulates them.",
        read_only=True,
        destructive=False,
        idempotent=True,
        open_world=True,
    ),
    ToolSpec(
        "compare_options",
        toolset="recommend",
        title="Compare ways to build it",
        instruction="Let compare_options do the arithmetic before you choose between services or ways to run code.",
        read_only=True,
        destructive=False,
        idempotent=True,
        open_world=False,
    ),
    ToolSpec(
        "get_event_schema",
        toolset="learn",
        title="Get the event of a trigger",
        instruction="Take the shape of an event from get_event_schema.",
        read_only=True,
        destructive=False,
        idempotent=True,
        open_world=True,  # with `registry` it asks EventBridge
    ),
    ToolSpec(
        "get_guidance",
        toolset="learn",
        title="Get guidance",
        instruction="Ask get_guidance how and why, before you answer from memory.",
        read_only=True,
        destructive=False,
        idempotent=True,
        open_world=False,
    ),
)


def selected(settings: Settings) -> list[ToolSpec]:
    """The tools that a run offers: toolsets, plus `tools`, less `exclude_tools`, less what `read_only` rules out.

    Raises:
        SettingsError: when a name is not a tool's.

    """
    known = {spec.name for spec in TOOLS}
    for name in (*settings.tools, *settings.exclude_tools):
        if name not in known:
            raise SettingsError(f"There is no tool '{name}'. There are: {', '.join(sorted(known))}.")
    return [
        spec
        for spec in TOOLS
        if (spec.toolset in settings.toolsets or spec.name in settings.tools)
        and spec.name not in settings.exclude_tools
        and (spec.read_only or spec.works_read_only or not settings.read_only)
    ]
