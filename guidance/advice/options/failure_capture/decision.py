"""A destination, a dead-letter queue of the function or of the queue, or the caller itself."""

from __future__ import annotations

import math

from guidance.advice.options.case import Case, per_million
from guidance.advice.options.model import Broken, Line, Weighed


def weigh(case: Case) -> tuple[Weighed, ...]:
    """All four."""
    return (_destination(case), _function_queue(case), _queue(case), _caller(case))


def _letters(case: Case) -> tuple[Line, Line]:
    events, rate = case.number("monthly_events"), case.number("failure_rate")
    failed = events * rate
    chunks = max(1, math.ceil(case.number("event_kb") / case.limit("messaging.chunk")))
    return (
        Line("{:,.0f} events x {:.3g} fail every attempt: {:n}", (events, rate, failed)),
        per_million(
            failed * (chunks * 2 + 1), "SQS requests to send, receive and delete", case.price("sqs", "request")
        ),
    )


def _destination(case: Case) -> Weighed:
    wrong = None
    if case.text("invocation") == "queue":
        wrong = Broken("a mapping of a queue has no failure destination")
    elif case.text("invocation") == "synchronous":
        wrong = Broken("a synchronous invocation answers its caller and keeps nothing")
    return Weighed("failure_destination", _letters(case), wrong)


def _function_queue(case: Case) -> Weighed:
    wrong = None
    if case.text("invocation") != "asynchronous":
        wrong = Broken("a function's own dead-letter queue takes asynchronous invocations only")
    lacks = (
        ("the reason: it keeps the event and an error code, not the response or stack trace",)
        if case.flag("reason_needed")
        else ()
    )
    return Weighed("function_dead_letter_queue", _letters(case), wrong, lacks)


def _queue(case: Case) -> Weighed:
    wrong = (
        None
        if case.text("invocation") == "queue"
        else Broken("there is no queue whose redrive policy could move the event")
    )
    lacks = (
        ("the reason: it keeps the message as it was; log the error with the message's id",)
        if case.flag("reason_needed")
        else ()
    )
    return Weighed("queue_dead_letter_queue", _letters(case), wrong, lacks)


def _caller(case: Case) -> Weighed:
    wrong = None if case.text("invocation") == "synchronous" else Broken("nobody waits for the answer")
    return Weighed("caller", (Line("nothing is kept, nothing is paid", (), 0.0),), wrong)
