"""The MCP server: tools, resources and prompts behind one registration layer, on stdio or Streamable HTTP."""

from __future__ import annotations

import base64
import logging
import os
import signal
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated, Any

import anyio
import anyio.to_thread
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
from mcp_server.progress import INTERVAL_SECONDS, Cancelled, Progress
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
    specs = selected(settings)
    server = Server(
        NAME,
        title="AWS serverless practices",
        version=__version__,
        instructions=_instructions(specs),
        tools=[_tool(spec, settings) for spec in specs],
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
    first = "AWS serverless, by the practices of AWS's serverless team. Every answer is computed or proved, none is recited."
    last = "practice://{id} and rule://{id} explain an id that a result names."
    return " ".join([first, *(spec.instruction for spec in specs if spec.instruction), last])


def _tool(spec: ToolSpec, settings: Settings) -> Tool:
    arguments = spec.arguments(ArgModelBase)
    schema = lean_input(arguments.model_json_schema())
    result = spec.result
    metadata = FuncMetadata(
        arg_model=arguments,
        output_schema=lean_output(result.model_json_schema(mode="serialization")),
        output_model=Annotated[result, ...],
    )
    writes = not spec.read_only and not (settings.read_only and spec.works_read_only)
    return Tool(
        fn=_running(spec, settings, schema),
        name=spec.name,
        title=spec.title,
        description=spec.description,
        parameters=schema,
        fn_metadata=metadata,
        is_async=True,
        context_kwarg="call_context",
        annotations=ToolAnnotations(
            read_only_hint=not writes,
            destructive_hint=spec.destructive and writes,
            idempotent_hint=spec.idempotent,
            open_world_hint=spec.open_world,
        ),
    )


def _running(spec: ToolSpec, settings: Settings, schema: dict[str, Any]) -> Callable[..., Awaitable[CallToolResult]]:
    """The tool as the SDK calls it: in a thread of its own, attended from the loop."""

    def work(progress: Progress, values: dict[str, Any]) -> CallToolResult | ToolError:
        try:
            answer = spec.call(Caller(settings, progress), values)
            content: list[ContentBlock] = [TextContent(type="text", text=answer.text())]
            content += [
                ImageContent(type="image", data=base64.b64encode(png).decode(), mime_type="image/png")
                for png in answer.pictures()
            ]
            return CallToolResult(content=content, structured_content=answer.data())
        except Cancelled:
            return ToolError(f"{spec.name} was cancelled.")  # nobody reads it: a cancelled request is never answered
        except Exception as error:  # noqa: BLE001 - the boundary: nothing but a sentence crosses it
            return ToolError(str(call_error(error, schema)))

    async def run(call_context: Context[None, Any], **values: Any) -> CallToolResult:  # noqa: ANN401 - validated against the model above
        progress = Progress()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_attend, progress, call_context)
            outcome = await anyio.to_thread.run_sync(partial(work, progress, values))
            tasks.cancel_scope.cancel()
        if isinstance(outcome, ToolError):
            raise outcome
        return outcome

    run.__name__ = spec.name
    return run


async def _attend(progress: Progress, context: Context[None, Any]) -> None:
    """Pass on what a tool says while it runs in its thread. When the request is cancelled this ends, and tells the tool."""
    try:
        while True:
            await anyio.sleep(INTERVAL_SECONDS)
            if (news := progress.news()) is not None:
                done, doing = news
                await context.report_progress(done, 1.0, doing)
    finally:
        progress.cancel()


def run_stdio(settings: Settings) -> None:
    """Serve on stdin and stdout until end of input, with every request answered first; one Ctrl+C ends it."""
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
    server.run("streamable-http", host=host, port=port, stateless_http=True)
