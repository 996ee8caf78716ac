"""A custom domain accepts TLS 1.0 and 1.1."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Template, Value, edits

RULE = Rule(
    title="Custom domain accepts TLS 1.0",
    severity=Severity.ERROR,
    pillars=(Pillar.SECURITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("API011",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each policy that accepts TLS 1.0."""
    for policy in _policies(template):
        if policy.text() == "TLS_1_0":
            fix = edits.replace(policy, "TLS_1_2", "Accept TLS 1.2 and newer only")
            yield Found(
                policy,
                "This domain accepts TLS 1.0 and 1.1, which have known weaknesses. Set SecurityPolicy to TLS_1_2.",
                fix=fix,
            )


def _policies(template: Template) -> Iterator[Value]:
    for domain in template.resources("AWS::ApiGateway::DomainName", "AWS::ApiGateway::DomainNameV2"):
        yield from domain.each("SecurityPolicy")
    for domain in template.resources("AWS::ApiGatewayV2::DomainName"):
        for configuration in domain.get("DomainNameConfigurations").items():
            yield from configuration.each("SecurityPolicy")
    for api in template.declared.values():
        if api.type in {"AWS::Serverless::Api", "AWS::Serverless::HttpApi", "AWS::Serverless::WebSocketApi"}:
            yield from api.each("Domain", "SecurityPolicy")
