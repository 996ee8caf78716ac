"""What the TypeScript sources of a project import: only what they use, in the order of the alphabet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scaffolds.catalog.durable_function.plan import Body, Operation, described, tasks
from scaffolds.catalog.durable_function.scenarios import SAMPLE_ITEMS

_CAUGHT = frozenset({"compensate", "continue"})
_RETRIED = frozenset({"step", "callback"})


def typescript_imports(body: Body) -> dict[str, list[str]]:
    """Names to import in TypeScript, by the file that imports them and what from; a type with `type` before it."""
    operations = described(body)
    guarded = any(each.guarded for each in body.below())
    return {
        "workflow_sdk": _sorted(_workflow_sdk(operations)),
        "workflow_flow": _sorted(_workflow_flow(body, operations, guarded=guarded)),
        "workflow_model": _sorted(_workflow_model(body)),
        "flow_sdk": _sorted(_flow_sdk(operations, guarded=guarded)),
        "settings_sdk": _sorted(_settings_sdk(operations, guarded=guarded)),
        "tasks_model": _sorted(_tasks_model(body)),
    }


def sample_lists(body: Body) -> dict[str, list[dict[str, Any]]]:
    """What the sample of a step gives that maps run over, by the step's name in TypeScript."""
    return {
        operation.items_expression[2]: _sample_list(operation)
        for operation in described(body)
        if operation.items_expression[:1] == ("results",)
    }


def _sample_list(operation: Operation) -> list[dict[str, Any]]:
    """Items with the fields that maps within run over: another map over the same list finds its own of the last."""
    inner = {
        below.items_expression[1]: _sample_list(below)
        for below in described(operation.bodies[0])
        if below.items_expression[:1] == ("item",)
    }
    return [{"id": f"{operation.name.snake}-{number + 1}", **inner} for number in range(SAMPLE_ITEMS)]


def left_and_replayed(body: Body) -> bool:
    """Whether some of its executions are sure to be left and replayed.

    The local runner skips time: what waits or is tried again beside something else may go on in the same invocation, and what
    follows it at times as well. So this is said of all scenarios together, of none alone.
    """
    return any(
        each.type in {"wait", "condition", "invoke"}
        or (each.type in {"step", "callback"} and each.retry.max_attempts > 1)
        for each in _one_by_one(body)
    )


def _one_by_one(body: Body) -> Iterator[Operation]:
    for operation in body.operations:
        if operation.type == "group":
            yield from _one_by_one(operation.bodies[0])
        elif operation.type not in {"parallel", "map"}:
            yield operation


def _sorted(names: set[str]) -> list[str]:
    return sorted(names, key=lambda name: name.removeprefix("type ").lower())


def _workflow_sdk(operations: list[Operation]) -> set[str]:
    found = {"withDurableExecution", "type DurableContext"}
    for each in operations:
        if each.step.on_timeout in _CAUGHT and each.type == "callback":
            found.add("CallbackTimeoutError")
        if each.step.on_reject in _CAUGHT:
            found.add("CallbackExternalError")
    return found


def _workflow_flow(body: Body, operations: list[Operation], *, guarded: bool) -> set[str]:
    found = set()
    if any(each.kind in {"step", "request"} for each in tasks(body)):
        found.add("keyOf")
    if any(each.type == "parallel" for each in operations):
        found.add("merge")
    if any(each.type == "map" for each in operations):
        found.add("byIndex")
    if any(each.items_expression[:1] == ("item",) for each in operations):
        found.add("listIn")
    if any(each.unsure for each in operations):
        found |= {"interrupted", "unsure"}
    if any(each.bodies for each in operations):
        found.add("picked")
    if any(each.type == "condition" for each in operations):
        found.add("met")
    if any(each.type == "condition" and each.step.on_timeout in _CAUGHT for each in operations):
        found.add("NotMetError")
    if guarded:
        found |= {"undoAll", "type Undo"}
    if _stops(operations):
        found |= {"Stopped", "stopOf"}
    return found


def _workflow_model(body: Body) -> set[str]:
    found = {"checked", "type Outcome", "type Results"}
    inner = list(body.below())[1:]
    if inner or body.guarded or _stops(described(body)):
        found.add("type Event")
    if any(each.items for each in inner) or any(each.type in {"callback", "invoke"} for each in described(body)):
        found.add("type Json")
    return found


def _flow_sdk(operations: list[Operation], *, guarded: bool) -> set[str]:
    found = {"type DurableContext"}
    if any(each.type in {"parallel", "map"} for each in operations):
        found.add("type BatchResult")
    if guarded:
        found.add("DurableOperationError")
    if any(each.unsure for each in operations):
        found.add("StepError")
    return found


def _settings_sdk(operations: list[Operation], *, guarded: bool) -> set[str]:
    types = {each.type for each in operations}
    found = set()
    if guarded or types & _RETRIED:
        found |= {"createRetryStrategy", "type RetryDecision"}
    if "condition" in types:
        found.add("type WaitForConditionConfig")
    if any(each.step.semantics == "at_most_once" for each in operations):
        found.add("StepSemantics")
    return found


def _tasks_model(body: Body) -> set[str]:
    """Every task takes one of four shapes, by its kind."""
    shapes = {"step": "Work", "compensation": "Work", "request": "Request", "check": "Poll", "payload": "Given"}
    found = {f"type {shapes[task.kind]}" for task in tasks(body)}
    found |= {"type State" for task in tasks(body) if task.kind == "check"}
    if any(task.items or task.returns_list for task in tasks(body)):
        found.add("type Json")
    if any(task.kind in {"step", "compensation"} and not task.returns_list for task in tasks(body)):
        found.add("type JsonObject")
    return found


def _stops(operations: list[Operation]) -> bool:
    return any("compensate" in {each.step.on_timeout, each.step.on_reject} for each in operations)
