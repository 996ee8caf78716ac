"""A function on managed instances has a setting that its capacity provider takes over."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, Value, edits

RULE = Rule(
    title="Capacity provider beside VpcConfig or provisioned concurrency",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("LMI001",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each setting that excludes CapacityProviderConfig."""
    for function in template.of(Function):
        provider = function.get("CapacityProviderConfig")
        if not provider.present or provider.unknown:
            continue
        for what, value, instead in _settings(function):
            if value.known and template.together(provider, value):
                message = (
                    f"{function.id} runs on managed instances (CapacityProviderConfig), where {what} is not supported:"
                )
                message += f" deployment fails. Remove it: {instead}."
                yield Found(value, message, (provider,), edits.remove(value, f"Remove {what}"))


def _settings(function: Function) -> Iterator[tuple[str, Value, str]]:
    for value in function.each("VpcConfig"):
        yield "VpcConfig", value, "the capacity provider's VpcConfig says where the instances run"
    instead = "MinExecutionEnvironments of FunctionScalingConfig keeps environments ready"
    if function.is_sam and not function.aliases():
        for value in function.declared.each("ProvisionedConcurrencyConfig"):
            yield "provisioned concurrency", value, instead
    for alias in (*function.aliases(), *function.versions()):
        for value in alias.each("ProvisionedConcurrencyConfig"):
            yield "provisioned concurrency", value, instead
