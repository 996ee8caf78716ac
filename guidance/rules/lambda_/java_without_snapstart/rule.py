"""Java functions start cold although SnapStart is free for them."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import Fix, FixKind, Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import Function, Template, edits
from guidance.wording import count

RULE = Rule(
    title="Java functions do not use SnapStart",
    severity=Severity.INFO,
    pillars=(Pillar.PERFORMANCE,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html", "2026-11-20"),),
    profile=Profile.STRICT,
    fix=FixKind.SOMETIMES,
    aliases=("LAM026",),
    equivalents=("I2530",),
    practices=("SNP-01",),
)
OBSTACLES = ("FileSystemConfigs", "EphemeralStorage", "PackageType", "CapacityProviderConfig", "TenancyConfig")


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which Java functions could have SnapStart."""
    found = [each for each in template.of(Function) if _could(each)]
    if found:
        message = (
            f"{count(found, 'Java function')} no SnapStart, which takes most of the cold start away and is free for Java."
            " Set SnapStart.ApplyOn to PublishedVersions and invoke an alias."
        )
        fix = edits.every([_fix(each) for each in found], "Turn SnapStart on, behind an alias")
        yield Found(found[0], message, found[1:], fix)


def _could(function: Function) -> bool:
    runtime = facts.runtimes().get(function.runtime.text() or "")
    if runtime is None or not runtime.snapstart or not runtime.name.startswith("java"):
        return False
    off = function.get("SnapStart").absent or function.get("SnapStart", "ApplyOn").text() == "None"
    published = (*function.aliases(), *function.versions())
    free = all(function.get(name).absent for name in OBSTACLES)
    return off and free and not any(each.get("ProvisionedConcurrencyConfig").present for each in published)


def _fix(function: Function) -> Fix | None:
    if not function.is_sam or not function.get("SnapStart").absent:
        return None
    wanted: dict[str, edits.Data] = {"SnapStart": {"ApplyOn": "PublishedVersions"}}
    if function.sam("AutoPublishAlias").absent:
        wanted["AutoPublishAlias"] = "live"
    return edits.insert(function, wanted, "Turn SnapStart on")
