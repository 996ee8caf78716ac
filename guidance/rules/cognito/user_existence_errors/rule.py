"""App clients tell a stranger whether a user exists."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Template, Value, edits

RULE = Rule(
    title="App clients tell which users exist",
    severity=Severity.WARNING,
    pillars=(Pillar.SECURITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("COG003",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each client that says LEGACY, and one finding for those that say nothing."""
    unsaid: list[Value] = []
    for client in template.resources("AWS::Cognito::UserPoolClient"):
        if [flow.text() for flow in client.get("AllowedOAuthFlows").items()] == ["client_credentials"]:
            continue
        setting = client.get("PreventUserExistenceErrors")
        if setting.absent:
            unsaid.append(setting)
        elif setting.text() == "LEGACY":
            message = "Sign-in tells a stranger whether a user exists. Set PreventUserExistenceErrors to ENABLED."
            yield Found(setting, message, fix=edits.replace(setting, "ENABLED", "Do not tell which users exist"))
    if unsaid and (first := unsaid[0].owner) is not None:
        message = (
            "By default sign-in tells a stranger whether a user exists. Set PreventUserExistenceErrors to ENABLED."
        )
        fix = edits.insert(first, {"PreventUserExistenceErrors": "ENABLED"}, "Do not tell which users exist")
        yield Found(unsaid[0], message, unsaid[1:], fix if len(unsaid) == 1 else None, severity=Severity.INFO)
