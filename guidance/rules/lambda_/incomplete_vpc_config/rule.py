"""A function in a VPC has a single subnet or no security group."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Resource, Sequence, Template, Value

RULE = Rule(
    title="VpcConfig has one subnet or no security group",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY, Pillar.SECURITY),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html", "2026-11-20"),),
    aliases=("LAM031",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each list with one subnet, and each VpcConfig with subnets but no security group."""
    for function in template.of(Function):
        for config in function.each("VpcConfig"):
            if config.kind != "mapping":
                continue
            for subnets in config.each("SubnetIds"):
                if _is_one(subnets):
                    message = f"{function.id} has one subnet: when its Availability Zone fails, so does the function, and when"
                    message += " its addresses run out, it cannot scale. Add a subnet in another zone."
                    yield Found(subnets, message)
            yield from _unguarded(function, config)


def _unguarded(function: Resource, config: Value) -> Iterator[Found]:
    if not config.get("SubnetIds").items():
        return
    for groups in config.each("SecurityGroupIds"):
        if groups.absent or (isinstance(groups.data, Sequence) and not groups.data.items):
            message = f"{function.id} has subnets but no security group, and Lambda needs both. Add SecurityGroupIds."
            yield Found(groups, message)


def _is_one(subnets: Value) -> bool:
    """A written list of one subnet; what a list parameter or an import holds is not known."""
    items = subnets.items()
    if not isinstance(subnets.data, Sequence) or len(items) != 1:
        return False
    return items[0].kind in {"scalar", "reference"} and "," not in (items[0].text() or "")
