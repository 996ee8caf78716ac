"""A durable function asks for a version of the SDK that does not notice a replay that takes another path."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance import facts
from guidance.manifests import manifests
from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template

RULE = Rule(
    title="Durable SDK is of an old major version",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://github.com/aws/aws-durable-execution-sdk-python/blob/main/docs/migration-1.x-to-2.0.md",
            "2026-11-20",
        ),
        Source("https://github.com/aws/aws-durable-execution-sdk-js/blob/main/CHANGELOG.md", "2026-11-20"),
    ),
    since="0.2.0",
    aliases=("DUR014",),
    practices=("DUR-16",),
)
_CONSEQUENCE = {
    "javascript": "an execution whose replay takes another path hangs without an error",
    "python": "nobody notices when a replay takes another path, and one operation gets the result of another",
}
_PINNED = re.compile(r"(?:={1,3}|~=|\^|~)?\s*v?(\d+)(?:\.|$|\s|,)")
_BELOW = re.compile(r"<\s*(\d+)(?:\.0)*\s*(?:$|[,|\s])")


def check(template: Template) -> Iterator[Found]:
    """Yield each requirement that no current version of the SDK meets."""
    for function in template.of(Function):
        found = manifests(function) if function.get("DurableConfig").present else None
        sdk = found.sdk if found is not None else None
        if sdk is None:
            continue
        oldest = facts.number(f"lambda.durable.sdk.{sdk.language}.oldest_major")
        major = _newest_major(sdk.versions)
        if major is not None and major < oldest:
            message = "0.0.1 is a placeholder that holds no SDK."
            if not sdk.versions.endswith("0.0.1"):
                message = f"With {major}.x, {_CONSEQUENCE[sdk.language]}."
            yield Found(sdk.at, f"{message} Ask for {oldest} or newer, and test the move.", (function.sam("CodeUri"),))


def _newest_major(versions: str) -> int | None:
    """The newest major version that a requirement lets in; None where there is no bound, or it is not plain."""
    if "||" in versions:
        return None
    if match := _PINNED.match(versions.strip()):
        return int(match[1])
    if match := _BELOW.search(versions):
        return int(match[1]) - 1
    return None
