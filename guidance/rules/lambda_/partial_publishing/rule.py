"""A change of a function's settings alone does not reach its alias."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import Function, Template, edits

RULE = Rule(
    title="Alias misses changes of the configuration",
    severity=Severity.WARNING,
    profile=Profile.STRICT,
    pillars=(Pillar.OPERATIONS, Pillar.RELIABILITY),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("LAM060",),
    practices=("OBS-13",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each AutoPublishAlias that follows only code, environment, memory and SnapStart."""
    for function in template.of(Function):
        alias, all_of_them = function.sam("AutoPublishAlias"), function.sam("AutoPublishAliasAllProperties")
        if not alias.present or not all_of_them.absent or not function.sam("AutoPublishCodeSha256").absent:
            continue
        message = "SAM publishes a new version when code, Environment, MemorySize or SnapStart change, not when Timeout, Runtime,"
        message += " Layers, VpcConfig or Tracing alone do: the alias goes on serving the old settings. Set"
        message += " AutoPublishAliasAllProperties to true."
        change = "Set AutoPublishAliasAllProperties to true"
        own = edits.insert(function, {"AutoPublishAliasAllProperties": True}, change)
        yield Found(alias, message, fix=None if alias.inherited else own)
