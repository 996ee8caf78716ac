"""A function and its capacity provider have different architectures."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Resource, Template, Value, edits

RULE = Rule(
    title="Function's architecture is not its capacity provider's",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-capacity-providers.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("LMI004",),
)
ARN = ("CapacityProviderConfig", "LambdaManagedInstancesCapacityProviderConfig", "CapacityProviderArn")
DEFAULT = "x86_64"


def check(template: Template) -> Iterator[Found]:
    """Yield each architecture that differs from that of the provider in the same template."""
    for function in template.of(Function):
        for named in function.each(*ARN):
            provider = named.resource
            if provider is None or provider.type != "AWS::Lambda::CapacityProvider" or _by_instance_type(provider):
                continue
            for own in _architectures(function, "Architectures"):
                for theirs in _architectures(provider, "InstanceRequirements", "Architectures"):
                    runs, offered = own.text(), theirs.text()
                    if runs is None or offered is None or runs == offered or not template.together(named, own, theirs):
                        continue
                    message = (
                        f"{function.id} is for {runs}{_default(own)}, but {provider.id} has {offered}{_default(theirs)}"
                    )
                    message += (
                        f" instances: deployment fails. Set both to the same, such as Architectures: [{offered}]."
                    )
                    yield Found(own, message, (theirs, named), _fix(function, own, offered))


def _architectures(resource: Resource, *path: str) -> Iterator[Value]:
    """Each possible architecture; the default, where the list is absent."""
    for listed in resource.each(*path, default=DEFAULT):
        yield from [listed] if listed.defaulted else listed.items()


def _by_instance_type(provider: Resource) -> bool:
    """Whether only its instance types tell its architecture."""
    requirements = provider.get("InstanceRequirements")
    return requirements.get("Architectures").absent and bool(requirements.keys())


def _default(value: Value) -> str:
    return " (the default)" if value.defaulted else ""


def _fix(function: Function, own: Value, offered: str) -> Fix | None:
    change = f"Set Architectures to {offered}"
    if own.defaulted:
        return edits.insert(function, {"Architectures": [offered]}, change)
    return edits.replace(own, offered, change)
