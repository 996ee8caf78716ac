"""A mapping names the stream of a table that has no stream."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import EventSourceMapping, Resource, Template, edits

RULE = Rule(
    title="Mapping reads the stream of a table that has none",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html", "2026-11-20"),
        Source(
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-table.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("STR006",),
)


_TABLES = ("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable")


def check(template: Template) -> Iterator[Found]:
    """Yield each table without StreamSpecification whose stream a mapping or pipe reads."""
    for name, reader in _readers(template):
        table = reader.get(name).resource
        if table is None or table.type not in _TABLES or not template.together(table, reader):
            continue
        for stream in table.each("StreamSpecification"):
            if stream.absent and template.together(stream, reader):
                simple = table.declared.type == "AWS::Serverless::SimpleTable"
                cure = (
                    "A SimpleTable can have none: use AWS::DynamoDB::Table." if simple else "Add a StreamSpecification."
                )
                message = (
                    f"{reader.declared.id} reads the stream of {table.id}, which has none: the deployment fails. {cure}"
                )
                change = {"StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"}}
                fix = None if simple else edits.insert(table, change, f"Give {table.id} a stream")
                yield Found(stream, message, (reader.get(name),), fix)


def _readers(template: Template) -> Iterator[tuple[str, Resource]]:
    for mapping in template.of(EventSourceMapping):
        yield "EventSourceArn", mapping
    for pipe in template.resources("AWS::Pipes::Pipe"):
        yield "Source", pipe
