"""A function, an agent runtime or a container for each session of an agent."""

from __future__ import annotations

from guidance.advice.options.case import Case, at_price, durations, requests, too_long
from guidance.advice.options.model import Broken, Line, Weighed, amount


def weigh(case: Case) -> tuple[Weighed, ...]:
    """All three."""
    return (_function(case), _agent_runtime(case), _container(case))


def _function(case: Case) -> Weighed:
    at, count, milliseconds = case.function(), case.number("monthly_sessions"), case.number("session_seconds") * 1000
    lines = (durations(at, count, milliseconds, case.number("memory_mb"), "sessions", mean=True), requests(at, count))
    wrong = too_long(case, milliseconds)
    if case.number("memory_mb") > (most := case.limit("lambda.memory.maximum")):
        wrong = Broken(f"a function has at most {most:,.0f} MB", "lambda.memory.maximum")
    lacks = ("state between requests: an environment may be another one each time",) if case.flag("stateful") else ()
    return Weighed("function", lines, wrong, lacks)


def _hours(case: Case) -> float:
    return case.number("monthly_sessions") * case.number("session_seconds") / 3600


def _agent_runtime(case: Case) -> Weighed:
    cpu, memory = case.price("agentcore", "vcpu_hour"), case.price("agentcore", "gb_hour")
    busy = _hours(case) * case.number("busy_share") * case.number("vcpus")
    held = _hours(case) * case.number("memory_mb") / 1024
    lines = (
        at_price(busy, "vCPU-hours busy", cpu),
        at_price(held, "GB-hours", memory),
    )
    most, hours, wrong = case.limit("agentcore.session.maximum"), case.number("session_seconds") / 3600, None
    if hours * 3600 > most:
        wrong = Broken(
            f"a session ends after {most / 3600:g} hours, and this takes {amount(hours)}", "agentcore.session.maximum"
        )
    return Weighed("agent_runtime", lines, wrong)


def _container(case: Case) -> Weighed:
    kind, least = case.text("architecture"), case.limit("fargate.seconds.minimum")
    seconds = max(case.number("session_seconds"), least)
    hours = case.number("monthly_sessions") * seconds / 3600
    gigabytes = max(case.number("memory_mb") / 1024, case.number("vcpus") * case.limit("fargate.memory_per_vcpu"))
    cpu, memory = case.price("fargate", f"vcpu_hour_{kind}"), case.price("fargate", f"gb_hour_{kind}")
    lines = (
        Line("sessions of {:n} s, {:g} s at the least: {:n} hours", (seconds, least, hours)),
        at_price(hours * case.number("vcpus"), "vCPU-hours", cpu),
        at_price(hours * gigabytes, "GB-hours", memory),
    )
    return Weighed("container", lines, None, ("a quick start: a task pulls its image first, for some tens of seconds",))
