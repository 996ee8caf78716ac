"""Targets of rules keep the retry policy that tries for 24 hours."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import Template
from guidance.wording import names

RULE = Rule(
    title="Rule targets retry for a day",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html", "2026-11-20"),
    ),
    aliases=("EVB002",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which rules leave the retries as they are."""
    rules = [
        rule
        for rule in template.resources("AWS::Events::Rule")
        if any(target.kind == "mapping" and target.get("RetryPolicy").absent for target in rule.get("Targets").items())
    ]
    if rules:
        message = (
            f"Targets of {names([rule.id for rule in rules])} may get an event a day late, after up to 185 tries."
            " Set RetryPolicy to how late is still of use, with a dead-letter queue behind it."
        )
        yield Found(rules[0], message, rules[1:])
