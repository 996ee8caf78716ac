"""A private API has no resource policy."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Resource, Template

RULE = Rule(
    title="Private API without a resource policy",
    severity=Severity.ERROR,
    pillars=(
        Pillar.SECURITY,
        Pillar.RELIABILITY,
    ),
    sources=(
        Source(
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html", "2026-11-20"
        ),
        Source(
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-create-attach.html",
            "2026-11-20",
        ),
    ),
    aliases=("API015",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each private REST API without a policy."""
    for api in template.resources("AWS::ApiGateway::RestApi"):
        kinds = [api.get("EndpointConfiguration", "Type"), *api.get("EndpointConfiguration", "Types").items()]
        private = next((each for each in kinds if each.text() == "PRIVATE"), None)
        if private is not None and not _has_policy(api):
            message = (
                f"{api.declared.id} is private but has no resource policy, so it cannot be deployed. Say in one which"
                " VPC endpoints may call it."
            )
            yield Found(private, message)


def _has_policy(api: Resource) -> bool:
    """Whether there is a policy, or may be one where it cannot be seen."""
    body, auth = api.get("Body"), api.declared.get("Auth") if api.is_sam else api.get("Policy")
    if body.unknown or not api.get("BodyS3Location").absent or not api.get("Policy").absent or auth.unknown:
        return True
    routes_with = any(
        not event.get("Properties", "Auth", "ResourcePolicy").absent
        for declared in api.template.declared.values()
        if declared.type == "AWS::Serverless::Function"
        for _, event in declared.get("Events").entries()
        if event.get("Type").text() == "Api"
    )
    policies = [auth.get("ResourcePolicy"), body.get("x-amazon-apigateway-policy"), body.get("Fn::Transform")]
    return routes_with or any(not each.absent for each in policies)
