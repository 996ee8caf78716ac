"""A table has provisioned capacity that nothing scales."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Resource,
    Template,
)

RULE = Rule(
    title="Provisioned table does not scale",
    severity=Severity.INFO,
    pillars=(Pillar.COST, Pillar.RELIABILITY),
    sources=(
        Source("https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/capacity-mode.html", "2026-11-20"),
    ),
    fix=FixKind.NONE,
    aliases=("DDB002",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each provisioned table that no scalable target of this template names."""
    targets = template.resources("AWS::ApplicationAutoScaling::ScalableTarget")
    for table in template.resources("AWS::DynamoDB::Table"):
        for mode in table.each("BillingMode", default="PROVISIONED"):
            if mode.text() == "PROVISIONED" and not any(_scales(target, table) for target in targets):
                said = "" if table.is_sam or not mode.defaulted else " (the default)"
                message = f"{table.id} has fixed capacity{said}: it throttles above and is paid for below."
                if table.is_sam:
                    yield Found(
                        table.get("ProvisionedThroughput"), f"{message} Without ProvisionedThroughput it is on demand."
                    )
                else:
                    yield Found(
                        mode, f"{message} Set BillingMode to PAY_PER_REQUEST, or add a ScalableTarget with a policy."
                    )


def _scales(target: Resource, table: Resource) -> bool:
    named = target.get("ResourceId")
    if named.resource is table or any(template_reference.name == table.id for template_reference in named.references()):
        return True
    name = table.get("TableName").text()
    text = named.text()
    return named.unknown or (text is not None and text.partition("/")[2].partition("/")[0] == name)
