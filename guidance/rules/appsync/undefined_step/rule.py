"""A resolver or function of a SAM GraphQL API names what the API does not have."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Scalar,
    Template,
)

RULE = Rule(
    title="GraphQL function or data source is not defined",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-graphqlapi.html",
            "2026-11-20",
        ),
    ),
    aliases=("TPL037",),
)
ALONE = "Id"
"""A function given by Id exists elsewhere and has nothing else."""


def check(template: Template) -> Iterator[Found]:
    """Yield each data source and each pipeline step that the API does not define."""
    for api in template.declared.values():
        if api.type != "AWS::Serverless::GraphQLApi":
            continue
        functions, sources = api.get("Functions"), api.get("DataSources")
        known = {"none", *(name.lower() for _, kind in sources.entries() for name in kind.keys())}  # noqa: SIM118
        for name, function in functions.entries():
            source = function.get("DataSource")
            if source.absent and function.get(ALONE).absent and function.kind == "mapping":
                yield Found(function, f"The function {name[:60]} needs a DataSource.")
            elif isinstance(source.node, Scalar) and (source.text() or "").lower() not in known and not sources.unknown:
                yield Found(source, f"{api.id} has no data source {(source.text() or '')[:60]}. Add it to DataSources.")
        for _, fields in api.get("Resolvers").entries():
            for name, resolver in fields.entries():
                steps = resolver.get("Pipeline")
                if steps.absent and resolver.kind == "mapping":
                    yield Found(resolver, f"The resolver {name[:60]} needs a Pipeline; SAM makes no unit resolvers.")
                for step in steps.items() if steps.kind == "list" else ():
                    if step.text() is not None and step.text() not in functions.keys() and not functions.unknown:  # noqa: SIM118
                        yield Found(step, f"{api.id} has no function {(step.text() or '')[:60]}. Add it to Functions.")
