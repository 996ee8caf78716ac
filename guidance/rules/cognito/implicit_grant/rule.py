"""An app client hands tokens out in the address of a page."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Template

RULE = Rule(
    title="App client allows the implicit grant",
    severity=Severity.WARNING,
    pillars=(Pillar.SECURITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints-oauth-grants.html",
            "2026-11-20",
        ),
        Source("https://datatracker.ietf.org/doc/html/rfc9700", "2026-11-20"),
    ),
    aliases=("COG003B",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each implicit grant."""
    for client in template.resources("AWS::Cognito::UserPoolClient"):
        for flow in client.get("AllowedOAuthFlows").items():
            if flow.text() == "implicit":
                yield Found(flow, "The implicit grant puts tokens into the URL. Use the code grant with PKCE.")
