"""No web ACL of AWS WAF protects the REST APIs."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import Resource, Template
from guidance.wording import names

RULE = Rule(
    title="REST APIs have no web ACL",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.SECURITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html",
            "2026-11-20",
        ),
    ),
    aliases=("API018",),
    equivalents=("APIG3",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which REST APIs have no web ACL."""
    named = {
        template.find(reference)
        for each in template.resources("AWS::WAFv2::WebACLAssociation", "AWS::WAFRegional::WebACLAssociation")
        for reference in each.get("ResourceArn").references()
    }
    named |= {found.get("RestApiId").resource for found in named if found is not None}
    without = [api for api in template.resources("AWS::ApiGateway::RestApi") if api not in named and not _private(api)]
    if without:
        message = (
            f"No web ACL of this template protects {names([api.id for api in without])}. Add an"
            " AWS::WAFv2::WebACLAssociation."
        )
        yield Found(without[0], message, without[1:])


def _private(api: Resource) -> bool:
    kinds = [api.get("EndpointConfiguration", "Type"), *api.get("EndpointConfiguration", "Types").items()]
    return any(each.text() == "PRIVATE" or each.unknown for each in kinds)
