"""What the metrics of a Lambda function say is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.advice.metrics.case import Case, Check, Fault, faults, graded
from guidance.advice.metrics.catalogue import quota, threshold
from guidance.advice.metrics.model import MetricFinding, length
from guidance.advice.metrics.shifts import rose, since, slower
from guidance.advice.metrics.words import amount, change, count, share
from guidance.model import Severity


def throttled(case: Case) -> Iterator[MetricFinding]:
    """Requests that Lambda turned away."""
    rate = case.figure("throttle_rate")
    level = graded("throttle_rate", rate)
    if level is None:
        return
    began = since(case, "Throttles")
    reserved, peak = case.resource.number("reserved_concurrency"), case.top("ConcurrentExecutions")
    if reserved is not None and peak >= 0.9 * reserved:
        why = f"; its reserved concurrency is {count(reserved)} and it ran {count(peak)} at once"
        step = f"Raise its reserved concurrency above {count(reserved)}, or let a queue before it take the peak."
    elif reserved is not None:
        why = f"; its reserved concurrency is {count(reserved)}"
        step = "Compare it with the account's concurrency, and with how fast its own may grow (1,000 in 10 s)."
    else:
        shared = case.resource.number("account_concurrency")
        of = f" of the {count(shared)} that all functions of the account share" if shared is not None else ""
        why = f"; it ran {count(peak)} at once{of}, and reserves none" if peak or of else ""
        step = "Look at the account's concurrency (ClaimedAccountConcurrency), then reserve some for this function."
    yield MetricFinding(
        "lambda-throttled", level, f"{share(rate)} of requests were throttled ({case.told('throttle_rate')}){began}{why}.", step,
        ("FLR-11", "FLR-10"), ("Throttles", "ConcurrentExecutions"),
        {"throttle_rate": rate, "peak": peak, "reserved": reserved if reserved is not None else -1},
    )  # fmt: skip


def failing(case: Case) -> Iterator[MetricFinding]:
    """Invocations that ended in an error."""
    rate = case.figure("error_rate")
    level = graded("error_rate", rate)
    if level is None:
        return
    trend = change(case.metrics["Errors"].change_percent)
    more = f", {trend} against the window before" if trend not in {"", "="} else ""
    more = since(case, "Errors") or more
    yield MetricFinding(
        "lambda-errors", level, f"{share(rate)} of invocations fail ({case.told('error_rate')}){more}.",
        "Read them grouped by signature: get_logs with the query errors.", ("ERR-05", "ERR-06"), ("Errors", "Invocations"),
        {"error_rate": rate},
    )  # fmt: skip


def near_timeout(case: Case) -> Iterator[MetricFinding]:
    """Invocations that last about as long as they may."""
    duration, limit = case.metrics.get("Duration"), case.resource.number("timeout_seconds")
    if duration is None or not limit or duration.max is None:
        return
    part, tail = duration.max / 1000 / limit, (duration.p99 or 0.0) / 1000 / limit
    level = graded("timeout_share", part)
    if level is None:
        return
    bad = level is Severity.ERROR
    said = f"The longest invocation took {amount(duration.max, 'ms')} of the timeout of {length(limit)}"
    said += (
        f" and p99 {amount(duration.p99, 'ms')}; some may be cut off."
        if bad
        else f" (p99 {amount(duration.p99, 'ms')})."
    )
    yield MetricFinding(
        "lambda-near-timeout", level if tail > threshold("timeout_share") or bad else Severity.INFO, said,
        "Bound each call it makes with a timeout of its own, see what the slowest invocations wait for (get_logs, query "
        "slowest), and only then raise the timeout.",
        ("FLR-03", "FLR-01", "FLR-13"), ("Duration",), {"timeout_share": part, "p99_share": tail},
    )  # fmt: skip


def long_tail(case: Case) -> Iterator[MetricFinding]:
    """A p99 far from the median: something strikes some invocations only."""
    duration = case.metrics.get("Duration")
    if duration is None or not duration.p50 or not duration.p99:
        return
    ratio, cold = duration.p99 / duration.p50, case.figures.get("cold_start_share")
    if graded("tail_ratio", ratio) is None or case.total("Invocations") < threshold("tail_invocations"):
        return
    if rose(case, "Duration") is not None:
        return  # not a tail, but another time
    told = f"p99 ({amount(duration.p99, 'ms')}) is {ratio:.0f}x p50 ({amount(duration.p50, 'ms')})"
    if cold is None or cold.value is None:
        also = "; CloudWatch does not count cold starts without Lambda Insights."
        step = "Count the cold starts first: get_logs with the query cold_starts."
    else:
        also = f" and {share(cold.value)} of invocations are cold."
        step = (
            _cold_step(case)
            if cold.value > 0.01
            else "Cold starts are too few for that: look at the slowest (get_logs, query slowest)."
        )
    yield MetricFinding(
        "lambda-long-tail", Severity.INFO, told + also, step, ("CLD-02", "FLR-02"), ("Duration",), {"tail_ratio": ratio}
    )


def cold_starts(case: Case) -> Iterator[MetricFinding]:
    """Many invocations in a new environment."""
    part = case.figure("cold_start_share")
    level = graded("cold_start_share", part)
    if level is None:
        return
    init = case.metrics.get("init_duration")
    took = f", initialising for {amount(init.p50, 'ms')} (p50)" if init is not None and init.p50 else ""
    yield MetricFinding(
        "lambda-cold-starts", level, f"{share(part)} of invocations are cold ({case.told('cold_start_share')}){took}.",
        _cold_step(case), ("CLD-01", "CLD-14", "SNP-01"), ("init_duration", "Invocations"), {"cold_start_share": part},
    )  # fmt: skip


def _cold_step(case: Case) -> str:
    if case.resource.facts.get("snap_start"):
        return "SnapStart is on: invoke the published version, and do in the handler only what cannot be restored."
    return "Shorten initialisation (smaller package, fewer imports, more memory); then SnapStart or provisioned concurrency."


def behind(case: Case) -> Iterator[MetricFinding]:
    """A stream whose records wait for this function."""
    age = case.metrics.get("IteratorAge")
    lag = (age.max or 0.0) / 1000 if age is not None else 0.0
    level = graded("lag_seconds", lag)
    if level is None or age is None:
        return
    last = (age.last or 0.0) / 1000
    grows = last > 0.9 * lag
    yield MetricFinding(
        "lambda-iterator-behind", level,
        f"It is up to {length(lag)} behind its stream, {length(last)} at the end{' and not catching up' if grows else ''}.",
        "If errors go with it, one record blocks its shard: bound the retries, split batches, send what fails to a destination. "
        "Else raise the batch size, the parallelisation factor or memory.",
        ("FLR-07", "FLR-08", "FLR-09", "ESM-12"), ("IteratorAge",), {"lag_seconds": lag, "last_seconds": last},
    )  # fmt: skip


def asynchronous(case: Case) -> Iterator[MetricFinding]:
    """Events that waited, or were given up."""
    age = case.top("AsyncEventAge") / 1000
    level = graded("async_age_seconds", age)
    if level is not None:
        yield MetricFinding(
            "lambda-async-delay", level, f"Asynchronous events waited up to {length(age)} before they were processed.",
            "Look for throttles and errors: both send events back to Lambda's queue.", ("ASY-12", "FLR-14"), ("AsyncEventAge",),
            {"age_seconds": age},
        )  # fmt: skip
    yield from faults(case, _FAULTS)


def provisioned(case: Case) -> Iterator[MetricFinding]:
    """Provisioned concurrency that is too little, or too much."""
    spilled, used = case.total("ProvisionedConcurrencySpilloverInvocations"), case.figure("provisioned_utilisation")
    if spilled or graded("provisioned_high", used):
        yield MetricFinding(
            "lambda-provisioned-short", Severity.WARNING,
            f"Provisioned concurrency was used to {share(used)}; {count(spilled)} invocations spilled over to on-demand ones.",
            "Set it to the peak with a buffer, or let Application Auto Scaling do so ahead of known peaks.",
            ("PCN-07", "PCN-05"), ("ProvisionedConcurrencyUtilization",), {"utilisation": used, "spilled": spilled},
        )  # fmt: skip
    elif used and used < threshold("provisioned_low"):
        yield MetricFinding(
            "lambda-provisioned-idle", Severity.INFO, f"Provisioned concurrency was used to {share(used)} at most.",
            "Lower it: what is unused is paid for, and below about 60% on-demand is cheaper.", ("PCN-04", "PCN-06"),
            ("ProvisionedConcurrencyUtilization",), {"utilisation": used},
        )  # fmt: skip


def durable(case: Case) -> Iterator[MetricFinding]:
    """Durable executions that failed, took too long, or come near a limit."""
    yield from faults(case, _DURABLE_FAULTS)
    for metric, limit, said, practices in (
        ("DurableExecutionOperations", "durable_operations", "operations", ("DUR-23", "DUR-33")),
        ("DurableExecutionStorageWrittenBytes", "durable_written_bytes", "bytes written", ("DUR-24", "DUR-25")),
    ):
        top = case.top(metric)
        if graded("quota_share", top / quota(limit)):
            yield MetricFinding(
                f"durable-{said.replace(' ', '-')}", Severity.WARNING,
                f"An execution came to {count(top)} {said} of {count(quota(limit))} that are allowed.",
                "Split the workflow, or let steps return less.", practices, (metric,), {"share": top / quota(limit)},
            )  # fmt: skip


_FAULTS = (
    Fault(
        "AsyncEventsDropped", "lambda-events-dropped", Severity.ERROR, "asynchronous events were dropped",
        "Set an on-failure destination; then see why they failed or expired.", ("ERR-04", "ASY-12"),
    ),
    Fault(
        "DeadLetterErrors", "lambda-dead-letter-errors", Severity.ERROR,
        "failed events could not be put into the dead-letter queue, and are lost",
        "Check that its role may send to it, and that the queue exists.", ("ERR-04", "ASY-12"),
    ),
    Fault(
        "DestinationDeliveryFailures", "lambda-destination-failures", Severity.ERROR,
        "results could not be delivered to the destination", "Check that its role may send to it, and the message's size.",
        ("ERR-04", "ASY-12"),
    ),
    Fault(
        "RecursiveInvocationsDropped", "lambda-recursion", Severity.ERROR,
        "invocations were stopped by Lambda as a recursive loop",
        "Let it write to another queue, topic or bucket than the one that invokes it.", ("ASY-12",),
    ),
)  # fmt: skip
_DURABLE_FAULTS = (
    Fault(
        "DurableExecutionFailed", "durable-failed", Severity.ERROR, "durable executions failed",
        "Read the history of one: diagnose names the step.", ("DUR-12", "DUR-32"),
    ),
    Fault(
        "DurableExecutionTimedOut", "durable-timed-out", Severity.ERROR, "durable executions outlived their execution timeout",
        "Give each wait and callback a timeout of its own that fits into it.", ("DUR-09", "DUR-17"),
    ),
)  # fmt: skip


def slowed(case: Case) -> Iterator[MetricFinding]:
    """A duration that rose and stayed up."""
    return slower(
        case, "Duration", "lambda-slower",
        "See what the slowest invocations of then wait for: get_logs with the query slowest; compare the services it calls.",
    )  # fmt: skip


CHECKS: tuple[Check, ...] = (
    throttled, failing, near_timeout, slowed, behind, durable, asynchronous, cold_starts, long_tail, provisioned,
)  # fmt: skip
