"""An app client has a callback address with http."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Template

RULE = Rule(
    title="App client redirects to plain http",
    severity=Severity.ERROR,
    pillars=(
        Pillar.SECURITY,
        Pillar.RELIABILITY,
    ),
    sources=(
        Source(
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html",
            "2026-11-20",
        ),
    ),
    aliases=("COG003C",),
)


_PLAIN = re.compile(r"http://(?!localhost\b|127\.|\[::1\])")


def check(template: Template) -> Iterator[Found]:
    """Yield each address that Cognito refuses."""
    for client in template.resources("AWS::Cognito::UserPoolClient"):
        for key in ("CallbackURLs", "LogoutURLs", "DefaultRedirectURI"):
            for address in client.get(key).items():
                first = address.parts[0] if address.present else None
                if isinstance(first, str) and _PLAIN.match(first) and len(first) > len("http://"):
                    yield Found(address, "Cognito refuses addresses with http, but for localhost. Use https.")
