"""Something invokes a durable function without a version or alias."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Confidence, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, StateMachine, Template, Value, edits
from guidance.template.triggers import invocations
from guidance.template.workflows import workflows

RULE = Rule(
    title="Durable function is invoked without a version or alias",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/durable-invoking.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("DUR007",),
    practices=("DUR-04",),
)
_TASK = (("Resource",), ("Parameters", "FunctionName"), ("Arguments", "FunctionName"))
_URIS = (("Integration", "Uri"), ("x-amazon-apigateway-integration", "uri"))
_REFUSED = "Lambda refuses to invoke it by an unqualified ARN."


def check(template: Template) -> Iterator[Found]:
    """Yield each event, target, task and variable that names a durable function by its unqualified ARN."""
    for function in template.of(Function):
        if not function.get("DurableConfig").present or function.get("CapacityProviderConfig").present:
            continue
        if function.is_sam and function.sam("AutoPublishAlias").absent:
            for name, event in function.sam("Events").entries():
                entries: dict[str, edits.Data] = {"AutoPublishAlias": "live", "AutoPublishAliasAllProperties": True}
                fix = edits.insert(function, entries, "Publish under the alias live")
                message = f"{name} invokes {function.id}, a durable function that has no alias: {_REFUSED} Set AutoPublishAlias."
                yield Found(event, message, (function,), fix)
        for at in [*_targets(function), *_tasks(template)]:
            if _names_unqualified(at, function):
                message = f"{function.id} is durable, and is named here without a version or alias: {_REFUSED} Name its alias."
                yield Found(at, message, (function,))
        for at in _variables(template, function):
            message = f"This variable names {function.id}, a durable function, without a version or alias. {_REFUSED}"
            message += " Give it the ARN of the alias, unless the code adds one."
            yield Found(at, message, (function,), severity=Severity.WARNING, confidence=Confidence.MEDIUM)


def _targets(function: Function) -> Iterator[Value]:
    """Where rules, mappings, subscriptions, methods ... that are written as resources of their own name the function."""
    for each in invocations(function):
        if each.by == "api":
            yield from (uri for path in _URIS for uri in each.target.each(*path))
        elif each.by != "url" and each.target.owner is not None and each.target.owner.type != "AWS::Lambda::Permission":
            yield from () if each.target.owner.event is not None else (each.target,)


def _tasks(template: Template) -> Iterator[Value]:
    """What the tasks of the template's state machines call."""
    for machine in template.of(StateMachine):
        for state in (state for level in workflows(machine) for state in level.states()):
            for named in (value for path in _TASK for value in state.at.each(*path)):
                key = named.text() or ""
                given = key.startswith("${") and key.endswith("}")
                yield machine.get("DefinitionSubstitutions", key[2:-1]) if given else named


def _variables(template: Template, function: Function) -> Iterator[Value]:
    for other in template.of(Function):
        for _, value in other.get("Environment", "Variables").entries():
            if other is not function and _names_unqualified(value, function):
                yield value


def _names_unqualified(value: Value, function: Function) -> bool:
    """Whether a value is the function's own ARN or name, also within an integration's URI."""
    found, parts = value.resource, value.parts
    after = next(
        (parts[i + 1 :] for i, part in enumerate(parts) if not isinstance(part, str) and value.reference == part), ()
    )
    return found is function and not any(isinstance(part, str) and part.startswith(":") for part in after[:1])
