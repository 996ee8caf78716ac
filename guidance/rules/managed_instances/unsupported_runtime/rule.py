"""A function on managed instances has a runtime that does not run there."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template

RULE = Rule(
    title="Runtime does not run on managed instances",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-runtimes.html", "2026-11-20"),
    ),
    aliases=("LMI003",),
)
SOME = frozenset(("provided.al2023",))
"""Runs there for some languages (Rust); which one it is cannot be seen in a template."""


def check(template: Template) -> Iterator[Found]:
    """Yield each runtime beside a capacity provider that is known not to be supported."""
    for function in template.of(Function):
        for provider in function.each("CapacityProviderConfig"):
            for value in function.each("Runtime") if provider.known else ():
                runtime = facts.runtimes().get(value.text() or "")
                if runtime is None or runtime.managed_instances or runtime.name in SOME:
                    continue
                if template.together(provider, value):
                    message = (
                        f"{runtime.name} does not run on managed instances, and deployment fails. They take Python from"
                    )
                    message += " 3.13, Node.js from 22, Java from 21 and .NET from 8; or remove CapacityProviderConfig."
                    yield Found(value, message, (provider,))
