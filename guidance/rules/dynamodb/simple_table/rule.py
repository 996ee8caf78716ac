"""A SimpleTable stands where a table will soon need more than it can."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import (
    Template,
)
from guidance.wording import count

RULE = Rule(
    title="SimpleTable is used",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-simpletable.html",
            "2026-11-20",
        ),
    ),
    aliases=("DDB006",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which tables are SimpleTables."""
    tables = [each for each in template.declared.values() if each.type == "AWS::Serverless::SimpleTable"]
    if tables:
        message = f"{count(tables, 'SimpleTable')} no sort key, index, stream or time to live, nor can get one."
        yield Found(
            tables[0],
            f"{message} Changing to AWS::DynamoDB::Table later replaces the table; choose it now.",
            tables[1:],
        )
