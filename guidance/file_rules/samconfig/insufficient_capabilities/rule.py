"""The capabilities in samconfig.toml do not cover what the template makes."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.samconfig import samconfig
from guidance.template import Node, Resource, Scalar, Sequence, Template

RULE = Rule(
    title="Capabilities in samconfig.toml do not cover the template",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html",
            "2026-11-20",
        ),
    ),
)
IAM, NAMED, EXPAND = "CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"
KNOWN = frozenset((IAM, NAMED, EXPAND, "CAPABILITY_RESOURCE_POLICY"))
_NAMES = {
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
}


def check(template: Template) -> Iterator[Found]:
    """Yield each unknown capability, and each list that lacks one."""
    config = samconfig(template)
    for _, command, parameters in config.parameters() if config is not None else ():
        node = parameters.get("capabilities")
        given = _words(node)
        if node is None or given is None or command not in {"deploy", "sync", "global"}:
            continue
        if unknown := sorted(given - KNOWN):
            yield Found(
                template.at(node), f"'{unknown[0][:60]}' is no capability; there are {', '.join(sorted(KNOWN))}."
            )
        named = next((each for each in template.deployed.values() if _is_named(each)), None)
        made = next((each for each in template.deployed.values() if each.type in _NAMES), None)
        if named is not None and NAMED not in given:
            yield Found(
                template.at(node),
                f"{named.declared.id} is an IAM resource with a name of its own: add {NAMED}, or the deployment is refused.",
                [named],
            )
        elif made is not None and not given & {IAM, NAMED}:
            yield Found(
                template.at(node),
                f"{made.declared.id} makes an IAM role: add {IAM}, or the deployment is refused.",
                [made],
            )


def _is_named(resource: Resource) -> bool:
    return resource.type in _NAMES and resource.get(_NAMES[resource.type]).present


def _words(node: Node | None) -> set[str] | None:
    """The capabilities: a text with spaces between them, or a list; None when it is neither."""
    if isinstance(node, Scalar):
        return set(node.text.replace(",", " ").split())
    if isinstance(node, Sequence):
        return {item.text for item in node.items if isinstance(item, Scalar)}
    return None
