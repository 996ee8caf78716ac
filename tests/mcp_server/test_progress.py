"""Long calls: what a client hears while one runs, and how soon one ends that nobody wants any more."""

from __future__ import annotations

import threading
from collections.abc import Callable

import anyio
import anyio.to_thread
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mcp import Client

from mcp_server import call as shell
from mcp_server.cli import run
from mcp_server.progress import Cancelled, Progress
from mcp_server.results import Result
from mcp_server.server import build_server
from mcp_server.settings import settings
from mcp_server.tools import Caller
from mcp_server.tools import validate_template as module

PATIENCE = 20.0
Tool = Callable[..., Result]


class Done(Result):
    """What the tools of these tests return."""

    steps: int = 0

    def text(self) -> str:
        return f"{self.steps} steps\n"


@pytest.fixture(params=["auto", "legacy"])
def era(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def offered(monkeypatch: pytest.MonkeyPatch, work: Callable[[Caller], Done]) -> None:
    """Let a function stand behind the name `validate_template`."""

    def validate_template(caller: Caller) -> Done:
        """Work."""
        return work(caller)

    monkeypatch.setattr(module, "validate_template", validate_template)


@pytest.mark.anyio
async def test_a_client_that_asks_hears_how_far_a_call_has_come(era: str, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[float, float | None, str | None]] = []
    reported = threading.Semaphore(0)

    def work(caller: Caller) -> Done:
        caller.step(0.1, "measuring  512 MB\n")
        assert reported.acquire(timeout=PATIENCE)
        for number in range(1000):
            caller.step(0.2 + number / 10_000, "many at once")
        assert reported.acquire(timeout=PATIENCE)
        caller.step(0.15, "going back is not reported")
        caller.step(7, "more than all")
        assert reported.acquire(timeout=PATIENCE)
        return Done(steps=1003)

    async def hear(progress: float, total: float | None, message: str | None) -> None:
        heard.append((progress, total, message))
        reported.release()

    offered(monkeypatch, work)
    async with Client(build_server(settings({})), mode=era) as client:
        result = await client.call_tool("validate_template", {}, progress_callback=hear)

    assert result.structured_content == {"steps": 1003}
    assert heard[0] == (0.1, 1.0, "measuring 512 MB")
    assert heard[-1] == (1.0, 1.0, "more than all")
    assert [done for done, _, _ in heard] == sorted({done for done, _, _ in heard})
    assert 3 <= len(heard) <= 10


@pytest.mark.anyio
async def test_a_cancelled_call_ends_and_puts_things_back(era: str, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, ended, told = anyio.Event(), threading.Event(), threading.Event()
    steps: list[str] = []
    original = Progress.cancel

    def cancel(progress: Progress) -> None:
        original(progress)
        told.set()

    monkeypatch.setattr(Progress, "cancel", cancel)

    def work(caller: Caller) -> Done:
        try:
            caller.step(0.1, "begun")
            anyio.from_thread.run_sync(begun.set)
            assert told.wait(PATIENCE)
            steps.append("reached")
            caller.step(0.2, "must not be passed")
            steps.append("passed")
        finally:
            ended.set()
        return Done()

    offered(monkeypatch, work)
    async with Client(build_server(settings({})), mode=era) as client:
        async with anyio.create_task_group() as tasks:

            async def abandon() -> None:
                await begun.wait()
                tasks.cancel_scope.cancel()

            tasks.start_soon(abandon)
            await client.call_tool("validate_template", {})
        assert await anyio.to_thread.run_sync(ended.wait, PATIENCE)
        assert steps == ["reached"]
        assert await client.list_tools()  # the connection lives on


@pytest.mark.anyio
@pytest.mark.parametrize("how", ["wait", "unless_cancelled"])
async def test_a_call_that_blocks_ends_when_it_is_cancelled(
    era: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, ended, never = anyio.Event(), threading.Event(), threading.Event()

    def work(caller: Caller) -> Done:
        anyio.from_thread.run_sync(begun.set)
        try:
            if how == "wait":
                caller.progress.wait(PATIENCE * 100)
            else:
                caller.progress.unless_cancelled(never.wait)
        except Cancelled:
            ended.set()
            raise
        return Done()

    offered(monkeypatch, work)
    async with Client(build_server(settings({})), mode=era) as client:
        async with anyio.create_task_group() as tasks:

            async def abandon() -> None:
                await begun.wait()
                tasks.cancel_scope.cancel()

            tasks.start_soon(abandon)
            await client.call_tool("validate_template", {})
        assert await anyio.to_thread.run_sync(ended.wait, PATIENCE)
    never.set()


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=30))
def test_what_is_reported_only_increases_and_stays_between_nothing_and_all(steps: list[float]) -> None:
    progress = Progress()
    reported = []
    for done in steps:
        progress.step(done, "x" * 1000)
        if (news := progress.news()) is not None:
            reported.append(news[0])
            assert len(news[1]) == 200

    assert all(0 < done <= 1 for done in reported)
    assert reported == sorted(set(reported))


def test_an_error_in_blocking_work_is_raised_where_it_is_waited_for() -> None:
    progress = Progress()

    assert progress.unless_cancelled(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        progress.unless_cancelled(lambda: 1 // 0)
    progress.cancel()
    with pytest.raises(Cancelled):
        progress.unless_cancelled(lambda: pytest.fail("it must not begin"))


@pytest.mark.parametrize("terminal", [True, False])
def test_a_shell_sees_progress_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], terminal: bool
) -> None:
    def work(caller: Caller) -> Done:
        caller.step(0.25, "measuring 512 MB")
        return Done(steps=1)

    offered(monkeypatch, work)
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal)

    assert shell.call("validate_template", "{}", settings({})) == 0
    assert shell.call("validate_template", "{}", settings({}), text=True) == 0
    out, log = capsys.readouterr()
    assert out == '{\n  "steps": 1\n}\n1 steps\n'
    assert log == ("\r 25% measuring 512 MB\r                     \r" * 2 if terminal else "")


def test_an_interrupted_shell_call_ends_quietly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def work(caller: Caller) -> Done:
        caller.step(0.5, "half")
        raise KeyboardInterrupt

    offered(monkeypatch, work)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)

    assert run(["call", "validate_template"]) == 130
    assert capsys.readouterr() == ("", "\r 50% half\r         \r")
