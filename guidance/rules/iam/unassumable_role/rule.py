"""A function's or state machine's role does not trust the service that has to take it on."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Function,
    StateMachine,
    Template,
)
from guidance.template.policies import Statement, statements_of

RULE = Rule(
    title="Role does not trust the service that uses it",
    severity=Severity.ERROR,
    pillars=(Pillar.SECURITY, Pillar.RELIABILITY),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html", "2026-11-20"),),
    aliases=("IAM006",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each role of this template whose trust policy, fully known, leaves out its user's service."""
    users = [(each, "lambda", each.role) for each in template.of(Function)]
    machines = [(each, "states", each.role) for each in template.of(StateMachine)]
    for user, service, role in [*users, *machines]:
        if role is None or role.generated or role.type != "AWS::IAM::Role":
            continue
        trusts = [each for each in statements_of(role) if each.kind == "trust" and each.effect != "Deny"]
        trusted = [name for each in trusts for name in _principals(each)]
        if trusted and not any(name is None or name == "*" or name.startswith(f"{service}.") for name in trusted):
            message = f"{role.id} does not trust {service}.amazonaws.com, so {user.id} cannot be created with it."
            yield Found(trusts[0].at.get("Principal"), f"{message} Add the service to the Principal.", [user])


def _principals(statement: Statement) -> Iterator[str | None]:
    """Whom a statement trusts; None for what cannot be known."""
    principal = statement.at.get("Principal")
    if principal.kind != "mapping":
        yield principal.text()
    for kind, value in principal.entries():
        for each in value.items():
            first = each.parts[0]
            yield (first if isinstance(first, str) else None) if kind == "Service" else f"{kind}:"
