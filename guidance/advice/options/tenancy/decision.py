"""One function for all, tenant isolation mode, or a function for each tenant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guidance.advice.options.case import Case, durations, longer_than_invocations, requests
from guidance.advice.options.model import Broken, Line, Value, Weighed

_SHARED_COLD = 0.01
"""Of a shared function's invocations, under steady traffic (CLD-02)."""


_COLD = 60.0


def derive(figures: Mapping[str, Value]) -> Mapping[str, Value]:
    """Environments made for a tenant: two a day."""
    return {"cold_starts_per_tenant": min(_COLD, float(figures["monthly_invocations"]) / int(figures["tenants"]))}


def contradictions(figures: Mapping[str, Value]) -> Iterator[str]:
    """An invocation ends, and no tenant starts cold more often than it is invoked."""
    yield from longer_than_invocations(figures, "duration_ms", "decide on compute first")
    cold = float(figures["cold_starts_per_tenant"]) * int(figures["tenants"])
    if cold > float(figures["monthly_invocations"]) * (1 + 1e-9):
        yield (
            f"figures.cold_starts_per_tenant: {figures['tenants']:,} tenants make {cold:,.0f} environments, more than the "
            f"{figures['monthly_invocations']:,.0f} invocations; give fewer, or more invocations."
        )


def weigh(case: Case) -> tuple[Weighed, ...]:
    """All three."""
    warm = _warm(case)
    return (_shared(case, warm), _isolated(case, warm), _each(case, warm))


def _warm(case: Case) -> tuple[Line, Line]:
    at, count = case.function(), case.number("monthly_invocations")
    return durations(at, count, case.number("duration_ms"), case.number("memory_mb")), requests(at, count)


def _cold(case: Case, count: float) -> Line:
    return durations(case.function(), count, case.number("init_ms"), case.number("memory_mb"), "cold starts")


def _apart(case: Case) -> float:
    return case.whole("tenants") * case.number("cold_starts_per_tenant")


def _shared(case: Case, warm: tuple[Line, Line]) -> Weighed:
    few = min(_apart(case), case.number("monthly_invocations") * _SHARED_COLD)
    wrong = None
    if case.text("isolation") != "none":
        wrong = Broken("tenants share execution environments, and what one leaves in memory or /tmp another may find")
    return Weighed("shared_function", (*warm, _cold(case, few)), wrong)


def _isolated(case: Case, warm: tuple[Line, Line]) -> Weighed:
    made, gigabytes = _apart(case), case.number("memory_mb") / 1024
    price = case.price("tenant_isolation", f"environment_gb_{case.text('architecture')}")
    fee = Line(
        "{:,.0f} tenant environments made x {:g} GB, ${:g} a GB", (made, gigabytes, price), made * gigabytes * price
    )
    return Weighed("tenant_isolation", (*warm, _cold(case, made), fee), _not_isolated(case))


def _not_isolated(case: Case) -> Broken | None:
    if case.text("isolation") == "role":
        return Broken("all tenants of a function share its execution role")
    if case.flag("other_triggers"):
        return Broken("it is invoked directly or through API Gateway only: no event source, no function URL")
    if case.flag("warm_start_features"):
        return Broken("it excludes provisioned concurrency and SnapStart")
    at_once = case.whole("tenants") * case.whole("environments_per_tenant")
    most = case.limit("lambda.tenant_environments_per_concurrency") * case.whole("account_concurrency")
    if at_once > most:
        allow = f"{case.whole('account_concurrency'):,} of account concurrency allow {most:,.0f} tenant environments"
        return Broken(f"{allow}, and these tenants keep {at_once:,}", "lambda.tenant_environments_per_concurrency")
    return None


def _each(case: Case, warm: tuple[Line, Line]) -> Weighed:
    tenants, storage = case.whole("tenants"), case.whole("tenants") * case.number("package_mb") / 1024
    lines = (
        *warm,
        _cold(case, _apart(case)),
        Line("{:,} functions x {:g} MB: {:n} GB of code", (tenants, case.number("package_mb"), storage)),
    )
    most, wrong = case.limit("lambda.code_storage"), None
    if storage > most:
        said = f"{tenants:,} functions are {storage:,.0f} GB of code, and a Region holds {most:,.0f}"
        wrong = Broken(said, "lambda.code_storage")
    lacks = () if tenants == 1 else (f"one thing to run: {tenants:,} functions to deploy, watch and patch (TEN-02)",)
    return Weighed("function_per_tenant", lines, wrong, lacks)
