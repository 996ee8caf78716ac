"""A durable function has a fixed name, so it cannot be replaced."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template

RULE = Rule(
    title="Durable function has a fixed name",
    severity=Severity.INFO,
    pillars=(Pillar.OPERATIONS,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/durable-configuration.html", "2026-11-20"),),
    since="0.2.0",
    aliases=("DUR012", "DFI08"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which durable functions have a name of their own."""
    named = [
        (function, name)
        for function in template.of(Function)
        for name in function.each("FunctionName")
        if name.present and function.get("DurableConfig").present
    ]
    if named:
        function, name = named[0]
        others = list({each.id: each for each, _ in named[1:] if each is not function}.values())
        more = f" and {len(others)} more" if others else ""
        message = (
            f"{function.id}{more}: DurableConfig is given when a function is made. Where an update has to replace it,"
        )
        message += (
            " such as when you add DurableConfig to one that exists, the deployment fails because the name is taken."
        )
        message += " Let CloudFormation choose the name, and pass the ARN of the alias on."
        yield Found(name, message, others[:10])
