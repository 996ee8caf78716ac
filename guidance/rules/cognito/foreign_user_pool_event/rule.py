"""A Cognito event names a user pool that the template does not have, or a trigger that is taken."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Function,
    Intrinsic,
    Scalar,
    Template,
    Value,
)

RULE = Rule(
    title="Cognito event names another template's pool or a taken trigger",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-cognito.html",
            "2026-11-20",
        ),
    ),
    aliases=("TPL036",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each UserPool that is no Ref of a pool here, and each trigger that has two functions."""
    taken: dict[tuple[str, str], Value] = {}
    for function in template.of(Function):
        for _, event in function.sam("Events").entries():
            if event.get("Type").text() != "Cognito":
                continue
            pool = event.get("Properties", "UserPool")
            found = pool.resource
            if _is_elsewhere(pool):
                message = "SAM writes the trigger into the user pool: it has to be a !Ref of a pool in this template."
                yield Found(pool, f"{message} For another pool set its LambdaConfig where it is declared.")
            triggers = event.get("Properties", "Trigger")
            for trigger in triggers.items() if found is not None and triggers.known else ():
                key = (found.id if found is not None else "", trigger.text() or "")
                if key in taken and template.together(taken[key], trigger):
                    yield Found(trigger, f"The trigger {key[1][:40]} of {key[0]} has a function already.", [taken[key]])
                taken.setdefault(key, trigger)


def _is_elsewhere(pool: Value) -> bool:
    node = pool.node
    if not pool.present or not isinstance(node, Intrinsic):
        return pool.present and isinstance(node, Scalar)
    argument = node.argument.text if isinstance(node.argument, Scalar) else ""
    return node.function == "Fn::ImportValue" or (node.function == "Ref" and argument in pool.template.parameters)
