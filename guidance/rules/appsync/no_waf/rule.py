"""No web ACL of AWS WAF protects the GraphQL APIs."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Template
from guidance.wording import names

RULE = Rule(
    title="GraphQL APIs have no web ACL",
    severity=Severity.INFO,
    pillars=(Pillar.SECURITY,),
    sources=(Source("https://docs.aws.amazon.com/appsync/latest/devguide/WAF-Integration.html", "2026-11-20"),),
    aliases=("APS003B",),
    equivalents=("CKV2_AWS_33",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which GraphQL APIs have no web ACL."""
    associations = template.resources("AWS::WAFv2::WebACLAssociation")
    named = {
        template.find(each) for association in associations for each in association.get("ResourceArn").references()
    }
    without = [
        api
        for api in template.resources("AWS::AppSync::GraphQLApi")
        if api not in named and api.get("Visibility").absent
    ]
    if without:
        message = (
            f"No web ACL of this template protects {names([api.id for api in without])}. Add an"
            " AWS::WAFv2::WebACLAssociation."
        )
        yield Found(without[0], message, without[1:])
