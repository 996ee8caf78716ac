"""The MCP server: tools, resources and prompts behind one registration layer, on stdio or Streamable HTTP."""

from __future__ import annotations

import base64
import logging
import os
import signal
from collections.abc import Callable
from typing import Annotated, Any

from mcp import MCPError
from mcp.server import CacheHint, MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase, FuncMetadata
from mcp.types import (
    INVALID_PARAMS,
    CallToolResult,
    ContentBlock,
    GetPromptResult,
    ImageContent,
    InputRequiredResult,
    TextContent,
    ToolAnnotations,
)
from pydantic import ValidationError

from mcp_server import NAME, __version__, prompts, resources
from mcp_server.errors import call_error
from mcp_server.schemas import lean_input, lean_output
from mcp_server.settings import Settings
from mcp_server.tools import Caller, ToolSpec, selected

_HOUR_MS = 3_600_000
_STATIC = CacheHint(ttl_ms=_HOUR_MS, scope="public")


class Server(MCPServer[None]):
    """An MCPServer whose tool errors are short and say what to do."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[None, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool; every failure becomes one sentence for the caller."""
        tool = self._tool_manager.get_tool(name)
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if tool is None:
                known = ", ".join(t.name for t in self._tool_manager.list_tools())
                raise ToolError(f"There is no tool '{name[:64]}'. There are: {known}.") from None
            if isinstance(error.__cause__, ValidationError):
                raise ToolError(str(call_error(error.__cause__, tool.parameters))) from None
            raise ToolError(str(error.__cause__ or error)) from None

    async def get_prompt(
        self, name: str, arguments: dict[str, Any] | None = None, context: Context[None, Any] | None = None
    ) -> GetPromptResult | InputRequiredResult:
        """Fill in a prompt; one that does not exist is the caller's mistake, not an internal error."""
        known = [prompt.name for prompt in await self.list_prompts()]
        if name not in known:
            raise MCPError(
                code=INVALID_PARAMS, message=f"There is no prompt '{name[:64]}'. There are: {', '.join(known)}."
            )
        return await super().get_prompt(name, arguments, context)


def build_server(settings: Settings) -> Server:
    """The server for one run: the tools that its settings select, and every resource and prompt.

    Raises:
        SettingsError: when the settings name a tool that does not exist.

    """
    caller = Caller(settings)
    specs = selected(settings)
    server = Server(
        NAME,
        title="AWS serverless practices",
        version=__version__,
        instructions=_instructions(specs),
        tools=[_tool(spec, caller) for spec in specs],
        log_level="WARNING",
        subscriptions=False,
        cache_hints={
            "tools/list": _STATIC,
            "prompts/list": _STATIC,
            "resources/list": _STATIC,
            "resources/templates/list": _STATIC,
            "resources/read": _STATIC,
            "server/discover": _STATIC,
        },
    )
    resources.register(server)
    prompts.register(server)
    return server


def _instructions(specs: list[ToolSpec]) -> str:
    names = {spec.name for spec in specs}
    lines = [
        "AWS serverless, by the practices of AWS's serverless team. Every answer is computed or proved, none is recited."
    ]
    if "scaffold_crud_api" in names:
        lines.append(
            "Start a CRUD backend with scaffold_crud_api and an output_dir, then run the commands in its next_steps."
        )
    if "generate_durable_function" in names:
        lines.append("Write a workflow of steps, waits and callbacks with generate_durable_function.")
    if "validate_template" in names:
        lines.append("Check every template you write or change with validate_template, and act on its findings.")
    if "check_durable_code" in names:
        lines.append("Check the code of every durable function the same way with check_durable_code.")
    if "recommend_memory" in names:
        lines.append("Never guess a memory size: recommend_memory computes it from what was measured.")
    if "tune_memory" in names:
        lines.append("What is not measured yet, tune_memory measures.")
    lines.append("practice://{id} and rule://{id} explain an id that a result names.")
    return " ".join(lines)


def _tool(spec: ToolSpec, caller: Caller) -> Tool:
    arguments = spec.arguments(ArgModelBase)
    schema = lean_input(arguments.model_json_schema())
    result = spec.result

    def run(**values: Any) -> CallToolResult:  # noqa: ANN401 - validated against the model above
        try:
            answer = spec.call(caller, values)
        except Exception as error:  # noqa: BLE001 - the boundary: nothing but a sentence crosses it
            raise ToolError(str(call_error(error, schema))) from None
        content: list[ContentBlock] = [TextContent(type="text", text=answer.text())]
        content += [
            ImageContent(type="image", data=base64.b64encode(png).decode(), mime_type="image/png")
            for png in answer.pictures()
        ]
        return CallToolResult(content=content, structured_content=answer.data())

    metadata = FuncMetadata(
        arg_model=arguments,
        output_schema=lean_output(result.model_json_schema(mode="serialization")),
        output_model=Annotated[result, ...],
    )
    writes = not spec.read_only and not (caller.settings.read_only and spec.works_read_only)
    return Tool(
        fn=_named(run, spec.name),
        name=spec.name,
        title=spec.title,
        description=spec.description,
        parameters=schema,
        fn_metadata=metadata,
        is_async=False,
        annotations=ToolAnnotations(
            read_only_hint=not writes,
            destructive_hint=spec.destructive and writes,
            idempotent_hint=spec.idempotent,
            open_world_hint=spec.open_world,
        ),
    )


def _named(function: Callable[..., CallToolResult], name: str) -> Callable[..., CallToolResult]:
    function.__name__ = name
    return function


def run_stdio(settings: Settings) -> None:
    """Serve on stdin and stdout until end of input, with every request answered first; one Ctrl+C ends it."""
    import anyio

    from mcp_server.stdio import serve

    signal.signal(signal.SIGINT, lambda *_: os._exit(130))  # the SDK's reader thread would otherwise need three presses
    logging.captureWarnings(capture=True)
    anyio.run(serve, build_server(settings))


def run_http(settings: Settings, host: str, port: int) -> None:
    """Serve on Streamable HTTP at /mcp, stateless, with a health check at /healthz."""
    from starlette.requests import Request
    from starlette.responses import JSONResponse, Response

    server = build_server(settings)

    async def healthz(_: Request) -> Response:
        return JSONResponse({"status": "ok", "version": __version__})

    server.custom_route("/healthz", methods=["GET"])(healthz)
    server.run("streamable-http", host=host, port=port, stateless_http=True, json_response=True)
