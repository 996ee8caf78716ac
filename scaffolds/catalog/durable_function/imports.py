"""Which names the sources of a project import: only what they use, in the order that the linters want."""

from __future__ import annotations

from scaffolds.catalog.durable_function.plan import Body, Operation, described, tasks

_CAUGHT = frozenset({"compensate", "continue"})


def python_imports(body: Body) -> dict[str, list[str]]:
    """Names to import in Python, by the file that imports them and what from."""
    operations = described(body)
    guarded = any(each.guarded for each in body.below())
    return {
        "workflow_sdk": sorted(_workflow_sdk(operations, catches=guarded or bool(stops(operations)))),
        "workflow_flow": sorted(_workflow_flow(body, operations, guarded=guarded)),
        "flow_sdk": sorted(_flow_sdk(operations, guarded=guarded)),
        "config": sorted(_config(operations, guarded=guarded)),
    }


def _workflow_sdk(operations: list[Operation], *, catches: bool) -> set[str]:
    found = {"DurableContext", "durable_execution"}
    if catches:
        found |= {"ExecutionError", "InvocationError"}
    for each in operations:
        if each.type in {"parallel", "map"}:
            found.add("BatchResult")
        if each.type == "parallel":
            found.add("ParallelBranch")
        if each.unsure:
            found.add("StepError")
        if each.step.on_timeout in _CAUGHT:
            found.add("CallbackTimeoutError" if each.type == "callback" else "WaitForConditionError")
        if each.step.on_reject in _CAUGHT:
            found.add("CallbackExternalError")
    return found


def _workflow_flow(body: Body, operations: list[Operation], *, guarded: bool) -> set[str]:
    found = set()
    if any(each.kind in {"step", "request"} for each in tasks(body)):
        found.add("key_of")
    if any(each.unsure for each in operations):
        found |= {"interrupted", "unknown"}
    if any(each.type == "parallel" for each in operations):
        found.add("merge")
    if any(each.type == "map" for each in operations):
        found.add("by_index")
    if any(each.bodies for each in operations):
        found.add("picked")
    if guarded:
        found |= {"Undo", "undo_all"}
    if stops(operations):
        found |= {"Stopped", "stop_of"}
    return found


def _flow_sdk(operations: list[Operation], *, guarded: bool) -> set[str]:
    found = {"DurableContext"}
    if any(each.type in {"parallel", "map"} for each in operations):
        found.add("BatchResult")
    if any(each.unsure for each in operations):
        found.add("StepError")
    if guarded:
        found.add("DurableOperationError")
    return found


def _config(operations: list[Operation], *, guarded: bool) -> set[str]:
    found = {"StepConfig", "Duration"} if guarded else set()
    names = {
        "step": {"Duration", "StepConfig"},
        "wait": {"Duration"},
        "callback": {"Duration", "WaitForCallbackConfig"},
        "condition": {"Duration", "JitterStrategy"},
        "parallel": {"CompletionConfig", "ParallelConfig"},
        "map": {"CompletionConfig", "MapConfig"},
    }
    for each in operations:
        found |= names.get(each.type, set())
        if each.step.semantics == "at_most_once":
            found.add("StepSemantics")
    return found


def stops(operations: list[Operation]) -> list[tuple[str, str]]:
    """Where the workflow may end early by description: status and step."""
    return [
        (status, each.name.text)
        for each in operations
        for status, chosen in (("timed_out", each.step.on_timeout), ("rejected", each.step.on_reject))
        if chosen == "compensate"
    ]
