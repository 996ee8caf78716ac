"""A function's memory, storage, reserved concurrency or architecture is none that Lambda takes."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, Value, edits

RULE = Rule(
    title="Memory, storage, concurrency or architecture is outside what Lambda takes",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("LAM006", "LAM007"),
    equivalents=("E3034",),
)
ARCHITECTURES = ("x86_64", "arm64")
MISSPELT = {"x86": "x86_64", "x86-64": "x86_64", "x64": "x86_64", "amd64": "x86_64", "arm": "arm64", "aarch64": "arm64"}


def check(template: Template) -> Iterator[Found]:
    """Yield each setting beyond its range."""
    for function in template.of(Function):
        own = function.get("CapacityProviderConfig")
        least, most = facts.number("lambda.memory.minimum"), facts.number("lambda.memory.maximum")
        if own.present:
            most = facts.number("lambda.memory.maximum_managed_instances")
        for memory in function.each("MemorySize"):
            yield from _outside(memory, "MemorySize", least, most, " MB")
        least, most = facts.number("lambda.ephemeral_storage.minimum"), facts.number("lambda.ephemeral_storage.maximum")
        for storage in function.each("EphemeralStorage", "Size") if own.absent else ():
            yield from _outside(storage, "EphemeralStorage.Size", least, most, " MB")
        for reserved in function.each("ReservedConcurrentExecutions"):
            yield from _outside(reserved, "ReservedConcurrentExecutions", 0, None, "")
        for architecture in function.get("Architectures").items():
            yield from _unknown_architecture(architecture)


def _outside(value: Value, name: str, least: int, most: int | None, unit: str) -> Iterator[Found]:
    number = value.integer()
    if number is None or (number >= least and (most is None or number <= most)):
        return
    limit = least if number < least or most is None else most
    bound = "at least" if limit == least else "at most"
    fix = edits.replace(value, limit, f"Set {name} to {limit}") if limit else None
    yield Found(value, f"{name} is {number}{unit}; Lambda takes {bound} {limit}{unit}, and deployment fails.", fix=fix)


def _unknown_architecture(value: Value) -> Iterator[Found]:
    name = value.text()
    if name is None or name in ARCHITECTURES:
        return
    meant = name.lower() if name.lower() in ARCHITECTURES else MISSPELT.get(name.lower())
    fix = edits.replace(value, meant, f"Set the architecture to {meant}") if meant else None
    yield Found(value, "There is no such architecture: Lambda has x86_64 and arm64, and deployment fails.", fix=fix)
