"""Lambda on demand, provisioned or on Managed Instances, or Fargate; and a fleet of one's own against Managed Instances."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from guidance.advice.memory.pricing import MONTH_SECONDS
from guidance.advice.options.case import (
    MONTH_HOURS,
    Case,
    at_price,
    durations,
    kept_warm,
    requests,
    too_long,
    warm_durations,
)
from guidance.advice.options.model import Broken, Line, Value, Weighed, amount, money
from guidance.advice.options.prices import limit


def derive(figures: Mapping[str, Value]) -> Mapping[str, Value]:
    """Processor time: all of the duration, on the share of vCPUs that the memory gives, one at most."""
    if "duration_ms" not in figures:
        return {}
    share = min(1.0, float(figures["memory_mb"]) / limit("lambda.vcpu_memory"))
    return {"cpu_ms": float(figures["duration_ms"]) * share}


def contradictions(figures: Mapping[str, Value]) -> Iterator[str]:
    """No request is busy for longer than its vCPUs are there."""
    if "duration_ms" not in figures:
        return
    vcpus = max(1.0, float(figures["memory_mb"]) / limit("lambda.vcpu_memory"))
    duration, busy = float(figures["duration_ms"]), float(figures["cpu_ms"])
    if busy > duration * vcpus:
        yield (
            f"figures.cpu_ms is {amount(busy)}, but {figures['memory_mb']:,} MB give {vcpus:.3g} vCPUs, busy for at most "
            f"{duration * vcpus:,.0f} ms in {amount(duration)} ms: give less processor time, or the duration that goes with it."
        )


def weigh(case: Case) -> tuple[Weighed, ...]:
    """The workload's options, or the fleet's."""
    if case.has("fleet_usd"):
        return _fleet(case)
    return (_on_demand(case), _provisioned(case), _managed(case), _fargate(case))


def _month(case: Case) -> float:
    return case.number("requests_per_second") * MONTH_SECONDS


def _on_demand(case: Case) -> Weighed:
    at, count = case.function(), _month(case)
    lines = (durations(at, count, case.number("duration_ms"), case.number("memory_mb")), requests(at, count))
    lacks = (
        ()
        if case.flag("cold_starts_acceptable")
        else ("a start without initialisation: under 1% of requests wait for it",)
    )
    return Weighed("on_demand", lines, _beyond_lambda(case), lacks)


def _beyond_lambda(case: Case) -> Broken | None:
    most = case.limit("lambda.memory.maximum")
    if case.number("memory_mb") > most:
        return Broken(f"a function on demand has at most {most:,.0f} MB", "lambda.memory.maximum")
    return too_long(case, case.number("duration_ms"))


def _provisioned(case: Case) -> Weighed:
    at, count, memory = case.function(), _month(case), case.number("memory_mb")
    peak = case.number("requests_per_second") * case.number("duration_ms") / 1000 * case.number("peak_to_mean")
    environments = math.ceil(peak * (1 + case.limit("lambda.provisioned_concurrency.margin")))
    lines = (
        kept_warm(at, environments, memory, "the peak's concurrency and 10%"),
        warm_durations(at, count, case.number("duration_ms"), memory),
        requests(at, count),
    )
    return Weighed("provisioned_concurrency", lines, _beyond_lambda(case))


def _managed(case: Case) -> Weighed:
    architecture = case.text("architecture")
    busy = case.number("requests_per_second") * case.number("cpu_ms") / 1000
    flight = case.number("requests_per_second") * case.number("duration_ms") / 1000
    needed = max(busy / case.number("utilisation"), flight / case.whole("requests_per_vcpu"))
    instances, size = (
        case.limit(f"lambda.managed_instances.{name}") for name in ("instances.minimum", "instance.vcpus")
    )
    vcpus = max(needed, instances * size)
    hour = case.price("managed_instances", f"vcpu_hour_{architecture}")
    fee = case.price("managed_instances", "fee_share")
    paid = hour * (1 - case.number("instance_discount"))
    lines = (
        Line("{:n} vCPUs busy, {:n} needed for that utilisation and concurrency", (busy, needed)),
        Line("at the least {:g} instances, taken to be of {:g} vCPUs", (instances, size)),
        at_price(vcpus * MONTH_HOURS, "vCPU-hours", paid),
        Line("management fee, {:.0%} of the price on demand", (fee,), vcpus * MONTH_HOURS * hour * fee),
        requests(case.function(), _month(case)),
    )
    return Weighed("managed_instances", lines, _beyond_instances(case), _bursts(case))


def _beyond_instances(case: Case) -> Broken | None:
    name = "lambda.timeout.maximum_managed_instances" if case.flag("event_driven") else "lambda.timeout.maximum"
    most, seconds = case.limit(name), case.number("duration_ms") / 1000
    if seconds <= most:
        return None
    kind = "an asynchronous invocation" if case.flag("event_driven") else "a synchronous invocation"
    return Broken(f"{kind} ends after {most:,.0f} s, and this takes {seconds:,.0f} s", name)


def _bursts(case: Case) -> tuple[str, ...]:
    steady = case.limit("lambda.managed_instances.peak_to_mean.steady")
    if case.number("peak_to_mean") <= steady:
        return ()
    return (f"room for bursts beyond {steady:g} times the mean: it throttles what more than doubles within 5 minutes",)


def _fargate(case: Case) -> Weighed:
    architecture = case.text("architecture")
    busy = case.number("requests_per_second") * case.number("cpu_ms") / 1000
    floor = case.limit("fargate.tasks.minimum") * case.limit("fargate.task.vcpus.minimum")
    vcpus, each = max(busy / case.number("utilisation"), floor), case.limit("fargate.memory_per_vcpu")
    cpu, memory = case.price("fargate", f"vcpu_hour_{architecture}"), case.price("fargate", f"gb_hour_{architecture}")
    lines = (
        Line("{:n} vCPUs with {:g} GB each; at the least two tasks of 0.25 are taken to run", (vcpus, each)),
        at_price(vcpus * MONTH_HOURS, "vCPU-hours", cpu),
        at_price(vcpus * each * MONTH_HOURS, "GB-hours", memory),
    )
    lacks = ("event source mappings: you write, scale and patch what polls",) if case.flag("event_driven") else ()
    return Weighed("fargate", lines, None, lacks)


def _fleet(case: Case) -> tuple[Weighed, ...]:
    paid, share = case.number("fleet_usd"), case.number("fleet_utilisation")
    useful = paid * share
    work = Line("useful work: {} x {:.3g} busy comes to {}", (money(paid), share, money(useful)))
    packed, managed = case.number("packed_utilisation"), case.number("managed_utilisation")
    fee = case.price("managed_instances", "fee_share")
    case.limit("lambda.managed_instances.instances.minimum")
    return (
        Weighed("fleet_as_is", (work, Line("paid now", (), paid))),
        Weighed("fleet_packed", (work, Line("{} / {:.3g} busy", (money(useful), packed), useful / packed))),
        Weighed(
            "managed_instances",
            (
                work,
                Line("{} / {:.3g} busy", (money(useful), managed), useful / managed),
                Line(
                    "management fee, {:.0%} of that; with it {}",
                    (fee, money(useful / managed * (1 + fee))),
                    useful / managed * fee,
                ),
                Line(
                    "requests come to this, at ${:.2f} a million", (case.function(architecture="arm64").request * 1e6,)
                ),
            ),
        ),
    )
