"""A function in a VPC of the template uses AWS services, and no way out of that VPC is there."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import Confidence, Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import Function, Template
from guidance.template.policies import granted_to
from guidance.wording import names

RULE = Rule(
    title="Function in a VPC has no way to the services it uses",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    profile=Profile.STRICT,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html", "2026-11-20"),),
    aliases=("LAM032",),
)
WAYS = (
    "AWS::EC2::NatGateway", "AWS::EC2::VPCEndpoint", "AWS::EC2::Instance", "AWS::EC2::EgressOnlyInternetGateway",
    "AWS::EC2::TransitGatewayAttachment", "AWS::EC2::TransitGatewayVpcAttachment", "AWS::EC2::VPCPeeringConnection",
    "AWS::EC2::VPNGateway", "AWS::CloudFormation::Stack", "AWS::NetworkFirewall::Firewall",
)  # fmt: skip
WITHOUT_NETWORK = frozenset(("logs", "ec2", "xray", "cloudwatch", "elasticfilesystem"))
"""Logs and traces do not pass through the function's VPC, and a file system is reached inside it."""


def check(template: Template) -> Iterator[Found]:
    """Yield each such function whose subnets are all made in this template."""
    if template.resources(*WAYS) or template.has_loops:
        return
    for function in template.of(Function):
        subnets = function.get("VpcConfig", "SubnetIds")
        found = [each.resource for each in subnets.items()] if subnets.known else []
        here = [each for each in found if each is not None and each.type == "AWS::EC2::Subnet"]
        used = _services(function)
        if here and used and len(here) == len(found):
            message = (
                f"{function.id} may use {names(used)}, but its VPC has neither a NAT gateway nor a VPC endpoint in this"
            )
            message += (
                " template: calls then wait until they time out. Add an endpoint for each service, or leave the VPC."
            )
            yield Found(subnets, message, here[:3])


def _services(function: Function) -> list[str]:
    """The services that its policies name."""
    allowed, _ = granted_to(function)
    written = (action.text() or "" for each in allowed for action in each.actions)
    named = (facts.policy_templates()[each.template_name].actions for each in allowed if each.template_name)
    actions = [*written, *(action for actions in named for action in actions)]
    return sorted({action.partition(":")[0].lower() for action in actions if ":" in action} - WITHOUT_NETWORK)
