"""Scenarios as the project's tests read them: JSON, with the names of the language's functions."""

from __future__ import annotations

from typing import Any

from scaffolds.catalog.durable_function.plan import Body, Name, described, tasks


def test_data(body: Body, found: list[dict[str, Any]], left_out: int, language: str) -> dict[str, Any]:
    """What `tests/scenarios.json` holds."""

    def function(text: str) -> str:
        return Name(text).snake if language == "python" else Name(text).camel

    counted = {task.name.text for task in tasks(body) if task.kind != "payload"}
    return {
        "tasks": [function(task.name.text) for task in tasks(body) if task.kind != "payload"],
        "compensations": [function(task.name.text) for task in tasks(body) if task.kind == "compensation"],
        "requests": {
            function(f"request {each.name.text}"): each.name.text for each in described(body) if each.type == "callback"
        },
        "conditions": {
            function(f"check {each.name.text}"): each.name.text for each in described(body) if each.type == "condition"
        },
        "constants": {each.name.text: each.name.constant for each in described(body) if each.type == "callback"},
        "left_out": left_out,
        "scenarios": [_scenario(each, counted, language) for each in found],
    }


def _scenario(found: dict[str, Any], counted: set[str], language: str) -> dict[str, Any]:
    def function(text: str) -> str:
        return Name(text).snake if language == "python" else Name(text).camel

    scenario = found["scenario"]
    fault: dict[str, Any] = {}
    if scenario.fail is not None:
        fault["fail"] = {"task": function(scenario.fail), "times": scenario.times, "permanent": scenario.permanent}
    if scenario.also is not None:
        fault["also"] = function(scenario.also)
    if scenario.timeout is not None:
        fault["heartbeat" if scenario.heartbeat else "timeout"] = scenario.timeout
    if scenario.reject is not None:
        fault["reject"] = scenario.reject
    if scenario.interrupt is not None:
        fault["interrupt"] = function(scenario.interrupt)
    if scenario.never is not None:
        fault["never"] = scenario.never
    if scenario.invoke_fails is not None:
        fault["invoke"] = scenario.invoke_fails
    return {
        "name": scenario.name,
        "fault": fault,
        "status": found["status"],
        "outcome": found["outcome"],
        "at": found["at"],
        "calls": {function(name): count for name, count in found["calls"].items() if name in counted},
        "undone": [function(name) for name in found["undone"]],
    }
