"""`tune_memory` against an account over HTTP: what it measures, and that everything is as before, whatever happens."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from typing import Any

import anyio
import anyio.to_thread
import pytest
from mcp import Client
from werkzeug.wrappers import Response

from mcp_server.aws.tuning import ALIAS
from mcp_server.errors import CallError
from mcp_server.progress import Cancelled, Progress
from mcp_server.server import build_server
from mcp_server.settings import SettingsError, settings
from mcp_server.tools import TOOLS, Caller
from tests.conftest import ROOT
from tests.mcp_server.aws_account import Account, Fault, call, refused

PATIENCE = 20.0


def state(account: Account) -> tuple[int, list[str], list[str]]:
    """What tune_memory must leave as it was: memory, versions, aliases."""
    client = account.client("lambda")
    return (
        client.get_function_configuration(FunctionName="orders")["MemorySize"],
        [each["Version"] for each in client.list_versions_by_function(FunctionName="orders")["Versions"]],
        [each["Name"] for each in client.list_aliases(FunctionName="orders")["Aliases"]],
    )


def test_tuning_measures_until_it_is_sure_and_leaves_no_trace(account: Account) -> None:
    before = state(account)
    memory: list[int] = []
    account.on_invoke = lambda _: memory.append(
        account.client("lambda").get_function_configuration(FunctionName="orders")["MemorySize"]
    )

    result = call("tune_memory", function_name="orders", payload={"id": 1}, monthly_invocations=10_000_000)

    assert state(account) == before
    assert set(memory) == {512}  # $LATEST has another size only while a version is made
    assert result.status == "recommended"
    assert [each.memory_mb for each in result.measured] == sorted({mb for mb, _ in account.invoked})
    assert 2 <= len(result.measured) <= 4
    assert {each.memory_mb: each.mean_ms for each in result.measured}[512] == pytest.approx(398, rel=0.01)
    assert result.next_measurement_mb is None
    assert result.restored == [f"{len(result.measured)} temporary versions and the alias {ALIAS} were deleted."]
    assert "Measured: " in result.text()
    assert result.spent_usd > 0


def test_tuning_needs_the_flag() -> None:
    spec = next(spec for spec in TOOLS if spec.name == "tune_memory")
    with pytest.raises(SettingsError, match="--allow-write"):
        spec.call(Caller(settings({})), {"function_name": "orders"})


def test_a_function_that_may_change_things_is_refused_until_that_is_accepted(account: Account) -> None:
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["dynamodb:GetItem", "dynamodb:PutItem", "logs:PutLogEvents"],
                "Resource": "*",
            }
        ],
    }
    account.client("iam").put_role_policy(RoleName="role", PolicyName="p", PolicyDocument=json.dumps(policy))

    said = refused("tune_memory")

    assert "its role may use dynamodb:PutItem. Choose a payload" in said
    assert account.invoked == []
    assert (
        call("tune_memory", function_name="orders", accept_side_effects=True, candidate_sizes_mb=[512, 1024]).status
        == "recommended"
    )


def test_an_answer_that_is_cut_is_told(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
    monkeypatch.setattr("tests.mcp_server.aws_account.refusal", lambda *_, **__: Response("<cut", 200))
    account.faults["iam.ListRolePolicies"] = Fault("x")

    assert "The answer to iam:ListRolePolicies was cut off in eu-west-1" in refused("tune_memory")


def test_what_the_role_may_do_has_to_be_readable(account: Account) -> None:
    account.faults["iam.ListRolePolicies"] = Fault("AccessDenied", "no", 403)

    assert "what its role may do cannot be read" in refused("tune_memory")


def test_a_failing_payload_ends_the_run_and_restores(account: Account) -> None:
    before = state(account)
    account.fails_below = 99_999

    assert "orders fails with this payload at 512 MB (Runtime.ExitError): pass a `payload`" in refused("tune_memory")
    assert state(account) == before


def test_sizes_at_which_the_function_fails_are_left_out(account: Account) -> None:
    account.fails_below, account.duration = 500, lambda _, number: 300.0 + number % 3

    result = call("tune_memory", function_name="orders", objective="cost")

    assert result.recommended_mb == 512
    assert any("MB is out: orders fails with this payload at" in warning for warning in result.warnings)
    assert state(account) == (512, ["$LATEST"], [])


def test_a_denied_step_names_its_action_and_everything_is_restored(account: Account) -> None:
    account.faults["lambda.PublishVersion"] = Fault("AccessDeniedException", "no", 403)

    assert "may not use lambda:PublishVersion" in refused("tune_memory")
    account.faults.clear()
    assert state(account) == (512, ["$LATEST"], [])


def test_a_function_changed_by_somebody_meanwhile_keeps_that_change(account: Account) -> None:
    def deploy(number: int) -> None:
        if number == 3:
            account.client("lambda").update_function_configuration(FunctionName="orders", MemorySize=777)

    account.on_invoke = deploy
    with pytest.raises(CallError, match="orders was changed while it was measured"):
        call("tune_memory", function_name="orders")

    assert state(account) == (777, ["$LATEST"], [])


def test_a_run_tells_how_far_it_is(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mcp_server.progress.INTERVAL_SECONDS", 0)
    heard: list[tuple[float, str]] = []

    result = call("tune_memory", Progress(lambda *said: heard.append(said)), function_name="orders")

    assert [done for done, _ in heard] == sorted({done for done, _ in heard})
    assert all(0 < done < 1 for done, _ in heard)
    for each in result.measured:
        if each.memory_mb != 512:  # the first step is nothing done
            assert any(said == f"publishing a version with {each.memory_mb:,} MB" for _, said in heard)
        assert any(said == f"{each.memory_mb:,} MB: 9 of 10 invocations measured" for _, said in heard)


@pytest.mark.parametrize("at", ["between", "during", "publishing"])
def test_a_cancelled_run_stops_there_and_restores(account: Account, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    monkeypatch.setattr("mcp_server.progress.INTERVAL_SECONDS", 0)
    before, answer = state(account), threading.Event()

    def heard(_: float, doing: str) -> None:
        if at == "between" and doing.endswith(" 3 of 10 invocations measured"):
            progress.cancel()

    def invoked(number: int) -> None:
        if at == "during" and number == 4:
            progress.cancel()
            answer.wait(PATIENCE)  # the function goes on running

    def called(operation: str) -> None:
        if at == "publishing" and operation == "lambda.UpdateFunctionConfiguration":
            progress.cancel()  # $LATEST has another size

    progress = Progress(heard)
    account.on_invoke, account.on_call = invoked, called
    with pytest.raises(Cancelled):
        call("tune_memory", progress, function_name="orders")
    ran = len(account.invoked)
    answer.set()

    assert state(account) == before
    assert ran == (11 if at == "publishing" else 4)  # of each size one is cold
    assert account.calls.count("lambda.PublishVersion") == 1


@pytest.mark.anyio
@pytest.mark.parametrize("era", ["auto", "legacy"])
async def test_a_client_that_cancels_leaves_no_trace_either(account: Account, era: str) -> None:
    before, invoked = state(account), threading.Event()
    account.on_invoke = lambda number: invoked.set() if number == 2 else None

    async with (
        Client(build_server(settings({"allow_write": True})), mode=era) as client,
        anyio.create_task_group() as tasks,
    ):

        async def cancel() -> None:
            assert await anyio.to_thread.run_sync(invoked.wait, PATIENCE)
            tasks.cancel_scope.cancel()

        tasks.start_soon(cancel)
        await client.call_tool("tune_memory", {"function_name": "orders"})

    assert state(account) == before
    assert len(account.invoked) < 10  # of the first size alone
    assert account.calls.count("lambda.DELETEAlias") == 1


KILLED = """
import sys
from mcp_server.settings import settings
from mcp_server.tools import Caller
from mcp_server.tools.tune_memory import tune_memory
tune_memory(Caller(settings({})), "orders")
"""


@pytest.mark.parametrize("at", ["invoking", "publishing"])
def test_a_killed_run_is_undone_by_the_next(account: Account, at: str) -> None:
    child: list[subprocess.Popen[bytes]] = []

    def kill(number: int) -> None:
        if number == 13:
            child[0].send_signal(signal.SIGKILL)
            child[0].wait()

    if at == "invoking":
        account.on_invoke = kill
    else:  # $LATEST has another size, and no version of it is published
        original = account._moto

        def stop(environ: dict[str, Any], start_response: Any) -> Any:
            publishing = environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].endswith("/versions")
            if (
                publishing
                and account.client("lambda").get_function_configuration(FunctionName="orders")["MemorySize"] != 512
            ):
                account._moto = original
                child[0].send_signal(signal.SIGKILL)
                child[0].wait()
                start_response("500 gone", [])
                return [b""]
            return original(environ, start_response)

        account._moto = stop  # type: ignore[assignment]
    child.append(subprocess.Popen([sys.executable, "-c", KILLED], env={**os.environ}, cwd=ROOT, stderr=subprocess.PIPE))
    child[0].communicate(timeout=60)
    left = state(account)
    account.on_invoke = None

    assert child[0].returncode == -signal.SIGKILL
    assert left[2] == [ALIAS]
    assert (left[0] == 512) is (at == "invoking")
    result = call("tune_memory", function_name="orders")
    assert state(account) == (512, ["$LATEST"], [])
    assert result.restored[0].startswith("An interrupted run of ")
    assert ("$LATEST has 512 MB again." in result.restored) is (at == "publishing")


def test_two_runs_at_once_are_refused(account: Account) -> None:
    said: list[str] = []
    account.on_invoke = lambda number: said.append(refused("tune_memory")) if number == 2 else None

    call("tune_memory", function_name="orders")

    assert "orders is being measured since" in said[0]
    assert state(account) == (512, ["$LATEST"], [])


def test_an_alias_of_that_name_that_is_someone_elses_is_not_touched(account: Account) -> None:
    account.client("lambda").create_alias(
        FunctionName="orders", Name=ALIAS, FunctionVersion="$LATEST", Description="mine"
    )

    assert "is not of this tool's making" in refused("tune_memory")
    assert state(account)[2] == [ALIAS]
