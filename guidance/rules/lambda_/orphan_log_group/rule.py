"""A log group bears a function's default name, but no function writes to it."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Resource, Template, edits

RULE = Rule(
    title="Log group belongs to no function",
    severity=Severity.WARNING,
    pillars=(Pillar.OPERATIONS, Pillar.COST),
    sources=(
        Source("https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html", "2026-11-20"),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("LAM011",),
)
PREFIX = "/aws/lambda/"
NESTED = ("AWS::CloudFormation::Stack", "AWS::Serverless::Application", "AWS::CloudFormation::StackSet")


def check(template: Template) -> Iterator[Found]:
    """Yield each log group with the name of a function that is not here, or that logs elsewhere."""
    functions = template.of(Function)
    if not functions or template.has_loops or any(each.type in NESTED for each in template.declared.values()):
        return
    used = {group.id for function in functions for group in function.log_groups()}
    for group in template.resources("AWS::Logs::LogGroup"):
        if group.id in used:
            continue
        elsewhere = next((each for each in functions if _bears_name_of(group, each)), None)
        if elsewhere is not None:
            message = (
                f"{group.id} has the name of {elsewhere.id}'s log group, but by its LoggingConfig that logs elsewhere."
            )
            yield Found(group.get("LogGroupName"), message + " Remove it, or log to it.", (elsewhere,))
        elif _is_nobodys(group, functions):
            yield _orphan(group, functions)


def _bears_name_of(group: Resource, function: Function) -> bool:
    parts = group.get("LogGroupName").parts
    if parts[0] == PREFIX and group.get("LogGroupName").resource is function:
        return True
    name = function.get("FunctionName").text()
    return name is not None and group.get("LogGroupName").text() == PREFIX + name


def _is_nobodys(group: Resource, functions: list[Function]) -> bool:
    """Only when the group's name and all names of functions are known: a function without one gets a name with a random end."""
    name = group.get("LogGroupName").text()
    if name is None or not name.startswith(PREFIX) or "." in name or group.get("LogGroupName").assumed:
        return False
    return all(each.get("FunctionName").absent or each.get("FunctionName").text() is not None for each in functions)


def _orphan(group: Resource, functions: list[Function]) -> Found:
    message = f"{group.id} has a name under {PREFIX}, but no function of this template has that FunctionName: none logs to it."
    without = [each for each in functions if each.get("LoggingConfig").absent and not each.log_groups()]
    fix = None
    if len(without) == 1:
        change = f"Let {without[0].id} log to {group.id}"
        fix = edits.insert(without[0], {"LoggingConfig": {"LogGroup": {"Ref": group.id}}}, change)
    return Found(
        group.get("LogGroupName"), message + " Name it in a function's LoggingConfig.LogGroup.", without[:1], fix
    )
