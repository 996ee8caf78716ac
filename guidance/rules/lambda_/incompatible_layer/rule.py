"""A function uses a layer that is not declared for its runtime or architecture."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Confidence, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Resource, Template, Value

RULE = Rule(
    title="Layer is not declared for the function's runtime or architecture",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html", "2026-11-20"),),
    aliases=("LAM015",),
)
PROPERTIES = (("Runtime", "CompatibleRuntimes"), ("Architectures", "CompatibleArchitectures"))


def check(template: Template) -> Iterator[Found]:
    """Yield each layer of this template whose lists leave out what the function runs on."""
    for function in template.of(Function):
        for item in function.get("Layers").items():
            layer = item.resource
            if layer is None or layer.type != "AWS::Lambda::LayerVersion":
                continue
            for name, listed in PROPERTIES:
                own = _own(function, name)
                if own.text() is not None and template.together(item, own):
                    yield from _missing(function, own, item, layer, listed)


def _own(function: Function, name: str) -> Value:
    if name == "Runtime":
        return function.runtime
    default = function.get("Architectures", 0, default="x86_64")
    return default if function.get("Architectures").known else function.get("Architectures", default="x86_64")


def _missing(function: Function, own: Value, item: Value, layer: Resource, listed: str) -> Iterator[Found]:
    allowed = [each.text() for each in layer.get(listed).items()]
    if not allowed or None in allowed or own.text() in allowed:
        return
    what = "runtime" if listed == "CompatibleRuntimes" else "architecture"
    said = f"{own.text()} (the default)" if own.defaulted else own.text()
    message = (
        f"{function.id} runs on {said}, which the {listed} of {layer.id} do not list: packages built for another {what} fail"
        f" to load. Build the layer for it and list it, or change the function."
    )
    yield Found(item, message, (own, layer.get(listed)))
