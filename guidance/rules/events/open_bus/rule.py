"""The policy of an event bus lets every AWS account do something with it."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Template, Value

RULE = Rule(
    title="Event bus lets every account in",
    severity=Severity.ERROR,
    pillars=(Pillar.SECURITY,),
    sources=(Source("https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html", "2026-11-20"),),
    aliases=("EVB007B",),
    equivalents=("EventBusOpenAccess",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each principal that is everybody."""
    for statement in _statements(template):
        principal, condition = statement.get("Principal"), statement.get("Condition")
        everybody = [
            each for value in [principal, principal.get("AWS")] for each in value.items() if each.text() == "*"
        ]
        if everybody and condition.absent and statement.get("Effect").text() in {"Allow", None}:
            message = "Every AWS account may use this bus. Name the accounts, or add a condition on aws:PrincipalOrgID."
            yield Found(everybody[0], message)


def _statements(template: Template) -> Iterator[Value]:
    for policy in template.resources("AWS::Events::EventBusPolicy"):
        yield from policy.get("Statement").items() if policy.get("Statement").present else [policy.properties]
    for bus in template.resources("AWS::Events::EventBus"):
        written = bus.get("Policy")
        yield from written.get("Statement").items() if written.get("Statement").known else written.items()
