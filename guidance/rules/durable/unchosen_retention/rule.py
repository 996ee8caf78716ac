"""A durable function leaves it to Lambda how long its executions are kept."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import Function, Template

RULE = Rule(
    title="Retention of durable executions is left at the default",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.COST,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/api/API_DurableConfig.html", "2026-11-20"),),
    aliases=("DUR010",),
    practices=("DUR-34",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which durable functions do not say for how many days."""
    silent = []
    for function in template.of(Function):
        days = function.get("DurableConfig", "RetentionPeriodInDays")
        if function.get("DurableConfig").kind == "mapping" and days.absent:
            silent.append((function, days))
    if silent:
        function, days = silent[0]
        others = [each for each, _ in silent[1:]]
        more = f" and {len(others)} more" if others else ""
        message = f"{function.id}{more}: RetentionPeriodInDays is not set, and the data of ended executions is billed for as long"
        message += " as it is kept. Choose 1 to 90 days, such as what support needs."
        yield Found(days, message, others[:10])
