"""A capacity provider spans few subnets, keeps few environments, or may grow without a limit of its own."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Resource, Sequence, Template

RULE = Rule(
    title="Capacity provider has few zones or no limit",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY, Pillar.COST),
    sources=(
        Source(
            "https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-best-practices.html", "2026-11-20"
        ),
        Source("https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-scaling.html", "2026-11-20"),
    ),
    aliases=("LMI005",),
    practices=("LMI-05", "LMI-06"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each provider with fewer than three subnets or no MaxVCpuCount, and each function with fewer environments."""
    zones = facts.number("lambda.managed_instances.environments.minimum_default")
    for provider in template.resources("AWS::Lambda::CapacityProvider"):
        yield from _subnets(provider, zones)
        section = "ScalingConfig" if provider.is_sam else "CapacityProviderScalingConfig"
        maximum = provider.get(section, "MaxVCpuCount")
        if maximum.absent:
            default = facts.number("lambda.managed_instances.vcpus.default")
            message = f"{provider.id} has no MaxVCpuCount, so it may grow to the default of {default} vCPUs, each"
            message += " of them paid for. Set what you are ready to pay for."
            yield Found(maximum, message)
    for function in template.of(Function):
        for least in function.each("FunctionScalingConfig", "MinExecutionEnvironments"):
            number = least.integer()
            if number is not None and 0 < number < zones:
                message = (
                    f"MinExecutionEnvironments is {number}: {function.id} does not reach three Availability Zones,"
                )
                message += f" and the loss of one takes much of its capacity. The default is {zones}."
                yield Found(least, message)


def _subnets(provider: Resource, zones: int) -> Iterator[Found]:
    for subnets in provider.each("VpcConfig", "SubnetIds"):
        listed = subnets.items()
        if isinstance(subnets.data, Sequence) and len(listed) < zones:
            many = f"{len(listed)} subnet{'s' if len(listed) != 1 else ''}"
            message = (
                f"{provider.id} has {many}. Lambda launches three instances so that the loss of an Availability Zone"
            )
            message += " is survived: give it subnets in three zones."
            yield Found(subnets, message)
