"""An API key is all that a GraphQL API asks for."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Template

RULE = Rule(
    title="GraphQL API asks for an API key only",
    severity=Severity.WARNING,
    pillars=(Pillar.SECURITY,),
    sources=(Source("https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html", "2026-11-20"),),
    aliases=("APS003",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each API key that stands alone."""
    for api in template.resources("AWS::AppSync::GraphQLApi"):
        kind = api.get("Auth", "Type") if api.is_sam else api.get("AuthenticationType")
        others = api.get("Auth", "Additional") if api.is_sam else api.get("AdditionalAuthenticationProviders")
        alone = others.absent or (
            others.known and all(each.get(_KEY[api.is_sam]).text() == "API_KEY" for each in others.items())
        )
        if kind.text() == "API_KEY" and alone and api.get("Visibility").absent:
            message = (
                "Every client carries the same key, so nothing says who asks. Add a user pool, OIDC or IAM; keep the"
                " key for public data."
            )
            yield Found(kind, message)


_KEY = {True: "Type", False: "AuthenticationType"}
