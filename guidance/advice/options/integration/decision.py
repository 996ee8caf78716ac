"""A direct integration of API Gateway, EventBridge Pipes or Step Functions, or a function in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guidance.advice.options.case import Case, durations, longer_than_invocations, per_million, requests
from guidance.advice.options.model import Broken, Line, Value, Weighed

HTTP_API_TARGETS = frozenset({"sqs", "eventbridge", "kinesis", "step_functions"})
"""Integration subtypes of HTTP APIs:
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html"""


def contradictions(figures: Mapping[str, Value]) -> Iterator[str]:
    """A function that takes longer than one may."""
    yield from longer_than_invocations(figures, "duration_ms", "start a workflow instead")
    if figures["place"] == "pipe" and figures.get("target") in {"dynamodb", "s3"}:
        yield (
            f"figures.target: a pipe does not write to {figures['target']}, but to sqs, eventbridge, kinesis or "
            "step_functions: give one of these, or place 'workflow' and no target."
        )


def weigh(case: Case) -> tuple[Weighed, ...]:
    """The options of the place."""
    match case.text("place"):
        case "api":
            return (_direct_http(case), _direct_rest(case), _function_http(case))
        case "pipe":
            return (_pipe(case), _function_mapping(case))
        case _:
            return (_sdk_task(case), _function_task(case))


def _code(case: Case) -> Broken | None:
    return (
        Broken("rules of your own need code, which a direct integration has not")
        if case.text("logic") == "code"
        else None
    )


def _needless(case: Case) -> tuple[str, ...]:
    if case.text("logic") == "code":
        return ()
    return ("simplicity: a function that only passes on is code to keep, patch and pay for (DIR-01)",)


def _function(case: Case, count: float) -> tuple[Line, ...]:
    at, memory = case.function(), case.number("memory_mb")
    cold = durations(at, count * case.number("cold_start_rate"), case.number("init_ms"), memory, "cold starts")
    return (durations(at, count, case.number("duration_ms"), memory), cold, requests(at, count))


def _http(case: Case) -> Line:
    return per_million(case.number("monthly_requests"), "HTTP API requests", case.price("api_gateway", "http_request"))


def _direct_http(case: Case) -> Weighed:
    wrong, target = _code(case), case.text("target")
    if wrong is None and target not in HTTP_API_TARGETS:
        wrong = Broken(f"HTTP APIs call SQS, EventBridge, Kinesis, Step Functions and AppConfig directly, not {target}")
    lacks = ("reshaping: it maps single parameters only",) if case.text("logic") == "reshape" else ()
    return Weighed("direct_http_api", (_http(case),), wrong, lacks)


def _direct_rest(case: Case) -> Weighed:
    line = per_million(case.number("monthly_requests"), "REST API requests", case.price("api_gateway", "rest_request"))
    return Weighed("direct_rest_api", (line,), _code(case))


def _function_http(case: Case) -> Weighed:
    return Weighed(
        "function_http_api",
        (_http(case), *_function(case, case.number("monthly_requests"))),
        _slow(case),
        _needless(case),
    )


def _slow(case: Case) -> Broken | None:
    most = case.limit("apigateway.http.integration_timeout")
    if case.number("duration_ms") <= most * 1000:
        return None
    return Broken(f"an HTTP API waits {most:,.0f} s at the most", "apigateway.http.integration_timeout")


def _pipe(case: Case) -> Weighed:
    calls = case.number("monthly_requests") / case.whole("batch_size")
    line = per_million(
        calls, "pipe requests, a batch each while it fits 64 KB", case.price("eventbridge", "pipe_request")
    )
    return Weighed("pipe", (line,), _code(case))


def _function_mapping(case: Case) -> Weighed:
    calls = case.number("monthly_requests") / case.whole("batch_size")
    return Weighed("function_mapping", _function(case, calls), None, _needless(case))


def _sdk_task(case: Case) -> Weighed:
    return Weighed("sdk_task", (_transitions(case),), _code(case))


def _function_task(case: Case) -> Weighed:
    lines = (_transitions(case), *_function(case, case.number("monthly_requests")))
    return Weighed("function_task", lines, None, _needless(case))


def _transitions(case: Case) -> Line:
    return per_million(
        case.number("monthly_requests"), "state transitions (Standard)", case.price("step_functions", "transition")
    )
