"""Making a resource that SAM would make, from the nodes of the one that is written."""

from __future__ import annotations

from guidance.template import synthetic
from guidance.template.nodes import Mapping, Node
from guidance.template.resources import Resource
from guidance.template.views import make


def create(
    declared: Resource,
    logical_id: str,
    kind: str,
    entries: dict[str, Node | None],
    origin: Node | None = None,
    event: str | None = None,
    *,
    generated: bool = False,
) -> Resource:
    """One resource that comes from a declared one; `origin` is the node its properties come from."""
    properties = synthetic.mapping(origin if origin is not None else declared.properties.node, entries)
    body = synthetic.mapping(_event_node(declared, event) or declared.body, {"Properties": properties})
    return make(declared.template, logical_id, kind, body, properties, declared, event, generated=generated)


def _event_node(declared: Resource, event: str | None) -> Node | None:
    events = declared.properties.get("Events").data
    return events.get(event) if event is not None and isinstance(events, Mapping) else None


def entries_of(declared: Resource) -> dict[str, Node]:
    """The properties as written, Globals merged."""
    data = declared.properties.data
    return data.entries if isinstance(data, Mapping) else {}
