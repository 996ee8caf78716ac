"""An event source does not use the alias that has the provisioned concurrency."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, is_qualified
from guidance.template.triggers import invocations

RULE = Rule(
    title="Caller goes past the alias with provisioned concurrency",
    severity=Severity.WARNING,
    pillars=(Pillar.PERFORMANCE, Pillar.COST),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html", "2026-11-20"),),
    aliases=("LAM063",),
    practices=("PCN-03",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each mapping, rule, subscription ... that names the function where only an alias of it is prepared."""
    for function in template.of(Function):
        prepared = [each for each in function.aliases() if each.get("ProvisionedConcurrencyConfig").present]
        for call in invocations(function) if prepared else ():
            owner = call.target.owner
            if call.by in {"api", "url"} or owner is None or owner.type == "AWS::Lambda::Permission" or owner.generated:
                continue
            if call.target.resource is function and not is_qualified(call.target):
                message = (
                    f"{owner.id} invokes {function.id} itself, but the provisioned concurrency is on {prepared[0].id}:"
                )
                message += " the call meets cold starts, while the prepared environments are paid for and idle. Name the alias."
                yield Found(call.target, message, prepared)
