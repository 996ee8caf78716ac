"""More concurrency is provisioned than the function reserves."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, Value, edits

RULE = Rule(
    title="Provisioned concurrency is greater than reserved concurrency",
    severity=Severity.ERROR,
    pillars=(Pillar.PERFORMANCE, Pillar.RELIABILITY),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("LAM022",),
)
PATH = ("ProvisionedConcurrencyConfig", "ProvisionedConcurrentExecutions")


def check(template: Template) -> Iterator[Found]:
    """Yield each function whose aliases and versions together provision more than it may use."""
    for function in template.of(Function):
        asked = [each.get(*PATH) for each in (*function.aliases(), *function.versions())]
        known = [each for each in asked if each.integer() is not None]
        for reserved in function.each("ReservedConcurrentExecutions"):
            together = [each for each in known if template.together(each, reserved)]
            yield from _compare(function, reserved, together)


def _compare(function: Function, reserved: Value, asked: list[Value]) -> Iterator[Found]:
    has, needs = reserved.integer(), sum(each.integer() or 0 for each in asked)
    if has is None or has >= needs:
        return
    message = f"{function.id} provisions {needs} environments, but reserves {has}: provisioned concurrency may not"
    fix = edits.replace(reserved, needs, f"Reserve {needs}")
    yield Found(
        reserved,
        f"{message} exceed reserved, and deployment fails. Reserve at least {needs}, or provision less.",
        asked,
        fix,
    )
