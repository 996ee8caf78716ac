"""What a workflow may be, and what is said of one that cannot be: every fault at its place, in bounded time."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolds import AnswerError, render_project
from scaffolds.catalog.durable_function.answers import Answers
from tests.workflows import BARISTA, WORKFLOWS, step

WAIT = {"type": "wait", "name": "rest", "seconds": 5}


def refused(*steps: Any, **more: Any) -> str:
    with pytest.raises(AnswerError) as caught:
        render_project("durable_function", {"project_name": "p", "workflow": {"steps": list(steps), **more}})
    return str(caught.value)


def nested(depth: int) -> dict[str, Any]:
    inner: dict[str, Any] = step("deepest")
    for number in range(depth):
        inner = {"type": "group", "name": f"level-{number}", "steps": [inner]}
    return inner


REFUSED: dict[str, tuple[list[Any], str, str]] = {
    "repeated": ([step("a"), step("a")], "workflow.steps[1].name", "'a' repeats"),
    "same identifier": ([step("send mail"), step("Send-Mail")], "workflow.steps[1].name", "same identifier as"),
    "empty": ([step("a"), step(" ")], "workflow.steps[1].name", "is empty"),
    "too long": ([step("a" * 41)], "workflow.steps[0].name", "has 41 characters; at most 40"),
    "not printable": ([step("a\tb")], "workflow.steps[0].name", "printable ASCII"),
    "not ASCII": ([step("café")], "workflow.steps[0].name", "printable ASCII"),
    "no letter": ([step("123")], "workflow.steps[0].name", "needs a letter"),
    "reserved": ([step("delete")], "workflow.steps[0].name", "try 'delete-it'"),
    "a compensation that is a step": (
        [step("a"), step("b", compensate_with="a")],
        "workflow.steps[1].compensate_with",
        "'a' repeats",
    ),
    "a compensation of nothing": ([step("a", compensate_with="")], "workflow.steps[0].compensate_with", "is empty"),
    "a compensation of a wait": ([{**WAIT, "compensate_with": "b"}], "steps[0].compensate_with", "does not apply"),
    "no branch": ([{"type": "parallel", "name": "p", "branches": []}], "steps[0].branches", "at least one branch"),
    "an empty branch": (
        [step("a"), {"type": "parallel", "name": "p", "branches": [{"name": "x", "steps": []}]}],
        "workflow.steps[1].branches[0].steps",
        "at least one step",
    ),
    "a branch's name": (
        [step("a"), {"type": "parallel", "name": "p", "branches": [{"name": "", "steps": [step("b")]}]}],
        "workflow.steps[1].branches[0].name",
        "is empty",
    ),
    "a wait of 0": ([{**WAIT, "seconds": 0}], "workflow.steps[0].seconds", "1 to 31,622,400 seconds (366 days)"),
    "a wait of 400 days": ([{**WAIT, "seconds": 400 * 86_400}], "workflow.steps[0].seconds", "not 34,560,000"),
    "two waits of 200 days": (
        [{**WAIT, "seconds": 200 * 86_400}, {**WAIT, "name": "more", "seconds": 200 * 86_400}],
        "workflow.steps",
        "an execution ends after 366",
    ),
    "a callback without timeout": ([{"type": "callback", "name": "ask"}], "steps[0].timeout_seconds", "needs"),
    "a heartbeat above the timeout": (
        [{"type": "callback", "name": "ask", "timeout_seconds": 5, "heartbeat_seconds": 6}],
        "workflow.steps[0].heartbeat_seconds",
        "is above timeout_seconds (5)",
    ),
    "an endless condition": ([{"type": "condition", "name": "x", "poll_seconds": 5}], "max_attempts", "needs"),
    "nesting of 50": ([nested(50)], "workflow.steps[0].steps[0]", "deeper than 10 levels"),
    "3,001 operations": (
        [step(f"step-{number}") for number in range(3000)],
        "workflow.steps",
        "comes to 3,001 operations in one execution, and the service takes 3,000",
    ),
    "a map too wide": (
        [{"type": "map", "name": "m", "items_from": "x", "max_items": 2000, "steps": [step("a")]}],
        "workflow.steps[0].max_items",
        "comes to 4,002 operations",
    ),
    "$LATEST": ([{"type": "invoke", "name": "call", "function": "f:$LATEST"}], "steps[0].function", "$LATEST"),
    "a function of two words": (
        [{"type": "invoke", "name": "c", "function": "a b"}],
        "steps[0].function",
        "no function",
    ),
    "a type that is none": ([step("a"), {"type": "sleep", "name": "b"}], "workflow.steps[1].type", "'condition'"),
    "a misspelt field": ([step("a", retries={"max_attempts": 1})], "workflow.steps[0]", "did you mean 'retry'?"),
    "a field of another type": ([step("a", seconds=5)], "steps[0].seconds", "does not apply to type step"),
    "item outside a map": (
        [{"type": "map", "name": "m", "items_from": "item.x", "steps": [step("a")]}],
        "workflow.steps[0].items_from",
        "there is none",
    ),
    "no step": ([], "workflow.steps", "at least one step"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_fault_is_told_at_its_place(case: str) -> None:
    steps, place, says = REFUSED[case]
    message = refused(*steps)

    assert place in message
    assert says in message


def test_a_map_runs_over_what_there_is() -> None:
    over = {"type": "map", "name": "m", "items_from": "guest", "steps": [step("a")]}
    event = [{"name": "guests", "type": "list"}, {"name": "room"}]

    assert "(there are: guests)" in refused(over, event=event)
    assert "is of type string" in refused({**over, "items_from": "room"}, event=event)
    assert "is a wait" in refused(WAIT, {**over, "items_from": "rest"})


def test_events_have_fields_that_can_be_named() -> None:
    for name, says in {"a b": "letters", "class": "reserved", "1a": "letters"}.items():
        assert says in refused(step("a"), event=[{"name": name}])
    assert "repeats" in refused(step("a"), event=[{"name": "x"}, {"name": "X"}])
    assert "needs detail_type" in refused(step("a"), trigger={"type": "eventbridge", "source": "x"})
    assert "does not apply" in refused(step("a"), trigger={"type": "sqs", "source": "x"})


def test_a_service_that_serves_better_is_named() -> None:
    answers = Answers.model_validate({"project_name": "p", "workflow": WORKFLOWS["mostly_services"]})

    (warning,) = answers.warnings()
    assert "3 of 3 steps only call an AWS service" in warning
    assert "Step Functions" in warning
    assert not Answers.model_validate({"project_name": "p", "workflow": WORKFLOWS["groups"]}).warnings()


def test_estimates_add_up() -> None:
    answers = Answers.model_validate({"project_name": "p", "workflow": BARISTA})

    # 1 execution, 2 steps, parallel 1 + 2 branches of 1 + 1, wait 1, callback 3, condition 2, map 1 + 100 items of 1 + 1, invoke 1
    assert answers.estimate.operations == 1 + 2 + 5 + 1 + 3 + 2 + 201 + 1
    assert answers.at_most_once == ["charge-card"]
    assert answers.estimate.execution_timeout_seconds > 3600 + 900 + 100 * 600
    assert 60 <= answers.estimate.function_timeout_seconds <= 900
    usd = {name: usd for name, usd, _ in answers.estimate.cost_parts}
    assert usd["operations"] == answers.estimate.operations * 8


_TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from(["steps", "event", "trigger", "x"]), _JSON, max_size=3)
    | st.builds(
        lambda name, more: {"steps": [{"type": "step", "name": name, **more}]},
        _TEXT,
        st.dictionaries(
            st.sampled_from(["retry", "compensate_with", "semantics", "seconds", "steps"]), _JSON, max_size=2
        ),
    )
)
def test_whatever_is_described_gives_a_project_or_a_sentence(workflow: dict[str, Any]) -> None:
    before = copy.deepcopy(workflow)
    try:
        said = [
            file.path for file in render_project("durable_function", {"project_name": "p", "workflow": workflow}).files
        ]
    except AnswerError as error:
        said = str(error).splitlines()

    assert said
    assert all("Traceback" not in each for each in said)
    assert workflow == before
