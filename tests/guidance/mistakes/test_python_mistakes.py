"""Each mistake in Python gives the wrong result when it is run on AWS's local runner; its right twin does not."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guidance.mistakes import bodies, replay, values
from tests.guidance.mistakes.world import SEEN, run

NON_DETERMINISTIC = "NonDeterministicExecutionError"


@pytest.fixture(autouse=True)
def nothing_has_happened(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    SEEN.clear()
    replay.turn.clear()
    yield
    SEEN.clear()


def test_uuid_outside_step() -> None:
    assert run(replay.uuid_outside_step).result == {"same": False}
    assert run(replay.uuid_in_step).result == {"same": True}


def test_branch_on_random(monkeypatch: pytest.MonkeyPatch) -> None:
    throws = iter([0.1, 0.9, 0.1])
    monkeypatch.setattr(random, "random", lambda: next(throws))

    wrong = run(replay.branch_on_random)
    assert (wrong.status, wrong.error.split(":")[0]) == ("FAILED", NON_DETERMINISTIC)
    assert run(replay.branch_on_step).operations == {"flip", "heads", "pause"}


def test_write_outside_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for run_on, expected in ((replay.write_outside_step, "order\norder\n"), (replay.write_in_step, "order\n")):
        monkeypatch.setattr(replay, "LEDGER", tmp_path / str(len(expected)))
        assert run(run_on).status == "SUCCEEDED"
        assert replay.LEDGER.read_text() == expected


def test_name_from_clock() -> None:
    wrong = run(replay.name_from_clock)
    assert (wrong.status, wrong.error.split(":")[0]) == ("FAILED", NON_DETERMINISTIC)
    assert run(replay.name_from_event).operations == {"load-all", "pause"}


def test_steps_in_threads() -> None:
    wrong = run(replay.steps_in_threads)
    assert (wrong.status, wrong.error.split(":")[0]) == ("FAILED", NON_DETERMINISTIC)
    assert run(replay.steps_in_map).result == ["first", "second"]


def test_sleep_in_handler() -> None:
    run(replay.sleep_in_handler)
    assert SEEN == ["slept", "slept"]
    assert run(replay.wait_in_handler).operations == {"for_the_export", "pause"}


def test_print_outside_step(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    run(replay.print_outside_step)
    assert capsys.readouterr().out.count("packing") == 2
    with caplog.at_level(logging.WARNING):
        run(replay.log_outside_step)
    assert [record.getMessage() for record in caplog.records].count("packing") == 1


def test_listing_on_replay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "INBOX", tmp_path)
    for run_on, expected in ((replay.listing_on_replay, "FAILED"), (replay.listing_in_step, "SUCCEEDED")):
        for name in "abc":
            tmp_path.joinpath(name).touch()
        assert run(run_on).status == expected


def test_step_in_step() -> None:
    wrong = run(bodies.step_in_step)
    assert (wrong.status, wrong.error.split(":")[0]) == ("FAILED", NON_DETERMINISTIC)
    assert run(bodies.step_in_child).result == "room"


def test_wait_in_step() -> None:
    assert run(bodies.wait_in_step).result == "written"
    assert SEEN == ["write", "write"]
    SEEN.clear()
    assert run(bodies.wait_after_step).result == "written"
    assert SEEN == ["write"]


def test_closure_mutation() -> None:
    assert run(bodies.closure_mutation).result == []
    assert run(bodies.returned_value).result == ["A7"]


def test_parent_context_in_child() -> None:
    wrong = run(bodies.parent_context_in_child)
    assert (wrong.status, wrong.error.split(":")[0]) == ("FAILED", NON_DETERMINISTIC)
    assert run(bodies.child_context_in_child).result == "seat"


def test_bare_except() -> None:
    assert run(bodies.bare_except).result == "gave up at once"
    assert run(bodies.narrow_except).result == "waited"


def test_finally_runs_again() -> None:
    assert run(bodies.finally_runs_again).status == "SUCCEEDED"
    assert SEEN == ["release"] * 3
    SEEN.clear()
    assert run(bodies.release_after_the_try).status == "SUCCEEDED"
    assert SEEN == ["release"]


def test_compensation_for_invocation() -> None:
    assert run(bodies.compensation_for_invocation).result == "reserved"
    assert SEEN == ["asked", "release", "reserve"]
    SEEN.clear()
    assert run(bodies.compensation_for_operation).result == "reserved"
    assert SEEN == ["asked", "reserve"]


def test_late_binding() -> None:
    assert run(bodies.late_binding).result == [2, 2, 2]
    assert run(bodies.bound_early).result == [0, 1, 2]


def test_batch_failure_unseen() -> None:
    wrong = run(values.batch_failure_unseen)
    assert (wrong.status, wrong.result) == ("SUCCEEDED", [])
    assert run(values.batch_failure_seen).status == "FAILED"


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")
def test_async_handler() -> None:
    wrong = run(values.async_handler)
    assert (wrong.status, wrong.error) == ("FAILED", "TypeError: Object of type coroutine is not JSON serializable")
    assert SEEN == []
    assert run(values.plain_handler).result == "create"


def test_step_not_called() -> None:
    assert run(values.step_not_called).error == "SerDesError: Unsupported type: <class 'function'>"
    assert run(values.step_called).result == 3


def test_step_without_context() -> None:
    assert "takes 1 positional argument but 2 were given" in run(values.step_without_context).error
    assert run(values.step_called).result == 3


def test_wait_number() -> None:
    assert run(values.wait_number).error == "AttributeError: 'int' object has no attribute 'to_seconds'"
    assert run(values.wait_duration).result == "waited"


def test_wait_too_short() -> None:
    assert run(values.wait_too_short).error == "ValidationError: duration must be at least 1 second"
    assert run(values.wait_duration).result == "waited"


def test_callback_without_timeout() -> None:
    assert run(values.callback_without_timeout, execution_timeout=1).status != "SUCCEEDED"
    assert SEEN == []
    assert run(values.callback_with_timeout).result == "nobody answered"


def test_charge_retried() -> None:
    assert run(values.charge_retried).result == "receipt"
    assert SEEN == ["charge", "charge"]
    SEEN.clear()
    assert run(values.charge_at_most_once).error == "StepError: the answer was lost"
    assert SEEN == ["charge"]


def test_except_original_type() -> None:
    assert run(values.except_original_type).error == "StepError: 'sku'"
    assert run(values.except_step_error).result == "not on any shelf"


def test_stale_argument() -> None:
    assert "unexpected keyword argument 'semantics'" in run(values.stale_argument).error
    assert run(values.current_argument).result == "book"


def test_step_returns_dataclass() -> None:
    assert run(values.step_returns_dataclass).error.startswith("SerDesError: Unsupported type")
    assert run(values.step_returns_dict).result == "o-1"


def test_handler_returns_decimal() -> None:
    assert run(values.handler_returns_decimal).error == "TypeError: Object of type Decimal is not JSON serializable"
    assert run(values.handler_returns_text).result == "1.10"


def test_raw_callback() -> None:
    answer = b'{"approved": true}'

    assert "string indices must be integers" in run(values.raw_callback, answer).error
    assert run(values.parsed_callback, answer).result is True
