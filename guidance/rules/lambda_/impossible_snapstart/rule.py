"""SnapStart is on for a function that cannot have it."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, Value, edits

RULE = Rule(
    title="SnapStart is on for a function that does not support it",
    severity=Severity.ERROR,
    pillars=(Pillar.PERFORMANCE, Pillar.RELIABILITY),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("LAM025",),
    equivalents=("E2530",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield what stands against SnapStart: runtime, image, EFS, or a larger /tmp."""
    for function in template.of(Function):
        for start in function.each("SnapStart", "ApplyOn"):
            if start.text() != "PublishedVersions":
                continue
            for obstacle, what in _obstacles(function):
                if template.together(start, obstacle):
                    message = f"{function.id} has SnapStart, which does not support {what}: deployment fails. Remove one of them."
                    yield Found(obstacle, message, (start,), _fix(obstacle))


def _obstacles(function: Function) -> Iterator[tuple[Value, str]]:
    for runtime in function.each("Runtime"):
        known = facts.runtimes().get(runtime.text() or "")
        if known is not None and not known.snapstart:
            yield runtime, f"the runtime {known.name}"
    for package in function.each("PackageType"):
        if package.text() == "Image":
            yield package, "container images"
    for system in function.get("FileSystemConfigs").items():
        arn = system.get("Arn")
        on_efs = arn.resource is not None and arn.resource.type == "AWS::EFS::AccessPoint"
        if on_efs or any(isinstance(part, str) and ":elasticfilesystem:" in part for part in arn.parts):
            yield system, "EFS"
    least = facts.number("lambda.ephemeral_storage.minimum")
    for size in function.each("EphemeralStorage", "Size"):
        if (size.integer() or 0) > least:
            yield size, f"more than {least} MB of /tmp"


def _fix(obstacle: Value) -> Fix | None:
    least = facts.number("lambda.ephemeral_storage.minimum")
    return edits.replace(obstacle, least, f"Lower /tmp to {least} MB") if obstacle.integer() else None
