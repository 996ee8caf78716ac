"""A function scales execution environments that it does not have."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, edits

RULE = Rule(
    title="FunctionScalingConfig without a capacity provider",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/"
            "sam-property-function-functionscalingconfig.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("LMI007",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each FunctionScalingConfig of a function that is not on managed instances."""
    for function in template.of(Function):
        for scaling in function.each("FunctionScalingConfig"):
            if not scaling.known:
                continue
            for provider in function.each("CapacityProviderConfig"):
                if provider.absent and template.together(scaling, provider):
                    message = "FunctionScalingConfig is for functions on managed instances, and this one has no"
                    message += " CapacityProviderConfig: deployment fails. Add the provider or remove this."
                    yield Found(scaling, message, fix=edits.remove(scaling, "Remove FunctionScalingConfig"))
