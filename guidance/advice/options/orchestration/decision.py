"""Step Functions Standard or Express, a durable function, or events that each step publishes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from guidance.advice.options.case import (
    Case,
    at_price,
    durations,
    longer_than_invocations,
    per_million,
    requests,
    too_long,
)
from guidance.advice.options.express import express_lines
from guidance.advice.options.model import Broken, Line, Value, Weighed

MOSTLY, HARDLY = 0.6, 0.4
"""DEC-02's "most", and DEC-03's fuzzy middle between them."""
_MONTH_DAYS = 30


def contradictions(figures: Mapping[str, Value]) -> Iterator[str]:
    """A single step longer than an invocation fits nowhere."""
    for name in ("step_ms", "call_ms"):
        yield from longer_than_invocations(figures, name, "split the step, or run it on Fargate")


def weigh(case: Case) -> tuple[Weighed, ...]:
    """All four."""
    return (_standard(case), _express(case), _durable(case), _choreography(case))


def _own(case: Case) -> float:
    return case.whole("steps") * case.number("own_code_share")


def _functions(case: Case, count: float) -> tuple[Line, Line]:
    at = case.function()
    return (durations(at, count, case.number("step_ms"), case.number("memory_mb"), "tasks"), requests(at, count))


def _working_seconds(case: Case) -> float:
    own = _own(case)
    return (own * case.number("step_ms") + (case.whole("steps") - own) * case.number("call_ms")) / 1000


def _states_lack(case: Case) -> tuple[str, ...]:
    lacks = []
    if case.number("own_code_share") >= MOSTLY:
        lacks.append("code: most steps are your own, and each becomes a function behind a state (DEC-02)")
    if case.flag("across_domains"):
        lacks.append("loose coupling: it makes one owner of steps of several domains (DEC-12)")
    return tuple(lacks)


def _standard(case: Case) -> Weighed:
    count, steps = case.number("monthly_executions"), case.whole("steps")
    transitions = per_million(count * steps, "state transitions", case.price("step_functions", "transition"))
    wrong = _payload(case, "step_functions.payload.maximum")
    if 2 * steps > (events := case.limit("step_functions.history.maximum")):
        said = f"an execution records at most {events:,.0f} events, and {steps:,} states make at least {2 * steps:,}"
        wrong = Broken(said, "step_functions.history.maximum")
    seconds, name = case.number("wait_seconds") + _working_seconds(case), "step_functions.standard.duration.maximum"
    if seconds > case.limit(name):
        wrong = Broken(f"an execution ends after a year, and this takes {seconds / 86400:,.0f} days", name)
    return Weighed(
        "step_functions_standard", (transitions, *_functions(case, count * _own(case))), wrong, _states_lack(case)
    )


def _express(case: Case) -> Weighed:
    count, steps = case.number("monthly_executions"), case.whole("steps")
    seconds = _working_seconds(case) + case.number("wait_seconds")
    lines = (
        *express_lines(case, count, seconds, steps * case.number("data_kb") / 1024),
        *_functions(case, count * _own(case)),
    )
    wrong = _payload(case, "step_functions.payload.maximum")
    if seconds > (most := case.limit("step_functions.express.duration.maximum")):
        wrong = Broken(
            f"an Express execution ends after {most:,.0f} s, and this takes {seconds:,.0f} s",
            "step_functions.express.duration.maximum",
        )
    elif not case.flag("idempotent"):
        wrong = Broken("Express may run a step twice, and these steps may not")
    return Weighed("step_functions_express", lines, wrong, _states_lack(case))


def _durable(case: Case) -> Weighed:
    count, steps, at = case.number("monthly_executions"), case.whole("steps"), case.function()
    waits = 1 if case.number("wait_seconds") > 0 else 0
    operations, written = 1 + steps + waits, steps * case.number("data_kb")
    gigabytes, days = count * written / 1024**2, case.limit("lambda.durable.retention.default")
    lines = (
        per_million(count * operations, "operations", case.price("durable", "operation")),
        at_price(gigabytes, "GB written", case.price("durable", "gb_written")),
        at_price(gigabytes * days / _MONTH_DAYS, "GB-months kept, 14 days each", case.price("durable", "gb_month")),
        durations(at, count, _working_seconds(case) * 1000, case.number("memory_mb"), "executions"),
        requests(at, count * (1 + waits)),
    )
    lacks = []
    if case.number("own_code_share") <= HARDLY:
        lacks.append("service integrations: most steps are calls that Step Functions makes without code (DEC-02)")
    if case.flag("visual"):
        lacks.append("a diagram to follow: its process is code (DEC-01)")
    if case.flag("across_domains"):
        lacks.append("loose coupling: it makes one owner of steps of several domains (DEC-12)")
    return Weighed("durable_function", lines, _durable_limit(case, operations, written), tuple(lacks))


def _durable_limit(case: Case, operations: int, written_kb: float) -> Broken | None:
    seconds = case.number("wait_seconds") + _working_seconds(case)
    if operations > (most := case.limit("lambda.durable.operations.maximum")):
        return Broken(
            f"an execution has at most {most:,.0f} operations, and this makes {operations:,}",
            "lambda.durable.operations.maximum",
        )
    if written_kb > (most := case.limit("lambda.durable.written.maximum")) * 1024:
        return Broken(
            f"an execution writes at most {most:,.0f} MB, and this writes {written_kb / 1024:,.0f}",
            "lambda.durable.written.maximum",
        )
    if seconds > (most := case.limit("lambda.durable.execution_timeout.maximum")):
        return Broken(
            f"an execution ends after {most / 86400:,.0f} days, and this takes {seconds / 86400:,.0f}",
            "lambda.durable.execution_timeout.maximum",
        )
    if case.number("wait_seconds") == 0 and (long := too_long(case, _working_seconds(case) * 1000)):
        return Broken(f"{long.why} without a wait to suspend at", long.limit)
    return _payload(case, "lambda.durable.payload.maximum")


def _choreography(case: Case) -> Weighed:
    count, steps, at = case.number("monthly_executions"), case.whole("steps"), case.function()
    chunks = max(1, math.ceil(case.number("data_kb") / case.limit("messaging.chunk")))
    own, calls = _own(case), steps - _own(case)
    lines = (
        per_million(count * steps * chunks, "events of up to 64 KB", case.price("eventbridge", "event")),
        durations(at, count * own, case.number("step_ms"), case.number("memory_mb"), "steps"),
        durations(at, count * calls, case.number("call_ms"), case.number("memory_mb"), "service calls"),
        requests(at, count * steps),
    )
    lacks = []
    if not case.flag("across_domains"):
        lacks.append("one place that knows where an execution stands (DEC-12)")
    if case.flag("visual"):
        lacks.append("a diagram to follow: the process is in no one place")
    if case.number("wait_seconds") > 0:
        lacks.append("waits: each needs a schedule of its own")
    return Weighed("choreography", lines, _payload(case, "eventbridge.event.maximum"), tuple(lacks))


def _payload(case: Case, name: str) -> Broken | None:
    most = case.limit(name)
    if case.number("data_kb") <= most:
        return None
    return Broken(
        f"a step hands on at most {most:,.0f} KB, and this is {case.number('data_kb'):,.0f}: keep it in S3 and hand on its key",
        name,
    )
