"""Classes of log groups, sampling, and delivery past CloudWatch."""

from __future__ import annotations

import math

from guidance.advice.options.case import Case, at_price
from guidance.advice.options.model import Broken, Line, Weighed
from guidance.facts import values

_MONTH_DAYS = 30


def weigh(case: Case) -> tuple[Weighed, ...]:
    """All five."""
    everything = case.number("monthly_gb")
    kept = everything * (1 - case.number("debug_share") * (1 - case.number("sample_rate")))
    held = Line(
        "{:n} GB less {:.3g} x {:.3g} not sampled: {:n} GB",
        (everything, case.number("debug_share"), 1 - case.number("sample_rate"), kept),
    )
    unread = Broken("it feeds no metric filter, Embedded Metric Format or subscription filter")
    no_metrics = unread if case.flag("metrics_from_logs") else None
    taken = _taken(case, everything, "reduced")
    stored = _stored(case, everything, case.price("s3", "gb_month"))
    unsearched = (
        ("search: CloudWatch keeps a delivered line for one day and cannot query it",) if case.flag("searched") else ()
    )
    return (
        Weighed("sampled", (held, _taken(case, kept, "standard"), *_kept_in_cloudwatch(case, kept))),
        Weighed("standard", (_taken(case, everything, "standard"), *_kept_in_cloudwatch(case, everything))),
        Weighed("infrequent_access", (taken, *_kept_in_cloudwatch(case, everything)), no_metrics),
        Weighed("s3", (taken, stored), no_metrics, unsearched),
        Weighed("firehose", (taken,), no_metrics, (*unsearched, "a place to stay: what it feeds is not priced here")),
    )


def _taken(case: Case, gigabytes: float, kind: str) -> Line:
    """Ingestion by tier, as if no other function of the account logged."""
    ends = values("logs.tiers")
    usd, below, rates = 0.0, 0.0, []
    for number, upto in enumerate((*map(float, ends), math.inf), start=1):
        if gigabytes <= below:
            break
        rate = case.price("logs", f"{kind}_{number}")
        rates.append(f"${rate:g}")
        usd += (min(gigabytes, upto) - below) * rate
        below = upto
    return Line("{:n} GB taken in, {} a GB", (gigabytes, ", then ".join(rates)), usd)


def _stored(case: Case, gigabytes: float, price: float) -> Line:
    days = case.whole("retention_days")
    return Line(
        "{:n} GB kept {} days, ${:g} a GB-month",
        (gigabytes, days, price),
        gigabytes * days / _MONTH_DAYS * price,
    )


def _kept_in_cloudwatch(case: Case, gigabytes: float) -> tuple[Line, Line]:
    scanned, price = gigabytes * case.number("scans"), case.price("logs", "scanned_gb")
    return (
        _stored(case, gigabytes, case.price("logs", "stored_gb_month")),
        at_price(scanned, "GB scanned", price),
    )
