"""Provisioned concurrency is set where no published version can have it."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, edits

RULE = Rule(
    title="Provisioned concurrency has no version to prepare",
    severity=Severity.ERROR,
    pillars=(Pillar.PERFORMANCE,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("LAM021",),
    practices=("PCN-02",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield SAM's setting without AutoPublishAlias, and each alias of $LATEST that asks for it."""
    for function in template.of(Function):
        wanted = function.sam("ProvisionedConcurrencyConfig")
        if wanted.present and function.sam("AutoPublishAlias").absent:
            message = (
                f"{function.id} has provisioned concurrency but no AutoPublishAlias, and SAM refuses to deploy that:"
            )
            fix = edits.insert(function, {"AutoPublishAlias": "live"}, "Publish versions behind an alias")
            yield Found(wanted, message + " only a published version can be prepared. Set AutoPublishAlias.", fix=fix)
        for alias in function.aliases():
            version, asked = alias.get("FunctionVersion"), alias.get("ProvisionedConcurrencyConfig")
            if version.text() == "$LATEST" and asked.present:
                message = f"{alias.id} points at $LATEST, which cannot have provisioned concurrency: deployment fails."
                yield Found(asked, message + " Point it at an AWS::Lambda::Version.", (version,))
