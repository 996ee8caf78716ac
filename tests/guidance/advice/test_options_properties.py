"""What holds of every decision, whatever the figures."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from guidance.advice.options import Comparison, OptionsError, compare, decisions
from guidance.advice.options.model import Figure
from guidance.advice.options.registry import decision
from mcp_server.options import answer

LARGEST = 1e9
"""Figures are drawn up to here: beyond, everything is infeasible."""
VOLUMES = {
    "compute": ("requests_per_second",),
    "orchestration": ("monthly_executions", "steps", "data_kb"),
    "workflow_type": ("monthly_executions", "states"),
    "messaging": ("monthly_messages", "message_kb", "consumers"),
    "batch_or_stream": ("monthly_records", "record_kb"),
    "cold_start": ("monthly_invocations", "duration_ms", "memory_mb"),
    "integration": ("monthly_requests", "duration_ms", "memory_mb"),
    "tenancy": ("monthly_invocations", "duration_ms"),
    "logging": ("monthly_gb", "retention_days", "scans"),
    "agent_runtime": ("monthly_sessions", "session_seconds", "memory_mb"),
    "failure_capture": ("monthly_events", "failure_rate", "event_kb"),
}
few = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
each_decision = pytest.mark.parametrize("name", decisions())


def values(figure: Figure) -> st.SearchStrategy[Any]:
    if figure.kind == "flag":
        return st.booleans()
    if figure.kind == "choice":
        return st.sampled_from(figure.choices)
    low, high = max(figure.minimum, 1e-3), min(figure.maximum, LARGEST)
    spread = st.floats(math.log(low), math.log(high)).map(lambda log: min(max(math.exp(log), low), high))
    if figure.kind == "whole":
        return spread.map(lambda value: int(min(max(round(value), figure.minimum), figure.maximum)))
    return spread if figure.above or figure.minimum > 0 else st.one_of(st.just(0.0), spread)


def figures(name: str, fleet: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    """Some of a decision's figures, the rest left to be assumed."""
    start = {"fleet_usd": 8.5} if fleet else {}
    asked = {key: figure for key, figure in decision(name).asked(start).items() if not figure.optional}
    drawn = st.fixed_dictionaries({}, optional={key: values(figure) for key, figure in asked.items()})
    return drawn.map(lambda found: {**start, **found})


def answered(name: str, given_: dict[str, Any]) -> Comparison:
    """The comparison; figures that contradict each other are told in one sentence, and are no example."""
    try:
        return compare(name, given_)
    except OptionsError as error:
        if not re.fullmatch(r"figures\.[a-z_+ ]+(:| is | come ).{10,300}\.", str(error)):
            raise
    assume(False)
    raise AssertionError


def costs(found: Comparison) -> dict[str, float]:
    return {each.name: each.usd for each in found.options if each.usd is not None}


@each_decision
@given(data=st.data())
@few
def test_the_ranking_agrees_with_limits_wishes_and_totals(name: str, data: st.DataObject) -> None:
    found = answered(name, data.draw(figures(name, fleet=data.draw(st.booleans()) and name == "compute")))

    places = [(not each.feasible, len(each.lacks), each.usd if each.usd is not None else 0.0) for each in found.options]
    assert places == sorted(places)
    assert found.recommended == (found.options[0].name if found.options[0].feasible else None)
    for each in found.options:
        assert (each.why_not is None) is each.feasible
        if each.usd is None:
            continue
        assert 0 <= each.usd < math.inf
        parts = [
            float(part.replace(",", "")) for line in each.arithmetic for part in re.findall(r" = \$([\d,.]+)$", line)
        ]
        assert sum(parts) == pytest.approx(each.usd, rel=0.06, abs=0.006 * len(parts))


@each_decision
@given(data=st.data())
@few
def test_the_order_in_which_figures_come_changes_nothing(name: str, data: st.DataObject) -> None:
    drawn = data.draw(figures(name))
    found = answered(name, drawn)

    again = compare(name, dict(data.draw(st.permutations(list(drawn.items())))))
    assert again == found
    assert answer(again).text() == answer(found).text()


@pytest.mark.parametrize(("name", "volume"), [(name, each) for name, all_ in VOLUMES.items() for each in all_])
@given(data=st.data())
@few
def test_more_costs_no_less(name: str, volume: str, data: st.DataObject) -> None:
    figure = decision(name).figures[volume]
    drawn = {**data.draw(figures(name)), volume: data.draw(values(figure))}
    low = answered(name, drawn)
    # What was worked out from the figures stays: only the volume grows.
    held = {each.figure: each.value for each in low.assumed if not each.how or each.figure in {"cpu_ms", "fast_states"}}
    grown = drawn[volume] * data.draw(st.floats(1, 50))
    grown = min(int(grown), int(figure.maximum)) if figure.kind == "whole" else min(grown, figure.maximum)
    high = answered(name, {**held, **drawn, volume: grown})

    before, after = costs(low), costs(high)
    assert {each: usd for each, usd in before.items() if usd > after[each] * (1 + 1e-9)} == {}


@each_decision
@given(data=st.data())
@few
def test_crossing_a_break_even_point_flips_the_order(name: str, data: st.DataObject) -> None:
    drawn = data.draw(figures(name, fleet=data.draw(st.booleans()) and name == "compute"))
    found = answered(name, drawn)

    for point in found.break_even:
        figure = decision(name).figures[point.figure]
        here = leader(found, point.by_cost)
        back = (-1 if point.side == "above" else 1) * (1 if figure.kind == "whole" else 3e-4 * point.value)
        before = point.value + back
        beyond = compare(name, {**drawn, point.figure: exact(figure, point.value)})
        assert leader(beyond, point.by_cost) == point.option != here
        if figure.minimum < before < figure.maximum:
            inside = compare(name, {**drawn, point.figure: exact(figure, before)})
            assert leader(inside, point.by_cost) == here


def leader(found: Comparison, by_cost: bool) -> str:
    if not by_cost:
        return found.recommended or ""
    feasible = [each for each in found.options if each.feasible]
    return min(feasible, key=lambda each: each.usd or 0.0).name


def exact(figure: Figure, value: float) -> float:
    return round(value) if figure.kind == "whole" else value


@each_decision
@given(data=st.data())
@few
def test_an_answer_is_whole_and_short(name: str, data: st.DataObject) -> None:
    result = answer(answered(name, data.draw(figures(name))))
    text, told = result.text(), result.data()

    assert len(text.encode()) / 4 <= 1200
    assert told["recommended"] == result.recommended
    for each in told["options"]:
        assert f"| {each['title']} |" in text
        assert all(line in text for line in each["arithmetic"])
        assert each.get("why_not", "") in text
    assert all(f"`{figure}` " in text for figure in (*told["given"], *(each["figure"] for each in told["assumed"])))
    assert all(source in text for source in told["sources"])
    assert all(f"Warning: {warning}" in text for warning in told["warnings"])


@each_decision
@given(
    junk=st.dictionaries(
        st.text(max_size=80),
        st.one_of(st.none(), st.text(max_size=80), st.floats(), st.integers(), st.booleans(), st.lists(st.integers())),
        min_size=1,
        max_size=8,
    )
)
@few
def test_junk_is_refused_in_bounded_words(name: str, junk: dict[str, Any]) -> None:
    assume(not set(junk) & set(decision(name).figures))
    with pytest.raises(OptionsError) as error:
        compare(name, junk)

    assert len(str(error.value)) < 2500
    assert "\n" not in str(error.value)
