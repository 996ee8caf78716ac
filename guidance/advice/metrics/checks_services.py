"""What the metrics of queues, APIs, tables, streams, state machines, buses and topics say is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.advice.metrics.case import Case, Check, Fault, faults, graded
from guidance.advice.metrics.model import MetricFinding, length
from guidance.advice.metrics.shifts import since, slower
from guidance.advice.metrics.words import amount, count, share
from guidance.facts import number
from guidance.model import Severity


def dead_letters(case: Case) -> Iterator[MetricFinding]:
    """Messages that were given up and that nobody has looked at."""
    visible = case.metrics.get("ApproximateNumberOfMessagesVisible")
    if not case.resource.facts.get("dead_letter_queue") or visible is None or not visible.last:
        return
    yield MetricFinding(
        "sqs-dead-letters", Severity.ERROR, f"{count(visible.last)} messages lie in this dead-letter queue.",
        "Read one, cure its cause, then redrive them (aws sqs start-message-move-task).", ("SQS-05", "ERR-01"),
        (visible.name,), {"messages": visible.last},
    )  # fmt: skip


def backlog(case: Case) -> Iterator[MetricFinding]:
    """A queue that is filled faster than it is emptied, or whose messages get old."""
    if case.resource.facts.get("dead_letter_queue"):
        return
    age, keep = case.metrics.get("ApproximateAgeOfOldestMessage"), case.resource.number("retention_seconds")
    visible = case.metrics.get("ApproximateNumberOfMessagesVisible")
    oldest = (age.max or 0.0) if age is not None else 0.0
    part = oldest / keep if keep else 0.0
    level, drain = graded("retention_share", part), case.figures.get("drain_seconds")
    waiting = (visible.last or 0.0) if visible is not None else 0.0
    if level is not None:
        yield MetricFinding(
            "sqs-old-messages", level,
            f"The oldest message waited {length(oldest)} of the {length(keep or 0)} that the queue keeps it: then it is lost.",
            "Repair or scale the consumer, or raise MessageRetentionPeriod first.", ("SQS-04", "FLR-09"),
            ("ApproximateAgeOfOldestMessage",), {"age_seconds": oldest, "retention_share": part},
        )  # fmt: skip
    if drain is None or not waiting:
        return
    endless = drain.value is None
    if graded("backlog_age_seconds", oldest) and (endless or graded("drain_seconds", drain.value or 0.0)):
        grown = visible is not None and waiting > 0.5 * (visible.max or 0.0)
        if not grown and endless:
            return
        pace = (
            "it is filled faster than it is emptied"
            if endless
            else f"at this pace it is empty in {length(drain.value or 0)}"
        )
        yield MetricFinding(
            "sqs-backlog", Severity.WARNING,
            f"{count(waiting)} messages wait, the oldest for {length(oldest)}; {pace} ({drain.told}).",
            "Look at the consumer's errors, throttles and duration; then raise the mapping's maximum concurrency or batch size.",
            ("SQS-11", "ESM-12", "SQS-06"), ("ApproximateNumberOfMessagesVisible",), {"backlog": waiting},
        )  # fmt: skip


def redelivered(case: Case) -> Iterator[MetricFinding]:
    """Messages that are received more often than they are deleted."""
    part = case.figure("redelivered_share")
    if case.resource.facts.get("dead_letter_queue") or graded("redelivered_share", part) is None:
        return
    timeout = case.resource.number("visibility_timeout_seconds")
    has = f" Its visibility timeout is {length(timeout)}." if timeout is not None else ""
    yield MetricFinding(
        "sqs-redelivered", Severity.WARNING,
        f"{share(part)} of receives did not end in a delete ({case.told('redelivered_share')}).{has}",
        "Either the consumer fails (see its errors), or messages come back before it is done: six function timeouts are enough. "
        "Report failures by message, so that the others are not tried again.",
        ("SQS-01", "SQS-09"), ("NumberOfMessagesReceived", "NumberOfMessagesDeleted"), {"redelivered_share": part},
    )  # fmt: skip


def api_errors(case: Case) -> Iterator[MetricFinding]:
    """Answers of 5xx, and many of 4xx."""
    rate, refused = case.figure("error_rate"), case.figure("client_error_rate")
    server, client = ("5XXError", "4XXError") if case.resource.kind == "restapi" else ("5xx", "4xx")
    level = graded("error_rate", rate)
    if level is not None:
        yield MetricFinding(
            "api-server-errors", level,
            f"{share(rate)} of requests are answered with 5xx ({case.told('error_rate')}){since(case, server)}.",
            "Compare with the errors, throttles and duration of the function behind it.", ("ERR-05", "ERR-02"), (server,),
            {"error_rate": rate},
        )  # fmt: skip
    if graded("client_error_rate", refused):
        yield MetricFinding(
            "api-client-errors", Severity.INFO,
            f"{share(refused)} of requests are answered with 4xx ({case.told('client_error_rate')}).",
            "See by status in the access log: 429 is throttling, 401 and 403 authorisation.", ("FLR-10",), (client,),
            {"client_error_rate": refused},
        )  # fmt: skip


def api_slowed(case: Case) -> Iterator[MetricFinding]:
    """A latency that rose and stayed up."""
    return slower(
        case,
        "Latency",
        "api-slower",
        "Compare IntegrationLatency: if it rose as well, look at the function behind the API.",
    )


def api_slow(case: Case) -> Iterator[MetricFinding]:
    """An API that is slow or nearly times out, and on which side the time goes."""
    latency, behind = case.metrics.get("Latency"), case.metrics.get("IntegrationLatency")
    if latency is None or behind is None or not latency.p99 or not behind.p99:
        return
    name = "rest" if case.resource.kind == "restapi" else "http"
    most = number(f"apigateway.{name}.integration_timeout")  # milliseconds
    if graded("timeout_share", behind.p99 / most):
        yield MetricFinding(
            "api-near-timeout", Severity.WARNING,
            f"p99 of the integration is {amount(behind.p99, 'ms')}, near its limit of {length(most / 1000)}.",
            "Answer at once and do the work behind a queue or in a durable function.", ("ASY-05", "ASY-04"),
            ("IntegrationLatency",), {"timeout_share": behind.p99 / most},
        )  # fmt: skip
    elif graded("slow_ms", latency.p99):
        part = min(1.0, behind.p99 / latency.p99)
        where = (
            "the function or service behind it" if part >= 0.5 else "API Gateway itself: authorizer, mapping, payload"
        )
        yield MetricFinding(
            "api-slow", Severity.INFO,
            f"p99 is {amount(latency.p99, 'ms')}, {share(part)} of it in the integration ({amount(behind.p99, 'ms')}).",
            f"The time goes in {where}.", ("FLR-02", "CLD-02"), ("Latency", "IntegrationLatency"), {"integration_share": part},
        )  # fmt: skip


def table_throttled(case: Case) -> Iterator[MetricFinding]:
    """Reads or writes that DynamoDB turned away."""
    reads, writes = case.total("ReadThrottleEvents"), case.total("WriteThrottleEvents")
    if reads + writes:
        said = [f"{count(number)} {name}" for number, name in ((reads, "reads"), (writes, "writes")) if number]
        how = (
            "Look for a hot partition key"
            if case.resource.facts.get("on_demand")
            else "Switch to on-demand capacity, or raise it"
        )
        yield MetricFinding(
            "dynamodb-throttled", Severity.WARNING, f"{' and '.join(said)} were throttled.",
            f"{how}; clients have to retry with backoff and jitter.", ("FLR-10", "FLR-04"),
            ("ReadThrottleEvents", "WriteThrottleEvents"), {"events": reads + writes},
        )  # fmt: skip


def stream(case: Case) -> Iterator[MetricFinding]:
    """A stream that is read too late, or refuses what is written."""
    age = case.metrics.get("GetRecords.IteratorAgeMilliseconds")
    lag = (age.max or 0.0) / 1000 if age is not None else 0.0
    level = graded("lag_seconds", lag)
    if level is not None and age is not None:
        hours = case.resource.number("retention_hours")
        keeps = f" It keeps records for {hours:.0f} h." if hours else ""
        yield MetricFinding(
            "kinesis-behind", level,
            f"Its readers are up to {length(lag)} behind, {length((age.last or 0) / 1000)} at the end.{keeps}",
            "Look at IteratorAge and Errors of the functions that read it.", ("FLR-07", "FLR-09"), (age.name,),
            {"lag_seconds": lag},
        )  # fmt: skip
    yield from faults(case, _STREAM_FAULTS)


def workflow(case: Case) -> Iterator[MetricFinding]:
    """Executions that failed, timed out, or were throttled."""
    rate = case.figure("error_rate")
    level = graded("error_rate", rate)
    if level is not None:
        yield MetricFinding(
            "states-failed", level, f"{share(rate)} of executions end badly ({case.told('error_rate')}).",
            "Give every task Retry and Catch; the failed execution's history names the state.", ("SFN-06", "SFN-08"),
            ("ExecutionsFailed", "ExecutionsTimedOut"), {"error_rate": rate},
        )  # fmt: skip
    yield from faults(case, _WORKFLOW_FAULTS)


def socket(case: Case) -> Iterator[MetricFinding]:
    """A WebSocket API whose integrations fail."""
    failed = case.total("IntegrationError") + case.total("ExecutionError")
    asked = case.total("ConnectCount") + case.total("MessageCount")
    level = graded("error_rate", failed / asked) if asked else None
    if level is not None:
        yield MetricFinding(
            "api-server-errors", level, f"{share(failed / asked)} of messages fail ({count(failed)} of {count(asked)}).",
            "Compare with the errors, throttles and duration of the function behind it.", ("ERR-05",), ("IntegrationError",),
            {"error_rate": failed / asked},
        )  # fmt: skip


def bus(case: Case) -> Iterator[MetricFinding]:
    """Events that did not reach their targets."""
    return faults(case, _BUS_FAULTS)


def topic(case: Case) -> Iterator[MetricFinding]:
    """Notifications that were not delivered."""
    return faults(case, _TOPIC_FAULTS)


_STREAM_FAULTS = (
    Fault(
        "WriteProvisionedThroughputExceeded", "kinesis-writes-refused", Severity.WARNING, "records were refused: a shard is full",
        "Spread the partition keys, add shards, or use on-demand mode.", ("FLR-10", "FLR-04"),
    ),
    Fault(
        "ReadProvisionedThroughputExceeded", "kinesis-reads-refused", Severity.WARNING,
        "reads were refused: too many readers share a shard", "Give readers enhanced fan-out.", ("FLR-10", "ESM-13"),
    ),
    Fault(
        "PutRecords.FailedRecords", "kinesis-records-failed", Severity.WARNING, "records of PutRecords failed",
        "Send again just the records that failed.", ("FLR-06",),
    ),
)  # fmt: skip
_WORKFLOW_FAULTS = (
    Fault(
        "ExecutionThrottled", "states-throttled", Severity.WARNING, "state transitions were throttled",
        "Ask for a higher quota, or run the fast sections as nested Express workflows.", ("FLR-10", "SFN-04"),
    ),
)  # fmt: skip
_BUS_FAULTS = (
    Fault(
        "FailedInvocations", "events-failed", Severity.ERROR, "invocations of targets failed for good",
        "Check the targets' permissions; give them a dead-letter queue.", ("ASY-12", "ERR-01"),
    ),
    Fault(
        "InvocationsFailedToBeSentToDlq", "events-lost", Severity.ERROR,
        "events could not be put into the dead-letter queue, and are lost", "Allow events.amazonaws.com to send to it.",
        ("ASY-12", "ERR-01"),
    ),
    Fault(
        "InvocationsSentToDlq", "events-dead-letters", Severity.WARNING, "events went to the dead-letter queue",
        "Read one, cure its cause, send them again.", ("ASY-12", "ERR-01"),
    ),
    Fault(
        "ThrottledRules", "events-throttled", Severity.WARNING, "runs of rules were throttled",
        "Put a queue between the rule and what is slow.", ("FLR-10",),
    ),
)  # fmt: skip
_TOPIC_FAULTS = (
    Fault(
        "NumberOfNotificationsFailed", "sns-failed", Severity.WARNING, "notifications failed",
        "Check the subscriptions' endpoints and permissions.", ("ASY-12", "ERR-01"),
    ),
    Fault(
        "NumberOfNotificationsRedrivenToDlq", "sns-dead-letters", Severity.WARNING, "notifications went to a dead-letter queue",
        "Read one, cure its cause, send them again.", ("ASY-12", "ERR-01"),
    ),
    Fault(
        "NumberOfNotificationsFailedToRedriveToDlq", "sns-lost", Severity.ERROR,
        "notifications could not be put into the dead-letter queue, and are lost",
        "Allow sns.amazonaws.com to send to it.", ("ASY-12", "ERR-01"),
    ),
)  # fmt: skip
CHECKS: dict[str, tuple[Check, ...]] = {
    "sqs": (dead_letters, backlog, redelivered),
    "httpapi": (api_errors, api_slowed, api_slow),
    "restapi": (api_errors, api_slowed, api_slow),
    "websocket": (socket,),
    "dynamodb": (table_throttled,),
    "kinesis": (stream,),
    "statemachine": (workflow,),
    "eventbus": (bus,),
    "rule": (bus,),
    "sns": (topic,),
}
