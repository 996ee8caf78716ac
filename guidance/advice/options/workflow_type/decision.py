"""A state machine's type: Standard, Express, or the one inside the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guidance.advice.options.case import Case, per_million
from guidance.advice.options.express import express_lines
from guidance.advice.options.model import Broken, Value, Weighed, amount

_FAST_SECONDS = 60.0


def derive(figures: Mapping[str, Value]) -> Mapping[str, Value]:
    """The short section: half of the states and of the time."""
    return {
        "fast_states": int(figures["states"]) // 2,
        "fast_seconds": min(_FAST_SECONDS, float(figures["duration_seconds"]) / 2),
    }


def contradictions(figures: Mapping[str, Value]) -> Iterator[str]:
    """The short section is a part of the whole."""
    if int(figures["fast_states"]) > int(figures["states"]):
        few, all_ = figures["fast_states"], figures["states"]
        yield f"figures.fast_states is {few:,}, but there are only {all_:,} states: it counts some of them."
    if float(figures["fast_seconds"]) > float(figures["duration_seconds"]):
        part, whole = figures["fast_seconds"], figures["duration_seconds"]
        yield f"figures.fast_seconds is {amount(float(part))}, longer than the whole execution of {amount(float(whole))} s."


def weigh(case: Case) -> tuple[Weighed, ...]:
    """All three."""
    return (_express(case), _standard(case), _nested(case))


def _express(case: Case) -> Weighed:
    lines = express_lines(
        case, case.number("monthly_executions"), case.number("duration_seconds"), case.number("data_mb")
    )
    wrong = _not_express(case, case.number("duration_seconds"))
    if wrong is None and case.flag("callbacks"):
        wrong = Broken("Express waits for no task token, job or activity")
    lacks = ("a record of each state: only what you log is kept",) if case.flag("audit") else ()
    return Weighed("express", lines, wrong, lacks)


def _not_express(case: Case, seconds: float) -> Broken | None:
    most = case.limit("step_functions.express.duration.maximum")
    if seconds > most:
        return Broken(
            f"an Express execution ends after {most:,.0f} s, and this takes {amount(seconds)} s",
            "step_functions.express.duration.maximum",
        )
    if not case.flag("idempotent"):
        return Broken("Express may run a state twice, and these may not")
    return None


def _standard(case: Case) -> Weighed:
    transitions = case.number("monthly_executions") * case.whole("states")
    line = per_million(transitions, "state transitions", case.price("step_functions", "transition"))
    return Weighed("standard", (line,), _not_standard(case, case.whole("states")))


def _not_standard(case: Case, states: int) -> Broken | None:
    seconds, most = case.number("duration_seconds"), case.limit("step_functions.standard.duration.maximum")
    if seconds > most:
        return Broken(
            f"an execution ends after a year, and this takes {seconds / 86400:,.0f} days",
            "step_functions.standard.duration.maximum",
        )
    if 2 * states > (events := case.limit("step_functions.history.maximum")):
        return Broken(
            f"an execution records at most {events:,.0f} events, and {states:,} states make at least {2 * states:,}",
            "step_functions.history.maximum",
        )
    return None


def _nested(case: Case) -> Weighed:
    count, fast = case.number("monthly_executions"), case.whole("fast_states")
    outer = case.whole("states") - fast + 1
    inner = express_lines(
        case, count, case.number("fast_seconds"), case.number("data_mb") * fast / case.whole("states")
    )
    what = "state transitions, one of which starts the Express part"
    lines = (per_million(count * outer, what, case.price("step_functions", "transition")), *inner)
    wrong = _not_standard(case, outer) or _not_express(case, case.number("fast_seconds"))
    if fast == 0:
        wrong = Broken("there is no short section to move into an Express workflow")
    lacks = ("a record of each state of the short section",) if case.flag("audit") else ()
    return Weighed("nested", lines, wrong, lacks)
