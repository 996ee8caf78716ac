"""Maximum concurrency holds messages back in the queue; reserved concurrency holds invocations back after they left it."""

from __future__ import annotations

from guidance.advice.options.case import Case
from guidance.advice.options.model import Broken, Line, Weighed, amount


def weigh(case: Case) -> tuple[Weighed, ...]:
    """All four."""
    return (_maximum(case), _both(case), _reserved(case), _none(case))


def _needed(case: Case) -> float:
    return case.number("messages_per_second") / case.whole("batch_size") * case.number("duration_ms") / 1000


def _demand(case: Case) -> Line:
    return Line(
        "{:n} messages a second / {:,} x {:n} ms: {:n} invocations at once",
        (case.number("messages_per_second"), case.whole("batch_size"), case.number("duration_ms"), _needed(case)),
    )


def _allowed(case: Case) -> Line:
    bears = case.whole("downstream_concurrency")
    handled = bears * case.whole("batch_size") / case.number("duration_ms") * 1000
    return Line("a limit of {:,} lets {:n} messages a second through", (bears, handled))


def _falls_behind(case: Case) -> Broken | None:
    if _needed(case) <= case.whole("downstream_concurrency"):
        return None
    allowed = case.whole("downstream_concurrency")
    return Broken(f"the queue grows: {amount(_needed(case))} invocations at once are needed and {allowed:,} allowed")


def _mapping_range(case: Case) -> Broken | None:
    least, most = case.limit("sqs.mapping.concurrency.minimum"), case.limit("sqs.mapping.concurrency.maximum")
    if least <= case.whole("downstream_concurrency") <= most:
        return None
    bears = case.whole("downstream_concurrency")
    said = f"maximum concurrency is {least:.0f} to {most:,.0f}, and what stands behind bears {bears:,}"
    return Broken(said, "sqs.mapping.concurrency.maximum")


def _account_range(case: Case) -> Broken | None:
    free = case.whole("account_concurrency") - case.limit("lambda.concurrency.unreserved.minimum")
    if case.whole("downstream_concurrency") <= free:
        return None
    said = f"of {case.whole('account_concurrency'):,} in the account at most {max(0.0, free):,.0f} can be reserved"
    return Broken(said, "lambda.concurrency.unreserved.minimum")


def _maximum(case: Case) -> Weighed:
    lacks = []
    if case.flag("other_callers"):
        lacks.append("a limit on the other callers: it holds this queue only")
    if case.flag("must_always_run"):
        lacks.append("a share of the account that is sure")
    lines = (_demand(case), _allowed(case), Line("messages beyond it wait in the queue; no receive is counted"))
    return Weighed("maximum_concurrency", lines, _mapping_range(case) or _falls_behind(case), tuple(lacks))


def _both(case: Case) -> Weighed:
    taken = Line(
        "{:,} of {:,} of the account set aside",
        (case.whole("downstream_concurrency"), case.whole("account_concurrency")),
    )
    wanted = case.flag("other_callers") or case.flag("must_always_run")
    lacks = () if wanted else ("freedom: it sets aside a share of the account that nothing asks for",)
    wrong = _mapping_range(case) or _account_range(case) or _falls_behind(case)
    return Weighed("both", (_demand(case), _allowed(case), taken), wrong, lacks)


def _reserved(case: Case) -> Weighed:
    polled = case.limit("sqs.mapping.concurrency.on_demand")
    lines = (
        _demand(case),
        _allowed(case),
        Line("the mapping still polls for up to {:,.0f}", (polled,)),
        Line("what is throttled comes back after the visibility timeout, and each time counts as a receive"),
    )
    lacks = ("safety of messages: throttled often enough, they land in the dead-letter queue unhandled (DEC-10)",)
    return Weighed("reserved_concurrency", lines, _account_range(case) or _falls_behind(case), lacks)


def _none(case: Case) -> Weighed:
    polled = min(case.limit("sqs.mapping.concurrency.on_demand"), float(case.whole("account_concurrency")))
    bears = case.whole("downstream_concurrency")
    lines = (_demand(case), Line("a backlog scales the mapping up to {:,.0f} invocations at once", (polled,)))
    said = f"a backlog brings up to {polled:,.0f} invocations at once, and what stands behind bears {bears:,}"
    wrong = Broken(said, "sqs.mapping.concurrency.on_demand") if polled > bears else None
    return Weighed("no_limit", lines, wrong)
