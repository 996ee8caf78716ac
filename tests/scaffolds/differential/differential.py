"""Put into a generated project: the same execution with every operation failing once ends the same, with the same effects.

`before`: each task fails before its effect. `after`: after its effect, before its result is stored. `crash`: the invocation ends
there, so that everything in flight is run again. What is at least once may repeat its effect, under the same key: repeats are
counted. What is at most once never does.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from functools import partial
from typing import Any

import pytest
from aws_durable_execution_sdk_python import RetryableSerDesError
from conftest import DATA, EVENT, PassingError, Stage, tasks

FAILS = [
    each["fault"]["fail"] for each in DATA["scenarios"] if each["status"] == "SUCCEEDED" and "fail" in each["fault"]
]
RETRIED = {fail["task"] for fail in FAILS if fail["times"] is not None and not fail["permanent"]}
"""Tasks that are tried more than once."""


class Faulty(Stage):
    """Fails every piece of work once."""

    def __init__(self, mode: str) -> None:
        super().__init__()
        self.mode = mode
        self.effects: list[tuple[str, str]] = []
        self.failed: set[tuple[str, str]] = set()

    def task(self, name: str, real: Any, *arguments: Any, **named: Any) -> Any:
        piece = (name, str(named.get("key")))
        with self.lock:
            first = piece not in self.failed and name in RETRIED and self.mode != "none"
            self.failed.add(piece)
        if first and self.mode == "before":
            raise PassingError(name)
        found = real(*arguments, **named)
        with self.lock:
            self.effects.append(piece)
        if first and self.mode == "after":
            raise PassingError(name)
        if first and self.mode == "crash":
            raise RetryableSerDesError(name)
        step = DATA["requests"].get(name)
        if step is not None:
            self.answer(step, named["callback_id"])
        return found


def play(mode: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Faulty]:
    stage = Faulty(mode)
    with monkeypatch.context() as patched:
        for name in DATA["tasks"]:
            patched.setattr(tasks, name, partial(stage.task, name, getattr(tasks, name)))
        done = stage.run(EVENT)
    assert done.status == "SUCCEEDED", done.error
    return json.loads(re.sub(r"-[0-9a-f]{8}\b", "", json.dumps(done.result))), stage


@pytest.mark.parametrize("mode", os.environ.get("MODES", "before after crash").split())
def test_it_ends_the_same_when_every_operation_fails_once(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected, plain = play("none", monkeypatch)
    result, faulty = play(mode, monkeypatch)

    assert result == expected
    assert {name for name, _ in faulty.failed} >= RETRIED
    checks = {name for name, key in plain.effects if key == "None"}
    assert Counter(name for name, _ in set(faulty.effects) - {(name, "None") for name in checks}) == Counter(
        name for name, _ in set(plain.effects) - {(name, "None") for name in checks}
    )
    repeats = Counter(faulty.effects) - Counter(set(faulty.effects))
    repeated = {name for name, _ in repeats} - checks
    if mode == "before":
        assert not repeated
        assert faulty.invocations >= plain.invocations
    else:
        assert repeated >= RETRIED - set(DATA["requests"]) or mode == "crash"
        assert repeated <= RETRIED, "only what is at least once repeats, and what repeats is tried again"
