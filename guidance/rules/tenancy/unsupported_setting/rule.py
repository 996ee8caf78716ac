"""A tenant-isolated function has a setting that tenant isolation does not support."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, Value, edits

RULE = Rule(
    title="Tenant isolation beside SnapStart, provisioned concurrency or a function URL",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("TEN001",),
    practices=("TEN-06",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each setting that Lambda refuses together with TenancyConfig."""
    for function in template.of(Function):
        tenancy = function.get("TenancyConfig")
        if not tenancy.present or tenancy.unknown:
            continue
        for what, value in _settings(function):
            if template.together(tenancy, value):
                message = (
                    f"{function.id} isolates tenants (TenancyConfig), and Lambda does not support {what} with that:"
                )
                message += " deployment fails. Remove one of the two."
                yield Found(value, message, (tenancy,), edits.remove(value, f"Remove {what}"))


def _settings(function: Function) -> Iterator[tuple[str, Value]]:
    for value in function.each("SnapStart"):
        if value.get("ApplyOn").text() not in {None, "None"}:
            yield "SnapStart", value
    for alias in (*function.aliases(), *function.versions()):
        for value in alias.each("ProvisionedConcurrencyConfig"):
            if value.present and not value.unknown:
                yield "provisioned concurrency", value
    if function.is_sam:
        yield from (("a function URL", each) for each in function.declared.each("FunctionUrlConfig") if each.known)
        if not function.aliases():
            provisioned = function.declared.each("ProvisionedConcurrencyConfig")
            yield from (("provisioned concurrency", each) for each in provisioned if each.known)
    yield from (("a function URL", url.get("TargetFunctionArn")) for url in function.urls() if not url.is_sam)
