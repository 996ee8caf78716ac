"""A SAM function lacks the image, the runtime or the handler that its package needs."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Template,
)

RULE = Rule(
    title="Function lacks its image, runtime or handler",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html",
            "2026-11-20",
        ),
    ),
    aliases=("TPL039",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each SAM function whose package cannot be made of what is given."""
    for declared in template.declared.values():
        if declared.type != "AWS::Serverless::Function" or "Fn::Transform" in declared.properties.keys():  # noqa: SIM118
            continue
        kind = declared.get("PackageType", default="Zip").text()
        built = declared.attribute("Metadata").present
        if kind == "Image" and declared.get("ImageUri").absent and not built:
            yield Found(
                declared, f"{declared.id} is a container image but has no ImageUri, and no Metadata to build one by."
            )
        if kind != "Zip":
            continue
        missing = [name for name in ("Runtime", "Handler") if declared.get(name).absent]
        if missing:
            yield Found(declared, f"{declared.id} has no {' and no '.join(missing)}, here or in Globals.")
