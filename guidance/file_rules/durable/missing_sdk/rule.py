"""The package of a durable function does not bring the durable execution SDK."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.manifests import JAVASCRIPT, PYTHON, manifests
from guidance.model import Confidence, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template

RULE = Rule(
    title="Durable SDK is not among the function's dependencies",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    pillars=(Pillar.RELIABILITY, Pillar.OPERATIONS),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/durable-supported-runtimes.html", "2026-11-20"),),
    since="0.2.0",
    aliases=("DUR013", "DFI07"),
    practices=("DUR-16",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield the code of each durable function whose manifests are all there and none of which names the SDK."""
    for function in template.of(Function):
        if not function.get("DurableConfig").present or function.get("Layers").present:
            continue
        if function.declared.attribute("Metadata", "BuildMethod").text() == "makefile":
            continue
        found = manifests(function)
        if found is None or found.sdk is not None or not found.complete:
            continue
        package = PYTHON if found.files[0].endswith((".txt", ".toml")) else JAVASCRIPT
        message = (
            f"{function.id} is durable, but {found.files[0]} does not name {package}. The copy in the runtime may be"
        )
        message += " another version than the one you test with. Add it, with its exact version."
        yield Found(function.sam("CodeUri"), message, (function.get("DurableConfig"),))
