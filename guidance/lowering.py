"""A SAM template as the plain CloudFormation it becomes, in cfn-lint's own nodes, each where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from guidance.template import Intrinsic, Mapping, Node, Resource, Scalar, Sequence, Span, Template
from guidance.template.nodes import below

_TYPES = frozenset(
    f"AWS::{name}"
    for name in (
        "Lambda::Function",
        "Lambda::EventSourceMapping",
        "Lambda::EventInvokeConfig",
        "Lambda::Url",
        "Lambda::LayerVersion",
        "StepFunctions::StateMachine",
        "Events::Rule",
        "Scheduler::Schedule",
        "SNS::Subscription",
    )
)
_DROPPED = frozenset(("DefinitionUri", "Fn::Transform"))
_KEPT_SECTIONS = ("AWSTemplateFormatVersion", "Parameters", "Mappings", "Conditions")


NodeClasses = tuple[Any, Any, Any, Any]
"""cfn-lint's classes for a mark, a mapping, a list and a string."""


@dataclass(frozen=True, slots=True)
class Lowered:
    """The lowered template, and the way back."""

    template: Any
    """What cfn-lint takes."""
    resources: dict[str, Resource]
    """The lowered resources by logical id."""
    source: Template

    def node(self, path: tuple[str | int, ...]) -> Node | None:
        """The node that a path in the lowered template comes from, or the nearest above it."""
        resource = self.resources.get(str(path[1]))
        if resource is None:
            return None
        node: Node = resource.properties.node
        for name in path[3:]:
            found = below(node, name)
            if found is None:
                break
            node = found
        return node


def lower(template: Template, classes: NodeClasses) -> Lowered:
    """Lower a SAM template."""
    lowered = {
        each.id: each
        for each in template.deployed.values()
        if each.is_sam and each.type in _TYPES and not each.generated and "Fn::Transform" not in each.properties.keys()  # noqa: SIM118
    }
    convert = Converter(classes)
    result = convert.mapping({}, template.root.span)
    for name in _KEPT_SECTIONS:
        section = template.root.get(name)
        if section is not None and (isinstance(section, Mapping) or name == _KEPT_SECTIONS[0]):
            result[name] = convert.node(section)
    resources = convert.mapping({}, template.root.span)
    for each in template.deployed.values():
        key = convert.text(each.id, each.place.span)
        if each.id in lowered:
            resources[key] = _resource(each, convert)
        elif not each.is_sam:
            resources[key] = convert.node(each.body)
        else:
            resources[key] = convert.mapping({"Type": "AWS::CloudFormation::WaitConditionHandle"}, each.place.span)
    result[convert.text("Resources", template.root.span)] = resources
    return Lowered(result, lowered, template)


def _resource(resource: Resource, convert: Converter) -> Any:  # noqa: ANN401 - cfn-lint's own types
    data = resource.properties.data
    entries = (
        {key: node for key, node in data.entries.items() if key not in _DROPPED} if isinstance(data, Mapping) else {}
    )
    properties = convert.entries(entries, resource.properties.node.header)
    if resource.type == "AWS::Lambda::Function" and not _is_code(entries.get("Code")):
        properties["Code"] = {"S3Bucket": "bucket", "S3Key": "key"}
    if resource.type == "AWS::StepFunctions::StateMachine" and not entries.keys() & {"Definition", "DefinitionString"}:
        properties["DefinitionS3Location"] = {"Bucket": "bucket", "Key": "key"}
    if resource.type == "AWS::Lambda::LayerVersion":
        properties.pop("ContentUri", None)
        properties.pop("RetentionPolicy", None)
        properties["Content"] = {"S3Bucket": "bucket", "S3Key": "key"}
    body = convert.mapping({"Type": resource.type, "Properties": properties}, resource.place.span)
    condition = resource.declared.body.get("Condition")
    if isinstance(condition, Scalar):
        body["Condition"] = convert.node(condition)
    return body


def _is_code(node: Node | None) -> bool:
    return isinstance(node, Mapping) and bool(node.entries.keys() & {"ZipFile", "ImageUri"})


class Converter:
    """Our nodes as cfn-lint's."""

    def __init__(self, classes: NodeClasses) -> None:
        self._mark, self._dict, self._list, self._str = classes

    def node(self, node: Node) -> Any:  # noqa: ANN401
        """Convert one node and all below."""
        if isinstance(node, Scalar):
            return self.text(node.value, node.span) if isinstance(node.value, str) else node.value
        if isinstance(node, Intrinsic):
            return self.mapping({node.function: self._argument(node)}, node.span)
        if isinstance(node, Sequence):
            return self._list([self.node(item) for item in node.items], *self._marks(node.span))
        return self.entries(node.entries if isinstance(node, Mapping) else {}, node.span)

    def entries(self, entries: dict[str, Node], span: Span) -> Any:  # noqa: ANN401
        """Convert a mapping's entries."""
        result = self.mapping({}, span)
        for key, value in entries.items():
            result[self.text(key, value.header)] = self.node(value)
        return result

    def mapping(self, data: dict[str, Any], span: Span) -> Any:  # noqa: ANN401
        """Make a mapping."""
        return self._dict({self.text(key, span): value for key, value in data.items()}, *self._marks(span))

    def text(self, text: str, span: Span) -> Any:  # noqa: ANN401
        """Make a string."""
        return self._str(text, *self._marks(span))

    def _argument(self, node: Intrinsic) -> Any:  # noqa: ANN401
        return self.node(node.argument)

    def _marks(self, span: Span) -> tuple[Any, Any]:
        return self._mark(span.line - 1, span.column - 1), self._mark(span.end_line - 1, span.end_column - 1)
