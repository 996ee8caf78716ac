"""GraphQL APIs have X-Ray tracing off."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Template, edits
from guidance.wording import names

RULE = Rule(
    title="GraphQL APIs are not traced",
    severity=Severity.INFO,
    pillars=(Pillar.OPERATIONS,),
    sources=(Source("https://docs.aws.amazon.com/appsync/latest/devguide/x-ray-tracing.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    fix_safe=True,
    aliases=("APS002",),
    equivalents=("WS3000",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which GraphQL APIs are not traced."""
    settings = [api.get("XrayEnabled", default=False) for api in template.resources("AWS::AppSync::GraphQLApi")]
    without = [each for each in settings if each.boolean() is False]
    if without and (api := without[0].owner) is not None:
        first = without[0]
        traced = names([each.owner.id for each in without if each.owner])
        message = f"X-Ray traces no requests to {traced}. Set XrayEnabled: true."
        insert = edits.insert(api, {"XrayEnabled": True}, "Trace requests", safe=True)
        fix = insert if first.defaulted else edits.replace(first, data=True, description="Trace requests", safe=True)
        yield Found(first, message, without[1:], fix if len(without) == 1 else None)
