"""Decisions: what comes first for which figures, to the cent where a source works it out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pytest

from guidance import practices
from guidance.advice.options import Comparison, Option, OptionsError, compare, decisions
from guidance.advice.options.model import money
from guidance.advice.options.prices import price_list, services
from guidance.advice.options.registry import decision

STEADY = {"requests_per_second": 5000, "event_driven": True}


def option(found: Comparison, name: str) -> Option:
    return next(each for each in found.options if each.name == name)


def usd(found: Comparison, name: str) -> float:
    cost = option(found, name).usd
    assert cost is not None
    return cost


def flip(found: Comparison, figure: str, side: str, *, by_cost: bool = False) -> tuple[Any, str]:
    (point,) = (each for each in found.break_even if (each.figure, each.side, each.by_cost) == (figure, side, by_cost))
    return point.value, point.option


def test_the_worked_example_of_cns211_comes_out_to_the_cent() -> None:
    found = compare("compute", {"fleet_usd": 8.50, "fleet_utilisation": 0.06, "packed_utilisation": 0.09})

    assert money(usd(found, "fleet_as_is")) == "$8.50"
    assert money(usd(found, "fleet_packed")) == "$5.67"
    assert money(usd(found, "managed_instances")) == "$2.36"
    assert "$0.51 / 0.249 busy = $2.05" in option(found, "managed_instances").arithmetic
    assert found.recommended == "managed_instances"
    assert "58%" in found.verdict
    assert flip(found, "fleet_utilisation", "above") == (pytest.approx(0.249 / 1.15, rel=1e-3), "fleet_as_is")


@pytest.mark.parametrize(
    ("figures", "utilisation"),
    [
        ({"duration_ms": 200, "cpu_ms": 150, "memory_mb": 1024}, 0.651),
        ({"duration_ms": 500, "cpu_ms": 50, "memory_mb": 512, "requests_per_vcpu": 64}, 0.174),
        (
            {"duration_ms": 500, "cpu_ms": 50, "memory_mb": 512, "requests_per_vcpu": 64, "instance_discount": 0.28},
            0.131,
        ),
    ],
)
def test_managed_instances_pay_from_the_utilisation_at_which_a_request_costs_the_same(
    figures: Mapping[str, float], utilisation: float
) -> None:
    low = compare("compute", {**STEADY, **figures, "utilisation": 0.05})
    high = compare("compute", {**STEADY, **figures, "utilisation": 0.95})

    assert (low.recommended, high.recommended) == ("on_demand", "managed_instances")
    assert flip(low, "utilisation", "above") == (pytest.approx(utilisation, rel=0.01), "managed_instances")


def test_provisioned_concurrency_pays_above_sixty_percent_of_use() -> None:
    for peak_to_mean, pays in ((1 / (0.65 * 1.1), True), (1 / (0.55 * 1.1), False)):
        found = compare("compute", {"requests_per_second": 1000, "peak_to_mean": peak_to_mean})
        assert (usd(found, "provisioned_concurrency") < usd(found, "on_demand")) is pays


def test_three_instances_are_the_floor_of_managed_instances() -> None:
    idle = compare("compute", {"requests_per_second": 0.001})

    fixed = usd(idle, "managed_instances") - 0.001 * 2_628_000 * 2e-7
    assert fixed == pytest.approx(6 * 730 * 0.03625 * 1.15)


def test_express_costs_what_aws_works_out() -> None:
    # https://aws.amazon.com/step-functions/pricing/: 100 million workflows of 10 s, 64 MB
    found = compare("workflow_type", {"monthly_executions": 1e8, "duration_seconds": 10, "states": 10})

    assert usd(found, "express") == pytest.approx(100 + 382.97, abs=0.01)


def test_sixty_terabytes_of_logs_cost_12500_to_take_in() -> None:
    found = compare("logging", {"monthly_gb": 60_000})

    assert any(line.endswith("= $12,500.00") for line in option(found, "standard").arithmetic)
    assert [warning for warning in found.warnings if "Not confirmed" in warning]


FIRST: list[tuple[str, dict[str, object], str | None]] = [
    ("compute", {"requests_per_second": 1, "peak_to_mean": 20}, "on_demand"),
    ("compute", {**STEADY, "duration_ms": 500, "cpu_ms": 50, "memory_mb": 512}, "managed_instances"),
    ("compute", {**STEADY, "duration_ms": 500, "cpu_ms": 50, "memory_mb": 512, "peak_to_mean": 10}, "on_demand"),
    ("compute", {"cold_starts_acceptable": False, "requests_per_second": 2}, "provisioned_concurrency"),
    ("compute", {"event_driven": False, "requests_per_second": 500, "cpu_ms": 20}, "fargate"),
    ("compute", {"duration_ms": 1_800_000, "requests_per_second": 0.01}, "managed_instances"),
    ("compute", {"duration_ms": 7_200_000, "requests_per_second": 0.01}, "fargate"),
    ("compute", {"fleet_usd": 100, "fleet_utilisation": 0.6}, "fleet_as_is"),
    ("compute", {"fleet_usd": 100, "fleet_utilisation": 0.2, "packed_utilisation": 0.7}, "fleet_packed"),
    ("orchestration", {"own_code_share": 0.9, "wait_seconds": 86_400}, "durable_function"),
    ("orchestration", {"own_code_share": 0.1, "wait_seconds": 86_400}, "step_functions_standard"),
    ("orchestration", {"own_code_share": 0.1}, "step_functions_express"),
    ("orchestration", {"own_code_share": 0.1, "idempotent": False}, "step_functions_standard"),
    ("orchestration", {"across_domains": True}, "choreography"),
    ("workflow_type", {"duration_seconds": 2}, "express"),
    ("workflow_type", {"duration_seconds": 2, "idempotent": False}, "standard"),
    ("workflow_type", {"duration_seconds": 86_400, "states": 40, "fast_states": 30, "fast_seconds": 5}, "nested"),
    ("workflow_type", {"duration_seconds": 86_400, "states": 3, "fast_states": 0}, "standard"),
    ("messaging", {}, "queue"),
    ("messaging", {"consumers": 4}, "topic"),
    ("messaging", {"consumers": 4, "content_routing": True, "replay": True}, "bus"),
    ("messaging", {"consumers": 3, "ordered": True, "replay": True, "monthly_messages": 1e9}, "stream"),
    ("batch_or_stream", {"max_delay_seconds": 0.2}, "each_record"),
    ("batch_or_stream", {"max_delay_seconds": 5}, "small_batches"),
    ("batch_or_stream", {"max_delay_seconds": 3600, "fixed_ms": 5000, "record_ms": 0.1}, "scheduled_run"),
    ("cold_start", {"user_facing": False, "init_ms": 50, "init_reduction": 0.0}, "nothing"),
    ("cold_start", {}, "smaller_package"),
    ("cold_start", {"init_ms": 6000, "runtime": "java21", "latency_target_ms": 700}, "snapstart"),
    ("cold_start", {"init_ms": 6000, "latency_target_ms": 200, "runtime": "nodejs24.x"}, "provisioned_concurrency"),
    ("integration", {"target": "sqs", "logic": "none"}, "direct_http_api"),
    ("integration", {"target": "dynamodb"}, "direct_rest_api"),
    ("integration", {"logic": "code"}, "function_http_api"),
    ("integration", {"place": "pipe", "target": "sqs"}, "pipe"),
    ("integration", {"place": "pipe", "target": "sqs", "logic": "code"}, "function_mapping"),
    ("integration", {"place": "workflow"}, "sdk_task"),
    ("integration", {"place": "workflow", "logic": "code"}, "function_task"),
    ("tenancy", {"isolation": "none"}, "shared_function"),
    ("tenancy", {"isolation": "environment", "tenants": 500}, "tenant_isolation"),
    ("tenancy", {"isolation": "role", "tenants": 5}, "function_per_tenant"),
    ("tenancy", {"isolation": "environment", "tenants": 20, "other_triggers": True}, "function_per_tenant"),
    ("tenancy", {"isolation": "role", "tenants": 100_000, "package_mb": 50}, None),
    ("logging", {}, "sampled"),
    ("logging", {"debug_share": 0.0, "metrics_from_logs": True}, "standard"),
    ("logging", {"debug_share": 0.1}, "infrequent_access"),
    ("logging", {"debug_share": 0.1, "searched": False, "retention_days": 400}, "s3"),
    ("agent_runtime", {"session_seconds": 3, "busy_share": 0.9, "memory_mb": 256}, "function"),
    ("agent_runtime", {"session_seconds": 1800}, "agent_runtime"),
    ("agent_runtime", {"session_seconds": 40_000}, "container"),
    ("concurrency_limit", {}, "maximum_concurrency"),
    ("concurrency_limit", {"other_callers": True}, "both"),
    ("concurrency_limit", {"downstream_concurrency": 1, "messages_per_second": 1}, "reserved_concurrency"),
    ("concurrency_limit", {"downstream_concurrency": 5000}, "no_limit"),
    ("concurrency_limit", {"messages_per_second": 1e6}, None),
    ("failure_capture", {"invocation": "queue"}, "queue_dead_letter_queue"),
    ("failure_capture", {"invocation": "asynchronous"}, "failure_destination"),
    ("failure_capture", {"invocation": "stream"}, "failure_destination"),
    ("failure_capture", {"invocation": "synchronous"}, "caller"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "figures", "expected"), FIRST, ids=[f"{name}-{first}" for name, _, first in FIRST])
def test_what_comes_first(name: str, figures: dict[str, object], expected: str | None) -> None:
    found = compare(name, figures)

    assert found.recommended == expected
    if expected is not None:
        assert found.options[0].name == expected
        assert found.options[0].feasible
        assert found.options[0].title in found.verdict
    else:
        assert not any(each.feasible for each in found.options)


def test_every_option_but_those_that_only_cost_more_comes_first_for_some_figures() -> None:
    never = {
        (name, each) for name in decisions() for each in decision(name).options
    } - {(name, first) for name, _, first in FIRST if first}  # fmt: skip

    assert never == {
        ("logging", "firehose"),  # what it feeds is not priced
        ("failure_capture", "function_dead_letter_queue"),  # a destination keeps more for the same price
    }


def test_what_is_ruled_out_names_the_limit_and_its_source() -> None:
    found = compare("compute", {"duration_ms": 1_800_000, "requests_per_second": 0.01})

    ruled_out = option(found, "on_demand")
    assert not ruled_out.feasible
    assert ruled_out.why_not == "an invocation ends after 900 s, and this takes 1,800 s"
    assert ruled_out.limit == "lambda.timeout.maximum"
    assert any("lambda.timeout.maximum is 900" in source and "https://" in source for source in found.sources)


def test_every_choice_of_the_talks_has_a_comparison() -> None:
    compared = {practice for name in decisions() for practice in decision(name).practices}

    assert {practice for practice in practices() if practice.startswith("DEC-")} <= compared
    assert compared <= set(practices())


def test_every_price_says_where_and_when_it_was_read() -> None:
    for service in services():
        listed = price_list(service, "us-east-1")
        assert listed.source.startswith(("https://", "AWS Price List API"))
        assert listed.read >= "2026-11-20"
        assert all(price > 0 and math.isfinite(price) for price in listed.prices.values())
        assert set(listed.unverified) <= set(listed.prices)


def test_decisions_say_what_they_ask_in_full() -> None:
    for name in decisions():
        asked = decision(name)
        assert asked.question.endswith("?")
        assert asked.changes
        assert any(source.startswith("https://") for source in asked.sources)
        for figure in asked.figures.values():
            assert figure.what
            given = figure.default is not None or figure.default_said or figure.optional
            assert given, f"{name}.{figure.name} has no default"
            assert figure.kind not in {"number", "whole"} or figure.minimum < figure.maximum
            assert {figure.when, figure.unless} <= {"", *asked.figures}


def test_another_regions_prices_count_where_they_are_known_and_are_named_where_not() -> None:
    home = compare("compute", {"architecture": "x86_64"})
    away = compare("compute", {"architecture": "x86_64"}, "eu-central-1")
    dear = compare("compute", {"architecture": "x86_64"}, "af-south-1")

    assert home.warnings == ()
    assert usd(away, "fargate") > usd(home, "fargate")
    assert usd(away, "on_demand") == usd(home, "on_demand")
    assert usd(dear, "on_demand") > usd(home, "on_demand")
    assert any("us-east-1 stand in" in warning and "EC2" in warning for warning in away.warnings)


@pytest.mark.parametrize(
    ("name", "figures", "says"),
    [
        ("computing", {}, "There is no decision 'computing'; did you mean 'compute'?"),
        ("?", {}, "there are: agent_runtime, batch_or_stream"),
        ("compute", {"request_per_second": 5}, "compute has no such figure; did you mean 'requests_per_second'?"),
        ("compute", {"zzz": 5}, "compute has no such figure; it takes requests_per_second, duration_ms"),
        ("compute", {"requests_per_second": -1}, "figures.requests_per_second is more than 0 and at most 1,000,000"),
        ("compute", {"requests_per_second": math.nan}, "figures.requests_per_second is more than 0"),
        ("compute", {"requests_per_second": math.inf}, "figures.requests_per_second is more than 0"),
        ("compute", {"requests_per_second": 10**400}, "figures.requests_per_second is more than 0"),
        ("compute", {"requests_per_second": True}, "figures.requests_per_second is a number (a second)"),
        ("compute", {"requests_per_second": "10"}, "figures.requests_per_second is a number"),
        ("compute", {"requests_per_second": None}, "figures.requests_per_second is a number"),
        ("compute", {"utilisation": 1.5}, "figures.utilisation is more than 0 and at most 1"),
        ("compute", {"memory_mb": 512.5}, "figures.memory_mb is a whole number (MB)"),
        ("compute", {"architecture": "arm"}, "is one of arm64, x86_64; did you mean 'arm64'?"),
        ("compute", {"event_driven": 1}, "figures.event_driven is true or false"),
        ("compute", {"duration_ms": 100, "cpu_ms": 500}, "give less processor time"),
        ("compute", {"fleet_usd": 8.5, "memory_mb": 512}, "memory_mb does not go with fleet_usd: give one or the other"),
        ("compute", {"fleet_utilisation": 0.1}, "figures.fleet_utilisation only counts beside fleet_usd"),
        ("cold_start", {"duration_ms": 901_000}, "no invocation of a function on demand runs longer than 15 minutes"),
        ("cold_start", {"runtime": "python3"}, "figures.runtime is one of"),
        ("cold_start", {"peak_concurrency": 1, "monthly_invocations": 1e9, "duration_ms": 1000}, "the peak is at least that"),
        ("orchestration", {"step_ms": 1e6}, "split the step, or run it on Fargate"),
        ("workflow_type", {"states": 5, "fast_states": 6}, "there are only 5 states"),
        ("workflow_type", {"duration_seconds": 1, "fast_seconds": 2}, "longer than the whole execution of 1 s"),
        ("integration", {"place": "pipe", "target": "dynamodb"}, "a pipe does not write to dynamodb"),
        ("integration", {"batch_size": 5}, "figures.batch_size only counts where place is pipe: leave it out"),
        ("tenancy", {"tenants": 1000, "monthly_invocations": 10, "cold_starts_per_tenant": 5}, "more than the 10 invocations"),
        ("batch_or_stream", {"fixed_ms": 9e5, "record_ms": 9e5}, "15 minutes"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_in_a_sentence(name: str, figures: dict[str, object], says: str) -> None:
    with pytest.raises(OptionsError) as error:
        compare(name, figures)

    text = str(error.value)
    assert says in text
    assert text.endswith((".", "?", "?."))
    assert len(text) < 500


@pytest.mark.parametrize("region", ["", "mars", "us-east-1\n# x", "x" * 500])
def test_a_region_is_a_name(region: str) -> None:
    with pytest.raises(OptionsError, match="a name such as us-east-1"):
        compare("compute", {}, region)


def test_many_wrong_figures_are_counted_not_recited() -> None:
    with pytest.raises(OptionsError, match="and 34 more") as error:
        compare("compute", {f"wrong_{number}": 1 for number in range(40)})

    assert len(str(error.value)) < 3000


def test_what_was_not_given_is_named_with_what_it_was_taken_for() -> None:
    found = compare("logging", {"monthly_gb": 500})

    assert found.given == {"monthly_gb": 500}
    assert {each.figure: each.value for each in found.assumed} == {
        name: figure.default for name, figure in decision("logging").figures.items() if name != "monthly_gb"
    }
