"""Who may do what: the statements of every policy in a template, whatever they are written in."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from guidance import facts
from guidance.template.resources import Resource
from guidance.template.template import Template
from guidance.template.values import Value
from guidance.template.views import Function, StateMachine

Kind = Literal["identity", "resource", "trust"]

_SAM_ROLES = ("AWS::Serverless::Function", "AWS::Serverless::StateMachine")
_RESOURCE_POLICIES = {
    "AWS::SQS::QueuePolicy": "PolicyDocument",
    "AWS::SNS::TopicPolicy": "PolicyDocument",
    "AWS::S3::BucketPolicy": "PolicyDocument",
    "AWS::KMS::Key": "KeyPolicy",
    "AWS::ApiGateway::RestApi": "Policy",
    "AWS::Events::EventBusPolicy": "Statement",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a policy document, or one SAM policy template (`template_name`)."""

    at: Value
    """The statement, or the policy template's mapping."""
    owner: Resource
    """What it is written in: a function, role, policy or resource policy."""
    kind: Kind
    actions: tuple[Value, ...]
    resources: tuple[Value, ...]
    template_name: str | None = None

    @property
    def effect(self) -> str | None:
        """Allow or Deny; None when that cannot be known."""
        return "Allow" if self.template_name is not None else self.at.get("Effect").text()

    def names(self, action: str) -> bool:
        """Whether it covers an action such as "sqs:SendMessage", wildcards considered; unknown actions do not."""
        if self.template_name is not None:
            allowed: tuple[str, ...] = facts.policy_templates()[self.template_name].actions
        else:
            allowed = tuple(text for each in self.actions if (text := each.text()) is not None)
        return any(fnmatch.fnmatchcase(action.lower(), pattern.lower()) for pattern in allowed)

    def covers(self, resource: Resource) -> bool | None:
        """Whether it is about a resource of this template; None when that cannot be known."""
        if any(each.text() == "*" or each.resource is resource for each in self.resources):
            return True
        return None if any(each.unknown or each.kind == "text" for each in self.resources) else False


@dataclass(frozen=True, slots=True)
class ManagedPolicy:
    """A managed policy that is attached: by name (SAM) or ARN."""

    at: Value
    owner: Resource

    @property
    def name(self) -> str | None:
        """Its name, without the ARN; None when that cannot be known."""
        last = self.at.parts[-1]
        return last.rpartition("/")[2] if isinstance(last, str) and last else None


def statements(template: Template) -> list[Statement]:
    """Every statement of every policy in the template."""
    return template.memo(_statements)


def _statements(template: Template) -> list[Statement]:
    return [statement for resource in template.declared.values() for statement in statements_of(resource)]


def statements_of(resource: Resource) -> Iterator[Statement]:
    """The statements written in one declared resource."""
    if resource.type in _SAM_ROLES:
        for policy in resource.get("Policies").items():
            yield from _sam_policy(policy, resource)
        yield from _document(resource.get("AssumeRolePolicyDocument"), resource, "trust")
    elif resource.type in {"AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"}:
        for policy in resource.get("Policies").items():
            yield from _document(policy.get("PolicyDocument"), resource, "identity")
        yield from _document(resource.get("AssumeRolePolicyDocument"), resource, "trust")
    elif resource.type in {"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"}:
        yield from _document(resource.get("PolicyDocument"), resource, "identity")
    elif resource.type in _RESOURCE_POLICIES:
        yield from _document(resource.get(_RESOURCE_POLICIES[resource.type]), resource, "resource")


def managed_policies(template: Template) -> list[ManagedPolicy]:
    """Every managed policy that a function, state machine or role of the template has."""
    return template.memo(_managed_policies)


def _managed_policies(template: Template) -> list[ManagedPolicy]:
    found: list[ManagedPolicy] = []
    for resource in template.declared.values():
        if resource.type in _SAM_ROLES:
            items = [each for each in resource.get("Policies").items() if each.kind in {"scalar", "text", "reference"}]
            found.extend(ManagedPolicy(each, resource) for each in items)
        if resource.type == "AWS::IAM::Role":
            found.extend(ManagedPolicy(each, resource) for each in resource.get("ManagedPolicyArns").items())
    return found


def granted_to(function: Function | StateMachine) -> tuple[list[Statement], bool]:
    """The statements of an execution role, and whether these are all (no role or policy from elsewhere)."""
    declared = function.declared
    role = function.role
    if declared is not function and not declared.get("Role").present:
        found = list(statements_of(declared))
        complete = not any(each.owner is declared for each in managed_policies(function.template))
        complete = complete and not any(each.unknown for each in declared.get("Policies").items())
    elif role is not None:
        found, complete = list(statements_of(role)), not role.get("ManagedPolicyArns").items()
        complete = complete and not any(each.unknown for each in role.get("Policies").items())
    else:
        return [], False
    for policy in function.template.resources("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"):
        roles = [*policy.get("Roles").items(), policy.get("RoleName")]
        if role is not None and any(each.resource is role for each in roles):
            found.extend(statements_of(policy))
    return [each for each in found if each.kind == "identity"], complete and not _connected(function)


def _connected(function: Function | StateMachine) -> bool:
    """Whether a SAM connector gives it further rights."""
    declared = function.declared
    if declared.attribute("Connectors").present:
        return True
    connectors = function.template.declared.values()
    return any(
        each.get("Source", "Id").text() == declared.id
        for each in connectors
        if each.type == "AWS::Serverless::Connector"
    )


def _sam_policy(policy: Value, owner: Resource) -> Iterator[Statement]:
    if policy.get("Statement").present:
        yield from _document(policy, owner, "identity")
        return
    for name, parameters in policy.entries():
        if name in facts.policy_templates():
            values = tuple(value for _, value in parameters.entries())
            yield Statement(parameters, owner, "identity", (), values, name)


def _document(document: Value, owner: Resource, kind: Kind) -> Iterator[Statement]:
    written = document.get("Statement") if document.get("Statement").present else document
    for statement in written.items() if written.known else ():
        if statement.kind == "mapping" and (statement.get("Effect").present or statement.get("Action").present):
            actions = tuple(statement.get("Action").items())
            yield Statement(statement, owner, kind, actions, tuple(statement.get("Resource").items()))
