"""Metrics as Markdown: what is wrong first, then the figures of one target in full, or a line for each of many."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.advice.metrics import MetricFinding, MetricSummary, Summary, kinds
from guidance.advice.metrics.catalogue import cloudwatch
from guidance.advice.metrics.figures import told
from guidance.advice.metrics.summary import by_period
from guidance.advice.metrics.words import amount, change, count, money
from guidance.model import Severity
from mcp_server.findings import clean
from mcp_server.observe import Observation, Reading

_IN_FULL = 3
"""So many targets at most are shown with every metric."""
_MOST_ROWS = 40
_MOST_FINDINGS = 12
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def render(seen: Observation, alarms: str, notes: list[str], *, series: bool) -> str:
    """The whole answer."""
    lines = [_header(seen), ""]
    found = [each for each in seen.readings if each.summary is not None and each.summary.status == "ok"]
    if len(seen.readings) <= _IN_FULL:
        for each in seen.readings:
            lines += [*_in_full(each, seen, series=series), ""]
    else:
        lines += [*_findings(found), *_rows(seen, found)]
        lines += [line for each in found if series for line in _series(each, seen)]
    if alarms:
        lines += ["Alarms worth having, for `Resources`:", "```yaml", alarms.rstrip("\n"), "```", ""]
    lines += [f"Note: {note}" for note in notes]
    lines += list(_left_out(seen))
    return "\n".join(lines).rstrip("\n") + "\n"


def _header(seen: Observation) -> str:
    window, read = seen.window, seen.metrics_read
    usd = read / 1000 * float(cloudwatch()["usd_per_thousand_metrics"])
    cost = f" {read:,} series read{f', {money(usd)} at most' if usd >= 0.01 else ''}." if read else ""
    return f"{window.told}, by {amount(window.period_seconds, 's')}, in {seen.where.told}.{cost}"


def _in_full(reading: Reading, seen: Observation, *, series: bool) -> Iterator[str]:
    summary, resource = reading.summary, reading.resource
    title = kinds()[resource.kind].title if resource else reading.target.kind
    name = shown(resource.name if resource else reading.target.name)
    qualified = f":{reading.target.qualifier}" if reading.target.qualifier else ""
    if reading.status in {"not_found", "error"} or summary is None:
        yield f"**{name}{qualified}**: {reading.status.replace('_', ' ')}. {reading.message or ''}".rstrip()
        return
    known = ", ".join([title, *facts_of(summary)])
    said = f"**{name}{qualified}** ({known})"
    if reading.status == "no_data":
        nothing = "has no data" if reading.message else "exists, but did nothing"
        said += f" {nothing} in this window. Widen it with `start`."
    yield said
    if reading.message:
        yield f"Warning: {reading.message}"
    yield from (_finding(each) for each in summary.findings)
    if not summary.findings and reading.status == "ok":
        yield "Nothing stands out."
    if summary.figures:
        yield f"{', '.join(told(each) for each in summary.figures)}."
    if summary.metrics:
        yield ""
        yield "| metric | value | trend | |"
        yield "| --- | --- | --- | --- |"
        yield from (_metric(each) for each in summary.metrics)
    if series:
        yield from _series(reading, seen)


def facts_of(summary: Summary) -> Iterator[str]:
    """What its configuration says that the figures are read against."""
    facts = summary.resource.facts
    if summary.resource.kind == "lambda" and facts.get("memory_mb"):
        yield f"{facts['memory_mb']} MB"
        yield f"timeout {facts['timeout_seconds']} s"
        yield str(facts["architecture"])
        if facts.get("reserved_concurrency") is not None:
            yield f"reserved concurrency {facts['reserved_concurrency']}"
    if summary.resource.kind == "sqs" and "visibility_timeout_seconds" in facts:
        yield f"visibility timeout {facts['visibility_timeout_seconds']} s"
        yield f"keeps {amount(summary.resource.number('retention_seconds'), 's')}"
        yield (
            "a dead-letter queue"
            if facts.get("dead_letter_queue")
            else (
                "dead-letter queue after " + str(facts.get("max_receive_count"))
                if facts.get("dead_letter_arn")
                else "no dead-letter queue"
            )
        )
    if summary.resource.kind == "kinesis" and facts.get("shards"):
        yield f"{facts['shards']} shards"
    if summary.resource.kind == "eventbus":
        yield f"{facts.get('rules', 0)}{'+' if facts.get('more_rules') else ''} rules"


def shown(name: str) -> str:
    """A name of the user's, as text that cannot break out of a line or a table."""
    words = " ".join(clean(name).split()).replace("|", "/")
    return words if len(words) <= 100 else f"{words[:100]}..."


def _finding(finding: MetricFinding, name: str = "") -> str:
    of = f"**{shown(name)}** " if name else ""
    return f"- {finding.severity}: {of}{finding.message} {finding.next_step} [{', '.join(finding.practices)}]"


def _metric(each: MetricSummary) -> str:
    return f"| {each.name} | {value(each)} | {change(each.change_percent)} | {each.sparkline} |"


def value(each: MetricSummary) -> str:
    """The figures of a metric in one cell."""
    if each.measure == "count":
        unit = "bytes" if each.unit == "bytes" else ""
        rate = f" ({amount(float(f'{each.rate_per_minute:.3g}'), unit)}/min)" if each.rate_per_minute else ""
        return f"{amount(each.sum or 0.0, unit)}{rate}"
    if each.measure == "latency":
        return ", ".join(
            f"{name} {amount(found, each.unit)}"
            for name, found in (("p50", each.p50), ("p95", each.p95), ("p99", each.p99), ("max", each.max))
            if found is not None
        )
    named = (("max", each.max), ("average", each.average), ("last", each.last))
    return ", ".join(f"{name} {amount(found, each.unit)}" for name, found in named if found is not None)


def _series(reading: Reading, seen: Observation) -> Iterator[str]:
    if reading.summary is None:
        return
    window = seen.window
    yield ""
    yield f"By period of {window.period_seconds} s from {window.start:%H:%M}, `-` is no data, {shown(reading.target.text)}:"
    for each in reading.summary.metrics:
        statistic = {"count": "sum", "latency": "p99", "gauge": "maximum"}[each.measure]
        values = by_period(each.points, window, empty=0.0 if each.measure == "count" else None)
        said = " ".join("-" if found is None else f"{found:.4g}" for found in values)
        yield f"- {each.name} {statistic}{' ' + each.unit if each.unit else ''}: {said}"


def _findings(found: list[Reading]) -> Iterator[str]:
    every = [(finding, each) for each in found if each.summary is not None for finding in each.summary.findings]
    every.sort(key=lambda pair: _ORDER.index(pair[0].severity))
    if found and not every:
        yield "Nothing stands out."
    for finding, each in every[:_MOST_FINDINGS]:
        yield _finding(finding, each.resource.name if each.resource else each.target.name)
    if (more := len(every) - _MOST_FINDINGS) > 0:
        yield f"- {more} more, none worse."
    yield ""


def _rows(seen: Observation, found: list[Reading]) -> Iterator[str]:
    ranked = sorted(found, key=badness)
    if ranked:
        yield "| resource | traffic | trend | faults | p99 | |"
        yield "| --- | --- | --- | --- | --- | --- |"
    for each in ranked[:_MOST_ROWS]:
        if each.summary is not None:
            yield _row(each, each.summary)
    if (more := len(ranked) - _MOST_ROWS) > 0:
        yield f"{more} resources more, with nothing wrong; name them as targets."
    yield ""
    costs = [(each.summary.figure("cost_usd") or 0.0, each.target.name) for each in found if each.summary is not None]
    if sum(usd for usd, _ in costs) > 0:
        dear = ", ".join(f"{name} {money(usd)}" for usd, name in sorted(costs, reverse=True)[:3])
        yield f"Lambda's duration and requests cost {money(sum(usd for usd, _ in costs))} in this window; most: {dear}."
    for status, said in (
        ("no_data", "No data in this window"),
        ("not_found", "Not found"),
        ("error", "Could not be read"),
    ):
        names = [each for each in seen.readings if each.status == status]
        told_ = [each.target.text + (f" ({each.message})" if each.message else "") for each in names[:_MOST_ROWS]]
        if names:
            yield f"{said}: {clean('; '.join(told_))}{'; ...' if len(names) > _MOST_ROWS else ''}."
    assumed = [each for each in found if each.message]
    if assumed:
        yield f"Warning: {len(assumed)} without configuration: {assumed[0].message}"


def badness(reading: Reading) -> tuple[int, str, str]:
    """The order of resources: the worst finding first."""
    findings = reading.summary.findings if reading.summary else ()
    return (_ORDER.index(findings[0].severity) if findings else len(_ORDER), reading.target.kind, reading.target.name)


def _row(reading: Reading, summary: Summary) -> str:
    traffic = next((each for each in summary.metrics if each.measure == "count"), None)
    gauge = (
        next((each for each in summary.metrics if each.measure == "gauge"), None)
        if summary.resource.kind == "sqs"
        else None
    )
    latency = next((each for each in summary.metrics if each.measure == "latency"), None)
    shares = [each for each in summary.figures if each.unit == "share" and each.value]
    faults = ", ".join(told(each).replace(" rate", "s") for each in shares if each.name.endswith("_rate"))
    if gauge is not None and gauge.max:
        faults = ", ".join([*([faults] if faults else []), f"oldest {amount(gauge.max, gauge.unit)}"])
    tail = amount(latency.p99, latency.unit) if latency else ""
    qualified = f":{reading.target.qualifier}" if reading.target.qualifier else ""
    name = f"{reading.target.kind}:{shown(summary.resource.name)}{qualified}"
    if traffic is None:
        return f"| {name} | | | {faults} | {tail} | |"
    said, trend = f"{count(traffic.sum or 0)} {traffic.name}", change(traffic.change_percent)
    return f"| {name} | {said} | {trend} | {faults} | {tail} | {traffic.sparkline} |"


def _left_out(seen: Observation) -> Iterator[str]:
    if len(seen.readings) > _IN_FULL:
        yield "Every metric of one: get_metrics with that target alone; it proposes alarms too."
    if seen.unobserved:
        kinds_ = ", ".join(f"{number} {name}" for name, number in seen.unobserved.most_common(8))
        yield f"Without metrics here: {kinds_}."
