"""A function has more layers than Lambda takes, or layers on a container image."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template

RULE = Rule(
    title="Layers are too many, or stand on a container image",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html", "2026-11-20"),),
    aliases=("LAM016",),
    equivalents=("E3685",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each list of layers that Lambda refuses; Globals and the function's own are added up."""
    most = facts.number("lambda.layers.maximum")
    for function in template.of(Function):
        for layers in function.each("Layers"):
            items = layers.items() if layers.kind == "list" else []
            certain = [each for each in items if each.when == layers.when]
            if len(certain) > most:
                message = (
                    f"{function.id} has {len(certain)} layers (those of Globals included); Lambda takes at most {most},"
                )
                yield Found(layers, message + " and deployment fails. Merge some of them.")
            for package in function.each("PackageType"):
                if items and package.text() == "Image" and template.together(layers, package):
                    message = f"{function.id} is a container image, which takes no layers: deployment fails."
                    yield Found(layers, message + " Copy their content into the image.", (package,))
