"""A user pool has deletion protection off."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Template, Value, edits
from guidance.wording import names

RULE = Rule(
    title="User pool can be deleted by mistake",
    severity=Severity.INFO,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-deletion-protection.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("COG003D",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which pools are not protected."""
    settings = [
        pool.get("DeletionProtection", default="INACTIVE") for pool in template.resources("AWS::Cognito::UserPool")
    ]
    without = [each for each in settings if each.text() == "INACTIVE" and not _retained(each)]
    if without and (pool := without[0].owner) is not None:
        pools = names([each.owner.id for each in without if each.owner])
        message = f"Deleting {pools} loses its users for good. Set DeletionProtection: ACTIVE."
        fix = (
            edits.insert(pool, {"DeletionProtection": "ACTIVE"}, "Protect the users") if without[0].defaulted else None
        )
        yield Found(without[0], message, without[1:], fix if len(without) == 1 else None)


def _retained(setting: Value) -> bool:
    """Whether the stack leaves the pool behind."""
    return setting.owner is not None and setting.owner.attribute("DeletionPolicy").text() not in {None, "Delete"}
