"""What `durable_function` asks: a workflow, a language, and what runs it."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field, field_validator

from scaffolds import names
from scaffolds.catalog.durable_function import checks, diagram, plan
from scaffolds.catalog.durable_function.advice import advice
from scaffolds.catalog.durable_function.estimate import Estimate, estimate, items_of
from scaffolds.catalog.durable_function.imports import python_imports, stops
from scaffolds.catalog.durable_function.limits import LIMITS
from scaffolds.catalog.durable_function.scenarios import sample_items, scenarios
from scaffolds.catalog.durable_function.testing import test_data
from scaffolds.catalog.durable_function.typescript import left_and_replayed, sample_lists, typescript_imports
from scaffolds.catalog.durable_function.workflow import EventField, Workflow
from scaffolds.errors import problem
from scaffolds.languages import ProjectAnswers
from scaffolds.model import NextStep


class Answers(ProjectAnswers):
    """Answers to `durable_function`."""

    workflow: Workflow
    runtime: Annotated[str, Field(pattern=r"^(python3\.1[34]|nodejs2[24]\.x)$")] | None = None

    @field_validator("workflow")
    @classmethod
    def _fits_together(cls, workflow: Workflow) -> Workflow:
        for text, place in checks.faults(workflow):
            raise problem(text, *place)
        body = plan.plan(workflow)
        found = estimate(body)
        for text, place in checks.too_much(found.operations, found.execution_timeout_seconds, _costly(workflow)):
            raise problem(text, *place)
        return workflow

    @cached_property
    def body(self) -> plan.Body:
        """The workflow as the sources print it."""
        return plan.plan(self.workflow)

    @cached_property
    def estimate(self) -> Estimate:
        """What an execution comes to."""
        return estimate(self.body)

    @cached_property
    def diagram(self) -> str:
        """The workflow as a Mermaid flowchart."""
        return diagram.mermaid(self.body)

    @property
    def at_most_once(self) -> list[str]:
        """Steps whose effect a crash may leave unknown instead of repeating it."""
        return [each.step.name for each in plan.described(self.body) if each.step.semantics == "at_most_once"]

    def context(self) -> dict[str, Any]:
        """The variables of the scaffold's Jinja sources."""
        runtime = self.chosen_runtime
        described = plan.described(self.body)
        return {
            "project_name": self.project_name,
            "namespace": names.pascal(self.project_name),
            "language": self.language,
            "runtime": runtime,
            "python_version": runtime.removeprefix("python") if self.language == "python" else "3.13",
            "architecture": self.architecture,
            "body": self.body,
            "bodies": list(self.body.below()),
            "operations": described,
            "tasks": plan.tasks(self.body),
            "fields": self.fields,
            "event_known": self.workflow.event is not None or bool(self.fields),
            "most_items": [
                (each.items_expression[1], items_of(each))
                for each in described
                if each.items_expression[:1] == ("event",)
            ],
            "types": {operation.type for operation in described},
            "stops": stops(described),
            "imports": python_imports(self.body),
            "ts": typescript_imports(self.body),
            "sample_lists": sample_lists(self.body),
            "left_and_replayed": left_and_replayed(self.body),
            "guarded": any(body.guarded for body in self.body.below()),
            "unsure": any(each.unsure for each in described),
            "trigger": self.workflow.trigger,
            "starter": self.workflow.trigger.type in {"sqs", "api"},
            "estimate": self.estimate,
            "limits": LIMITS,
            "diagram": self.diagram,
            "event": self.sample_event,
            "test_data": json.dumps(test_data(self.body, *scenarios(self.body), self.language), indent=2) + "\n",
            "targets": self._targets(described),
            "replays": any(each.suspends or each.retry.max_attempts > 1 for each in described),
            "span": diagram.span,
            "py_types": _PY_TYPES,
            "py_checks": _PY_CHECKS,
            "task_summary": task_summary,
            "exploded": exploded,
            "compensation_attempts": max(
                [plan.COMPENSATION_ATTEMPTS, *(3 * each.retry.max_attempts for each in described if each.compensation)]
            ),
        }

    @property
    def fields(self) -> list[EventField]:
        """The event's fields: those that were described, else those that maps run over."""
        if self.workflow.event is not None:
            return self.workflow.event
        found = {
            each.items_expression[1]: EventField(name=each.items_expression[1], type="list")
            for each in plan.described(self.body)
            if each.items_expression[:1] == ("event",)
        }
        return list(found.values())

    @property
    def sample_event(self) -> dict[str, Any]:
        """An event that starts the workflow."""
        lists = sample_items(self.body)
        return {each.name: _sample(each, lists) for each in self.fields}

    def warnings(self) -> list[str]:
        """What the user should know before relying on the project."""
        return advice(self.workflow, self.body, self.estimate)

    def next_steps(self) -> list[NextStep]:
        """What to run first, in order."""
        where = "src/tasks.py" if self.language == "python" else "src/tasks.ts"
        return [
            NextStep("make install", "install what the project and its tests need"),
            NextStep("make lint test", "linters, types, and every failure path on the official local runner"),
            NextStep(f"$EDITOR {where}", "put your code in place of the samples; tests keep passing"),
            NextStep(
                "make build deploy-dev", "build and deploy the dev stage with the SAM CLI; shows the change set first"
            ),
        ]

    def _targets(self, described: list[plan.Operation]) -> list[dict[str, str]]:
        """The functions that are invoked, each once, with the parameter and variable that name it."""
        found: dict[str, dict[str, str]] = {}
        for each in described:
            if each.type == "invoke":
                function = str(each.step.function)
                name = plan.Name(
                    function.rsplit(":function:", maxsplit=1)[-1].split(":", maxsplit=1)[0].replace("_", "-")
                )
                qualified = function if function.count(":") in {1, 7} else f"{function}:live"
                found[each.name.text] = {
                    "step": each.name.text,
                    "function": qualified,
                    "parameter": f"{each.name.pascal}Function",
                    "variable": f"{each.name.constant}_FUNCTION",
                    "title": name.text,
                    "local": f"{each.name.snake}:live",
                    "arn": "yes" if qualified.startswith("arn:") else "",
                }
        return list(found.values())


def exploded(value: object, pad: str) -> str:
    """A JSON value as a Python literal, an entry a line, as the formatter leaves it."""
    inner = pad + "    "
    if isinstance(value, list) and value:
        return "[\n" + "".join(f"{inner}{exploded(item, inner)},\n" for item in value) + pad + "]"
    if isinstance(value, dict) and value:
        entries = (f"{inner}{json.dumps(key)}: {exploded(item, inner)},\n" for key, item in value.items())
        return "{\n" + "".join(entries) + pad + "}"
    return json.dumps(value)


def task_summary(task: plan.Task) -> str:
    """What a task does, as its documentation's first line, without a full stop."""
    said = task.description.strip().rstrip(".")
    match task.kind:
        case "compensation":
            return f"Undo {task.of}: it must bear to be run twice{_UNKNOWN if task.unsure else ''}"
        case "request":
            return f"Ask for {task.of}{': ' + said if said else ''}"
        case "check":
            return f"Look whether {task.of} is so{': ' + said if said else ''}"
        case "payload":
            return f"Give what {task.of} is invoked with"
        case _:
            return said or task.name.title


_UNKNOWN = ", and to find nothing: after an interruption the step's result is unknown=True and its key"
_PY_TYPES = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "datetime": "str",
    "string_list": "list[str]",
    "list": "list[Any]",
    "object": "dict[str, Any]",
}
_PY_CHECKS = {
    "string": "str",
    "integer": "int",
    "number": "(int, float)",
    "boolean": "bool",
    "datetime": "str",
    "string_list": "list",
    "list": "list",
    "object": "dict",
}


def _costly(workflow: Workflow) -> tuple[int | str, ...] | None:
    """The map that multiplies most, to blame for too many operations."""
    maps = [(step.max_items or plan.DEFAULT_ITEMS, place) for step, place, _ in workflow.walk() if step.type == "map"]
    return (*max(maps)[1], "max_items") if maps else None


def _sample(field: EventField, lists: dict[str, list[dict[str, Any]]]) -> Any:  # noqa: ANN401 - any JSON value
    if field.name in lists:
        items = lists[field.name]
        return [item["id"] for item in items] if field.type == "string_list" else items
    samples: dict[str, Any] = {
        "string": f"{field.name}-1",
        "integer": 1,
        "number": 1.5,
        "boolean": True,
        "datetime": "2026-11-21T09:30:00Z",
        "string_list": ["one", "two"],
        "list": [{"id": f"{field.name}-1"}],
        "object": {"id": f"{field.name}-1"},
    }
    return samples[field.type]
