"""A task calls something of the template that the state machine's role may not use."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Resource,
    StateMachine,
    Template,
    edits,
    function_of,
)
from guidance.template.policies import Statement, granted_to
from guidance.template.workflows import State, workflows
from guidance.wording import names

RULE = Rule(
    title="State machine may not call what its tasks name",
    severity=Severity.ERROR,
    pillars=(Pillar.SECURITY, Pillar.RELIABILITY),
    sources=(
        Source(
            "https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html", "2026-11-20"
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("SFN011",),
)
Call = tuple[str, str, str, str]
CALLS: dict[str, Call] = {
    "lambda:invoke": ("lambda:InvokeFunction", "FunctionName", "LambdaInvokePolicy", "FunctionName"),
    "sqs:sendMessage": ("sqs:SendMessage", "QueueUrl", "SQSSendMessagePolicy", "QueueName"),
    "sns:publish": ("sns:Publish", "TopicArn", "SNSPublishMessagePolicy", "TopicName"),
    "dynamodb:getItem": ("dynamodb:GetItem", "TableName", "DynamoDBReadPolicy", "TableName"),
    "dynamodb:putItem": ("dynamodb:PutItem", "TableName", "DynamoDBWritePolicy", "TableName"),
    "dynamodb:updateItem": ("dynamodb:UpdateItem", "TableName", "DynamoDBWritePolicy", "TableName"),
}


def check(template: Template) -> Iterator[Found]:
    """Yield each state machine whose role, fully known, lacks a right that a task needs."""
    for machine in template.of(StateMachine):
        granted, complete = granted_to(machine)
        if complete and all(action.text() is not None for each in granted for action in each.actions):
            calls = [each for workflow in workflows(machine) for state in workflow.states() for each in _calls(state)]
            wrong = [each for each in calls if not any(_allows(statement, *each[1:]) for statement in granted)]
            if wrong:
                said = names([f"{state.name} needs {call[0]} on {target.id}" for state, call, target in wrong])
                message = (
                    f"The role of {machine.id} does not allow what its tasks do: {said}. They fail with AccessDenied."
                )
                yield Found(wrong[0][0].at, message, [each[0].at for each in wrong[1:]], _fix(machine, wrong))


def _calls(state: State) -> Iterator[tuple[State, Call, Resource]]:
    resource = state.filled("Resource")
    last = next((part for part in reversed(resource.parts) if isinstance(part, str)), "")
    call = CALLS.get(last.partition(":::")[2].partition(".")[0])
    where = "Arguments" if state.query_language == "JSONata" else "Parameters"
    given = resource if call is None else state.filled(where, call[1])
    target = function_of(given) or (given.resource if call is not None else None)
    if state.type == "Task" and target is not None:
        yield state, call or CALLS["lambda:invoke"], target


def _allows(statement: Statement, call: Call, target: Resource) -> bool:
    about = (each.resource in {None, target} or function_of(each) is target for each in statement.resources)
    return statement.names(call[0]) and any(about)


def _fix(machine: StateMachine, missing: list[tuple[State, Call, Resource]]) -> Fix | None:
    if not machine.is_sam or machine.declared.get("Role").present or machine.declared.get("Policies").present:
        return None
    policies = {}
    for _, (_, _, policy, name), target in missing:
        value = {"Fn::GetAtt": [target.id, name]} if name in {"QueueName", "TopicName"} else {"Ref": target.id}
        policies[policy, target.id] = {policy: {name: value}}
    return edits.insert(machine, {"Policies": list(policies.values())}, "Allow what the tasks do")
