"""Tables are encrypted with a key that AWS owns."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import (
    Template,
)
from guidance.wording import count

RULE = Rule(
    title="Tables are encrypted with a key that AWS owns",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.SECURITY,),
    sources=(
        Source("https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html", "2026-11-20"),
    ),
    aliases=("DDB005",),
    equivalents=("CKV_AWS_119", "W74"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which tables name no key of the account."""
    tables = [
        table
        for table in template.resources("AWS::DynamoDB::Table")
        if table.get("SSESpecification", "SSEEnabled", default=False).boolean() is False
    ]
    if tables:
        message = f"{count(tables, 'table')} no key in your account, so no key policy and no log of its use."
        yield Found(
            tables[0], f"{message} Set SSESpecification where the data has to be controlled by a key.", tables[1:]
        )
