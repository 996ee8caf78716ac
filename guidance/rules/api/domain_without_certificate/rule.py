"""A custom domain is optional by one parameter, its certificate by another, and nothing ties them."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Intrinsic, Scalar, Template, Value, references_in

RULE = Rule(
    title="Custom domain may be asked for without its certificate",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html", "2026-11-20"
        ),
        Source(
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-domainname.html",
            "2026-11-20",
        ),
    ),
    aliases=("API020",),
)


_PLACES = {
    "AWS::ApiGateway::DomainName": ((), ("CertificateArn", "RegionalCertificateArn")),
    "AWS::ApiGatewayV2::DomainName": (("DomainNameConfigurations",), ("CertificateArn",)),
    "AWS::Serverless::Api": (("Domain",), ("CertificateArn",)),
    "AWS::Serverless::HttpApi": (("Domain",), ("CertificateArn",)),
}


def check(template: Template) -> Iterator[Found]:
    """Yield each certificate that may be empty where its domain is not."""
    section = template.section("Rules")
    ruled = {reference.name for reference in references_in(section)} if section is not None else set()
    for resource in (each for each in template.declared.values() if each.type in _PLACES):
        lists, keys = _PLACES[resource.type]
        for holder in [item for value in resource.each(*lists) for item in value.items()]:
            domain = _parameter(resource.get("DomainName") if lists != ("Domain",) else holder.get("DomainName"))
            for certificate in (holder.get(key) for key in keys):
                parameter = _parameter(certificate)
                asked = _asked(template, holder)
                if domain in asked and parameter is not None and parameter not in asked | ruled:
                    message = (
                        f"With {domain} given and {parameter} left empty, the deployment fails half-way and is rolled back."
                        " Tie them in Rules: an assertion that both are given or neither."
                    )
                    yield Found(template.at(certificate.node), message)


def _parameter(value: Value) -> str | None:
    """The parameter that a value is, when its default is empty."""
    node = value.node.argument if isinstance(value.node, Intrinsic) and value.node.function == "Ref" else None
    name = node.text if isinstance(node, Scalar) else None
    default = value.template.parameter_default(name) if name is not None else None
    return name if default is not None and default.text() == "" else None


def _asked(template: Template, value: Value) -> set[str]:
    """The parameters that the conditions of a value ask for, directly or through other conditions."""
    section, names = template.section("Conditions"), [fact[1] for fact, _ in value.when if fact[0] == "condition"]
    found: set[str] = set()
    for name in names:
        node = section.entries.get(name) if section is not None else None
        for each in node.walk() if node is not None else ():
            if isinstance(each, Intrinsic) and isinstance(each.argument, Scalar) and each.argument.text not in found:
                found.add(each.argument.text)
                names += [each.argument.text] if each.function == "Condition" else []
    return found
