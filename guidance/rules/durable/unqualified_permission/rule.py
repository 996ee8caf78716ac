"""A permission on durable executions names the function without a version."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, Value, edits
from guidance.template.policies import Statement, statements

RULE = Rule(
    title="Permission on durable executions names no version of the function",
    severity=Severity.ERROR,
    pillars=(Pillar.SECURITY, Pillar.RELIABILITY),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/durable-security.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    since="0.2.0",
    aliases=("DUR016",),
    practices=("DUR-27", "DUR-28"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each bare ARN of a durable function in a statement that grants nothing but actions on executions."""
    for statement in statements(template):
        if statement.effect != "Allow" or not _only_executions(statement):
            continue
        if not statement.resources or not all(_bare(each) for each in statement.resources):
            continue
        for resource in statement.resources:
            if (function := resource.resource) is None:
                continue
            message = (
                f"An execution belongs to a version of {function.id}, and the unqualified ARN matches none: what this"
            )
            message += ' should allow is denied. Add ":*" to the ARN.'
            fix = edits.replace(resource, {"Fn::Sub": f"${{{function.declared.id}.Arn}}:*"}, "Name all versions")
            yield Found(resource, message, (statement.owner,), fix)


def _only_executions(statement: Statement) -> bool:
    known = {f"lambda:{each}".lower() for each in facts.values("lambda.durable.actions")}
    per_function = "lambda:ListDurableExecutionsByFunction".lower()
    texts = [(each.text() or "").lower() for each in statement.actions]
    return bool(texts) and all(text in known and text != per_function for text in texts)


def _bare(value: Value) -> bool:
    """The ARN of a durable function of this template, with nothing after it."""
    function, parts = value.resource, value.parts
    durable = isinstance(function, Function) and function.get("DurableConfig").present
    return durable and len(parts) == 1 and not isinstance(parts[0], str)
