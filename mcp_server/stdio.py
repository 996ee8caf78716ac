"""MCP over stdin and stdout that answers every request it has read before it ends.

The SDK stops at end of input and drops what is still running; `serverless-mcp < requests.jsonl` must not. But when nobody
reads the answers any more either, what is still running is cancelled.
"""

from __future__ import annotations

import os
import select
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

import anyio
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage
from mcp.types import JSONRPCError, JSONRPCNotification, JSONRPCRequest, JSONRPCResponse

from mcp_server.server import Server

_LOOK_SECONDS = 0.25
"""At end of input, how often it is looked whether somebody still reads the answers."""


class _Pending:
    """Requests that were read and not yet answered, by id."""

    def __init__(self, output: select.poll | None) -> None:
        self._output = output
        self._ids: Counter[str | int] = Counter()
        self._settled = anyio.Event()

    def read(self, message: object) -> None:
        if isinstance(message, JSONRPCRequest):
            self._ids[message.id] += 1
        elif isinstance(message, JSONRPCNotification) and message.method == "notifications/cancelled":
            self._settle((message.params or {}).get("requestId"))  # a cancelled request is never answered

    def written(self, message: object) -> None:
        if isinstance(message, JSONRPCResponse | JSONRPCError):
            self._settle(message.id)

    def _settle(self, request_id: str | int | None) -> None:
        if request_id is not None and self._ids[request_id] > 0:
            self._ids[request_id] -= 1
        self._settled.set()

    async def wait(self) -> None:
        """Return when all are answered, or nobody is left to read an answer."""
        while self._ids.total() > 0 and not (self._output and self._output.poll(0)):
            self._settled = anyio.Event()
            with anyio.move_on_after(_LOOK_SECONDS):
                await self._settled.wait()


class _Wrapped:
    """A stream of the SDK with everything passed through but what a subclass overrides."""

    def __init__(self, inner: Any, pending: _Pending) -> None:  # noqa: ANN401 - the SDK's stream classes are private
        self._inner, self._pending = inner, pending

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._inner, name)

    async def __aenter__(self) -> Self:
        await self._inner.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        stop: bool | None = await self._inner.__aexit__(kind, error, trace)
        return stop


class _Reader(_Wrapped):
    """The end of input arrives only when everything before it is answered."""

    async def receive(self) -> SessionMessage | Exception:
        try:
            item: SessionMessage | Exception = await self._inner.receive()
        except anyio.EndOfStream:
            await self._pending.wait()
            raise
        if isinstance(item, SessionMessage):
            self._pending.read(item.message)
        return item

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> SessionMessage | Exception:
        try:
            return await self.receive()
        except anyio.EndOfStream:
            raise StopAsyncIteration from None


class _Writer(_Wrapped):
    async def send(self, item: SessionMessage) -> None:
        await self._inner.send(item)
        self._pending.written(item.message)


@contextmanager
def _closed_output() -> Iterator[select.poll | None]:
    """Something whose `poll` tells when the reader of stdout has gone; None where the system has no such thing."""
    try:
        descriptor = os.dup(sys.stdout.fileno())  # the SDK diverts the original
    except (OSError, ValueError, AttributeError):
        yield None
        return
    try:
        output = None
        if sys.platform != "win32":
            output = select.poll()
            output.register(descriptor, 0)  # errors and hang-ups are reported without being asked for
        yield output
    finally:
        os.close(descriptor)


async def serve(server: Server) -> None:
    """Serve until end of input, answering everything that was read."""
    lowlevel = server._lowlevel_server  # noqa: SLF001 - MCPServer.run_stdio_async does the same
    with _closed_output() as output:
        await _serve(lowlevel, _Pending(output))


async def _serve(lowlevel: Any, pending: _Pending) -> None:  # noqa: ANN401 - MCPServer's own is private
    async with stdio_server() as (read, write):
        reader: Any = _Reader(read, pending)
        writer: Any = _Writer(write, pending)
        await lowlevel.run(reader, writer, lowlevel.create_initialization_options())
