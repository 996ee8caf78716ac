"""A definition has a placeholder that nothing fills."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Intrinsic,
    Scalar,
    StateMachine,
    Template,
    Value,
    edits,
)
from guidance.template.workflows import definition
from guidance.wording import nearest

RULE = Rule(
    title="Placeholder in a definition is not filled",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-statemachine.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("SFN012",),
)
PLACEHOLDER = re.compile(r"\$\{([A-Za-z0-9_-]+)\}")
CALLED = frozenset(("Resource", "FunctionName", "QueueUrl", "TopicArn", "TableName", "StateMachineArn"))
CLOSE = 3


def check(template: Template) -> Iterator[Found]:
    """Yield each `${Name}` without a substitution, and each substitution that no `${Name}` uses."""
    for machine in template.of(StateMachine):
        filled, top = machine.get("DefinitionSubstitutions"), definition(machine)
        is_sub = isinstance(machine.get("DefinitionString").node, Intrinsic) and machine.get("DefinitionString").present
        if top is None or filled.unknown or "Fn::Transform" in filled.keys() or is_sub:  # noqa: SIM118
            continue
        used = set[str]()
        subs = {id(each) for node in top.node.walk() if isinstance(node, Intrinsic) for each in node.walk()}
        for node in (each for each in top.node.walk() if id(each) not in subs):
            for text in (node.text if isinstance(node, Scalar) else "", node.key.text if node.key else ""):
                for name in PLACEHOLDER.findall(text):
                    used.add(name)
                    if name not in filled.keys() and isinstance(node, Scalar):  # noqa: SIM118
                        yield from _unfilled(machine, filled, name, node)
        for name, value in filled.entries():
            if name not in used:
                message = f"The definition has no ${{{name}}}, so this substitution does nothing. Remove it, or use it."
                yield Found(value, message, severity=Severity.INFO)


def _unfilled(machine: StateMachine, filled: Value, name: str, node: Scalar) -> Iterator[Found]:
    """A placeholder fails the deployment where the definition names what it calls; elsewhere it stays as text."""
    near = nearest(name, filled.keys(), CLOSE)
    said = f"; did you mean {near}?" if near else ": add it to DefinitionSubstitutions."
    inline = machine.get("Definition").kind == "mapping" and node.style not in {"|", ">"}
    target = machine.template.at(node)
    renamed = node.text.replace(f"${{{name}}}", f"${{{near}}}")
    fix = edits.replace(target, renamed, f"Use ${{{near}}}") if near and inline else None
    severity = None if node.name in CALLED else Severity.WARNING
    yield Found(
        target, f"Nothing fills ${{{name}}} in the definition of {machine.id}{said}", fix=fix, severity=severity
    )
