"""Nothing publishes a function that runs on managed instances."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, edits

RULE = Rule(
    title="Function on managed instances is not published when it changes",
    severity=Severity.WARNING,
    pillars=(Pillar.OPERATIONS, Pillar.RELIABILITY),
    sources=(
        Source(
            "https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-version-publishing.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("LMI006",),
    practices=("OBS-13",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each function with a capacity provider that has no alias, no version and no PublishToLatestPublished."""
    for function in template.of(Function):
        provider, publish = function.get("CapacityProviderConfig"), function.get("PublishToLatestPublished")
        if not provider.present or provider.unknown or publish.unknown or publish.boolean():
            continue
        if function.aliases() or function.versions() or not function.sam("AutoPublishAlias").absent:
            continue
        message = f"Only published versions run on managed instances, and nothing here publishes {function.id} when it changes:"
        message += " an update may leave the old code running. Set "
        message += (
            "AutoPublishAlias or PublishToLatestPublished: true."
            if function.is_sam
            else "PublishToLatestPublished: true."
        )
        change = "Set PublishToLatestPublished to true"
        fix = (
            edits.insert(function, {"PublishToLatestPublished": True}, change)
            if publish.absent
            else edits.replace(publish, data=True, description=change)
        )
        yield Found(publish, message, (provider,), fix)
