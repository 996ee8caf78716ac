"""A GraphQL API logs nothing, or nothing of its fields."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Template, edits

RULE = Rule(
    title="GraphQL API writes no logs",
    severity=Severity.WARNING,
    pillars=(Pillar.OPERATIONS,),
    sources=(Source("https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("APS001",),
    equivalents=("CKV_AWS_193", "CKV_AWS_194", "ASC3"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each GraphQL API without logs of its fields."""
    for api in template.resources("AWS::AppSync::GraphQLApi"):
        if api.is_sam:
            logging = api.get("Logging")
            level = logging.get("FieldLogLevel")
            if logging.boolean() is False:
                yield Found(
                    logging, "This API logs nothing. Drop `Logging: false`: SAM then logs with a role of its own."
                )
        else:
            logging = api.get("LogConfig")
            level = logging.get("FieldLogLevel", default="NONE")
            if logging.absent:
                yield Found(logging, "This API logs nothing. Add LogConfig with a role and FieldLogLevel: ERROR.")
        if logging.kind == "mapping" and level.text() == "NONE":
            fix = edits.replace(level, "ERROR", "Log the fields that fail") if level.present else None
            yield Found(level, "Failed resolvers are not logged. Set FieldLogLevel to ERROR.", fix=fix)
