"""A function is to be deployed gradually, but has no alias to move."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, edits

RULE = Rule(
    title="DeploymentPreference without AutoPublishAlias",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/automating-updates-to-serverless-apps.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("LAM038",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each SAM function with an enabled deployment preference and no alias."""
    for function in template.of(Function):
        alias = function.sam("AutoPublishAlias")
        if not function.is_sam or not alias.absent:
            continue
        preferences = function.declared.each("DeploymentPreference")
        asked = [each for each in preferences if each.kind == "mapping" and template.together(each, alias)]
        if any(each.get("Enabled", default=True).boolean() is True for each in asked):
            message = f"{function.id} has a DeploymentPreference, which moves an alias from version to version, and no"
            message += " AutoPublishAlias: SAM refuses the template."
            entries: dict[str, edits.Data] = {"AutoPublishAlias": "live", "AutoPublishAliasAllProperties": True}
            yield Found(alias, message, asked, edits.insert(function, entries, "Publish under the alias live"))
