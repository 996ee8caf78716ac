"""A stack as what can be looked at in it: its resources, those of nested stacks too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from guidance.advice.metrics.catalogue import kind_of_type, silent
from mcp_server.aws.failures import NotFoundError
from mcp_server.aws.resources import nearest
from mcp_server.aws.sessions import Aws
from mcp_server.aws.targets import Target, read_target
from mcp_server.errors import CallError

_MOST_NESTED = 20
_LIVE = [
    "CREATE_COMPLETE", "CREATE_FAILED", "CREATE_IN_PROGRESS", "IMPORT_COMPLETE", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED",
    "UPDATE_COMPLETE", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_FAILED", "UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE",
    "UPDATE_ROLLBACK_FAILED",
]  # fmt: skip


@dataclass
class Stack:
    """What a stack has."""

    name: str
    targets: dict[Target, str] = field(default_factory=dict)
    """What can be looked at, with its logical id; in a nested stack "Nested.Id"."""
    unobserved: Counter[str] = field(default_factory=Counter)
    """Resource types of which metrics are not read, and how many there are."""
    notes: list[str] = field(default_factory=list)


def read_stack(aws: Aws, target: Target) -> Stack:
    """The resources of a stack.

    Raises:
        NotFoundError: when there is none of that name; the message offers the nearest.
        AwsError: when AWS cannot be asked or refuses.

    """
    stack = Stack(target.name)
    pending = [(target.arn or target.name, "")]
    for number in range(_MOST_NESTED + 1):
        if number >= len(pending):
            break
        name, prefix = pending[number]
        try:
            for logical, kind, physical in _resources(aws, name):
                if kind == "AWS::CloudFormation::Stack":
                    pending.append((physical, f"{prefix}{logical}."))
                else:
                    _add(stack, f"{prefix}{logical}", kind, physical)
        except NotFoundError:
            if number:
                continue  # a nested stack that is being deleted
            raise NotFoundError(absent(aws, target.name)) from None
    if len(pending) > _MOST_NESTED + 1:
        stack.notes.append(f"{len(pending) - _MOST_NESTED - 1} nested stacks more were not read; name one as a target.")
    return stack


def _resources(aws: Aws, name: str) -> Iterator[tuple[str, str, str]]:
    """Logical id, type and physical id of what is there."""
    for page in aws.pages("cloudformation", "ListStackResources", StackName=name):
        for each in page["StackResourceSummaries"]:
            if each.get("PhysicalResourceId") and each["ResourceStatus"] != "DELETE_COMPLETE":
                yield each["LogicalResourceId"], each["ResourceType"], each["PhysicalResourceId"]


def _add(stack: Stack, logical: str, resource_type: str, physical: str) -> None:
    kind = kind_of_type().get(resource_type)
    if kind is None:
        if not silent(resource_type):
            stack.unobserved[resource_type] += 1
        return
    url = kind == "sqs" and "://" in physical  # a physical id is a name, an id, an ARN or a queue's URL
    try:
        target = read_target(f"{kind}:{physical.rsplit('/', 1)[-1] if url else physical}")
    except CallError:
        stack.unobserved[resource_type] += 1
        return
    stack.targets[target] = logical


def absent(aws: Aws, name: str) -> str:
    """A sentence that offers the nearest of the stacks there are."""
    stacks = aws.pages("cloudformation", "ListStacks", StackStatusFilter=_LIVE)
    names = (each["StackName"] for page in stacks for each in page["StackSummaries"])
    return f"There is no stack '{name[:80]}' in {aws.told}.{nearest(name, names)}"
