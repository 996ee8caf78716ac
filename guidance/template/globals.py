"""SAM's Globals: mappings are merged, lists are put behind the global list, everything else is overridden by the resource."""

from __future__ import annotations

from guidance.template.nodes import Mapping, Node, Scalar, Sequence

PREFIX = "AWS::Serverless::"
_REPLACED = frozenset(("Function.Architectures", "CapacityProvider.InstanceRequirements.Architectures"))


def merged(section: Mapping | None, resource_type: str, body: Mapping, properties: Mapping) -> Mapping:
    """A SAM resource's properties with the Globals of its type."""
    kind = resource_type.removeprefix(PREFIX)
    shared = section.get(kind) if section is not None else None
    if not isinstance(shared, Mapping):
        return properties
    ignored = _ignored(body.get("IgnoreGlobals"))
    if ignored is None:
        return properties
    entries = {key: value for key, value in shared.entries.items() if key not in ignored}
    return _merge_mappings(entries, properties, kind)


def _ignored(node: Node | None) -> frozenset[str] | None:
    """The properties that the resource keeps from Globals; None for all of them."""
    if isinstance(node, Scalar) and node.text == "*":
        return None
    items = node.items if isinstance(node, Sequence) else []
    return frozenset(item.text for item in items if isinstance(item, Scalar))


def _merge_mappings(shared: dict[str, Node], own: Mapping, path: str) -> Mapping:
    result = Mapping(own.span, dict(shared), flow=own.flow)
    result.parent, result.name, result.key = own.parent, own.name, own.key
    for key, value in own.entries.items():
        below = shared.get(key)
        result.entries[key] = _merge(below, value, f"{path}.{key}") if below is not None else value
    return result


def _merge(shared: Node, own: Node, path: str) -> Node:
    if isinstance(shared, Mapping) and isinstance(own, Mapping):
        return _merge_mappings(shared.entries, own, path)
    if isinstance(shared, Sequence) and isinstance(own, Sequence) and path not in _REPLACED:
        result = Sequence(own.span, [*shared.items, *own.items], flow=own.flow)
        result.parent, result.name, result.key = own.parent, own.name, own.key
        return result
    return own
