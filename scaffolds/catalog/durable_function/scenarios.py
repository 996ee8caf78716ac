"""What a workflow must do, computed from its description: the expectations of the project's own tests.

This is a second reading of the description, apart from the code that is generated from it: a tiny interpreter that knows nothing
of any SDK. Each scenario is a fault, and what must have been called and undone at its end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from scaffolds.catalog.durable_function.plan import Body, Name, Operation, described

SAMPLE_ITEMS = 3
"""Items of each list in the sample event, and of each list that a sample step returns."""
_MOST_CALLS = 40
"""Tries above which a scenario of exhausted retries would only cost time: those within a parallel or map pass in real
time, as the local runners skip no delay while another branch runs."""


@dataclass
class Scenario:
    """A fault and its end. Names are those of the description."""

    name: str
    fail: str | None = None
    also: str | None = None
    """A compensation that fails for good as well."""
    times: int | None = None
    """How many calls of the task fail; all of them when None."""
    permanent: bool = False
    timeout: str | None = None
    reject: str | None = None
    heartbeat: bool = False
    never: str | None = None
    invoke_fails: str | None = None
    interrupt: str | None = None
    """An at-most-once step whose invocation ends between its effect and its checkpoint."""


@dataclass
class _Run:
    """One run of the interpreter."""

    scenario: Scenario
    items: int = SAMPLE_ITEMS
    calls: Counter[str] = field(default_factory=Counter)
    undone: list[str] = field(default_factory=list)
    left: int = 0

    def __post_init__(self) -> None:
        self.left = 10**9 if self.scenario.times is None else self.scenario.times

    def fails(self, task: str) -> bool:
        """Whether this call of a task fails."""
        if self.scenario.fail != task or self.left == 0:
            return False
        self.left -= 1
        return True


class _FailedError(Exception):
    """The body failed."""


class _StoppedError(Exception):
    """The body ended by an on_timeout or on_reject of compensate."""

    def __init__(self, status: str, at: str) -> None:
        super().__init__(status, at)
        self.status, self.at = status, at


MOST_SCENARIOS = 150
"""Scenarios of one project at most: of a longer workflow, every so manyeth."""


def scenarios(body: Body) -> tuple[list[dict[str, Any]], int]:
    """The scenarios of a workflow with their expectations, as JSON values; and how many were left out of a long one."""
    found = list(_scenarios(body))
    pace = -(-len(found) // MOST_SCENARIOS)
    chosen = found[::pace]
    return [_expected(body, scenario) for scenario in chosen], len(found) - len(chosen)


def _scenarios(body: Body) -> Iterator[Scenario]:
    yield Scenario("everything succeeds")
    times = _end_of(body, Scenario(""))[0].calls
    beside = _side_by_side(body)
    for operation in described(body):
        yield from _of(operation, times[operation.name.text], alone=operation.name.text not in beside)
    yield from _undoing_fails(body)


def _undoing_fails(body: Body) -> Iterator[Scenario]:
    """The last step that fails after something else, and the compensation of that fails too: the others still run."""
    steps = [each for each in described(body) if each.type == "step"] if body.undoable else []
    for operation in reversed(steps):
        scenario = Scenario("", fail=operation.name.text, permanent=True)
        undone = _end_of(body, scenario)[0].undone
        if undone:
            name = f"{operation.name.text} fails, and {undone[0]} as well"
            yield Scenario(name, fail=operation.name.text, permanent=True, also=undone[0])
            return


def _of(operation: Operation, times: int, *, alone: bool) -> Iterator[Scenario]:
    """The scenarios of one operation, which runs so many times, alone or beside others."""
    name, most = operation.name.text, operation.retry.max_attempts
    match operation.type:
        case "step":
            if most > 1:
                yield Scenario(f"{name} succeeds at the last try", fail=name, times=most - 1)
                if alone and most <= _MOST_CALLS:
                    yield Scenario(f"{name} fails at every try", fail=name)
            yield Scenario(f"{name} fails for good", fail=name, permanent=True)
            if operation.step.semantics == "at_most_once" and most == 1:
                yield Scenario(f"{name} is interrupted", interrupt=name)
            if times > 1:
                yield Scenario(f"{name} fails for good once", fail=name, times=1, permanent=True)
        case "callback":
            if most > 1:
                yield Scenario(f"the request of {name} fails once", fail=f"request {name}", times=1)
            yield Scenario(f"nobody answers {name}", timeout=name)
            if operation.step.heartbeat_seconds:
                yield Scenario(f"no heartbeat reaches {name}", timeout=name, heartbeat=True)
            yield Scenario(f"{name} is rejected", reject=name)
        case "condition":
            yield Scenario(f"{name} is never met", never=name)
        case "invoke":
            yield Scenario(f"{name} fails", invoke_fails=name)


def _side_by_side(body: Body) -> set[str]:
    """Names of the operations within a parallel or map."""
    return {
        inner.name.text
        for operation in described(body)
        if operation.type in {"parallel", "map"}
        for each in operation.bodies
        for inner in described(each)
    }


def _end_of(body: Body, scenario: Scenario) -> tuple[_Run, str, str | None, str | None]:
    run = _Run(scenario)
    try:
        _body(body, run)
    except _FailedError:
        return run, "FAILED", None, None
    except _StoppedError as stop:
        return run, "SUCCEEDED", stop.status, stop.at
    return run, "SUCCEEDED", "completed", None


def _expected(body: Body, scenario: Scenario) -> dict[str, Any]:
    run, status, outcome, at = _end_of(body, scenario)
    return {
        "scenario": scenario,
        "status": status,
        "outcome": outcome,
        "at": at,
        "calls": {name: count for name, count in run.calls.items() if not name.startswith("payload of ")},
        "undone": run.undone,
    }


def _body(body: Body, run: _Run) -> list[str]:
    """Run a body; give what could be undone of it, oldest first."""
    done: list[str] = []
    try:
        for operation in body.operations:
            _operation(operation, run, done)
    except (_FailedError, _StoppedError):
        if body.guarded:
            for name in reversed(done):
                run.calls[name] += 1
                run.undone.append(name)
        raise
    return done


def _operation(operation: Operation, run: _Run, done: list[str]) -> None:
    answered = _RUNS[operation.type](operation, run, done)
    if operation.compensation is not None and answered:
        done.append(operation.compensation.name.text)


def _step(operation: Operation, run: _Run, done: list[str]) -> bool:
    name = operation.name.text
    _tries(name, operation.retry.max_attempts, run)
    if run.scenario.interrupt == name:
        if operation.compensation is not None:
            done.append(operation.compensation.name.text)
        raise _FailedError
    return True


def _callback(operation: Operation, run: _Run, _: list[str]) -> bool:
    step, name = operation.step, operation.name.text
    _tries(f"request {name}", operation.retry.max_attempts, run)
    if run.scenario.timeout == name:
        return _end(step.on_timeout, "timed_out", name)
    if run.scenario.reject == name:
        return _end(step.on_reject, "rejected", name)
    return True


def _condition(operation: Operation, run: _Run, _: list[str]) -> bool:
    name = operation.name.text
    run.calls[f"check {name}"] += 2
    return run.scenario.never != name or _end(operation.step.on_timeout, "timed_out", name)


def _invoke(operation: Operation, run: _Run, _: list[str]) -> bool:
    run.calls[operation.name.text] += 1
    if run.scenario.invoke_fails == operation.name.text:
        raise _FailedError
    return True


def _group(operation: Operation, run: _Run, done: list[str]) -> bool:
    done += _body(operation.bodies[0], run)
    return True


def _batch(operation: Operation, run: _Run, done: list[str]) -> bool:
    bodies = operation.bodies if operation.type == "parallel" else operation.bodies * run.items
    failed: list[_FailedError | _StoppedError] = []
    for body in bodies:
        try:
            done += _body(body, run)
        except (_FailedError, _StoppedError) as fault:
            failed.append(fault)
    if len(failed) > (operation.step.tolerated_failures or 0):
        raise failed[0]
    return True


def _wait(_: Operation, __: _Run, ___: list[str]) -> bool:
    return True


_RUNS: dict[str, Callable[[Operation, _Run, list[str]], bool]] = {
    "step": _step,
    "wait": _wait,
    "callback": _callback,
    "condition": _condition,
    "parallel": _batch,
    "map": _batch,
    "invoke": _invoke,
    "group": _group,
}
"""What each type does; whether it gave a result."""


def _tries(task: str, most: int, run: _Run) -> None:
    for _ in range(most):
        run.calls[task] += 1
        if not run.fails(task):
            return
        if run.scenario.permanent:
            break
    raise _FailedError


def _end(chosen: str | None, status: str, at: str) -> bool:
    if chosen == "continue":
        return False
    if chosen == "compensate":
        raise _StoppedError(status, at)
    raise _FailedError


def sample_items(body: Body) -> dict[str, list[dict[str, Any]]]:
    """A sample list for each field of the event that a map runs over, with what maps inside it run over."""
    return {
        operation.items_expression[1]: _items(operation)
        for operation in described(body)
        if operation.items_expression[:1] == ("event",)
    }


def _items(operation: Operation) -> list[dict[str, Any]]:
    inner = {
        below.items_expression[1]: _items(below)
        for below in described(operation.bodies[0])
        if below.items_expression[:1] == ("item",)
    }
    return [{"id": f"{Name(operation.name.text).snake}-{number + 1}", **inner} for number in range(SAMPLE_ITEMS)]
