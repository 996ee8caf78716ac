"""A deployment of an API may be made before its methods or routes."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Resource, Template, edits, references_in
from guidance.wording import names

RULE = Rule(
    title="Deployment does not wait for the methods",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html",
            "2026-11-20",
        ),
        Source(
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-deployment.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    fix_safe=True,
    aliases=("API014",),
)


_PARTS = {
    "AWS::ApiGateway::Deployment": ("RestApiId", "AWS::ApiGateway::Method", "method"),
    "AWS::ApiGatewayV2::Deployment": ("ApiId", "AWS::ApiGatewayV2::Route", "route"),
}


def check(template: Template) -> Iterator[Found]:
    """Yield each deployment that waits for none or only some of the methods."""
    for deployment in template.resources(*_PARTS):
        key, kind, word = _PARTS[deployment.type]
        api = deployment.get(key).resource
        if api is None or any(api.get(body).present for body in ("Body", "BodyS3Location")) or template.has_loops:
            continue
        parts = [
            each
            for each in template.resources(kind)
            if each.get(key).resource is api and template.together(each, deployment)
        ]
        reached = _before(deployment)
        late = [part for part in parts if part.id not in reached]
        if late:
            message = f"This deployment may be made before {names([part.id for part in late])}"
            none = len(late) == len(parts)
            message += f": with no {word} yet, it fails." if none else f": a {word} that comes later is not in it."
            message += " List them in DependsOn."
            yield Found(deployment, message, late[:5], _fix(deployment, late), None if none else Severity.WARNING)


def _fix(deployment: Resource, late: list[Resource]) -> Fix | None:
    if deployment.attribute("DependsOn").present:
        return None
    return edits.insert(deployment.attribute(), {"DependsOn": [part.id for part in late]}, "Wait for them", safe=True)


def _before(deployment: Resource) -> set[str]:
    """The logical ids that CloudFormation creates before a resource."""
    reached: set[str] = set()
    waiting = [deployment]
    while waiting:
        resource = waiting.pop()
        named = [reference.name for reference in references_in(resource.body)]
        named += [text for each in resource.attribute("DependsOn").items() if (text := each.text())]
        new = [name for name in named if name not in reached]
        reached.update(new)
        waiting += [found for name in new if (found := resource.template.declared.get(name)) is not None]
    return reached
