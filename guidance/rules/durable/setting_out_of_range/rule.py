"""A setting of DurableConfig is missing or outside its range."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, edits

RULE = Rule(
    title="Setting of DurableConfig is missing or out of range",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/api/API_DurableConfig.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("DUR005", "DFI05"),
    equivalents=("E3034", "E3003"),
)
RANGES = {
    "ExecutionTimeout": ("lambda.durable.execution_timeout.maximum", "seconds"),
    "RetentionPeriodInDays": ("lambda.durable.retention.maximum", "days"),
}


def check(template: Template) -> Iterator[Found]:
    """Yield each missing execution timeout, and each value that Lambda refuses."""
    for function in template.of(Function):
        for durable in function.each("DurableConfig"):
            if durable.kind != "mapping":
                continue
            if (timeout := durable.get("ExecutionTimeout")).absent:
                message = "DurableConfig has no ExecutionTimeout, which CloudFormation requires: deployment fails."
                message += " Set it to the seconds that a whole execution may take."
                yield Found(timeout, message)
            for name, (fact, unit) in RANGES.items():
                maximum = facts.number(fact)
                for value in durable.each(name):
                    number = value.integer()
                    if number is not None and not 1 <= number <= maximum:
                        best = min(max(number, 1), maximum)
                        message = f"{name} is {number} {unit}; it has to be from 1 to {maximum}, and deployment fails."
                        yield Found(value, message, fix=edits.replace(value, best, f"Set {name} to {best}"))
