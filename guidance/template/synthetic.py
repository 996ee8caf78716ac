"""Nodes that nobody wrote but SAM creates: each keeps the place of what it was created from."""

from __future__ import annotations

from collections.abc import Iterable

from guidance.template.nodes import Intrinsic, Mapping, Node, Scalar, Scalar_, Sequence


def _at(node: Node, origin: Node) -> None:
    node.parent, node.name, node.key = origin, None, origin.key


def mapping(origin: Node, entries: dict[str, Node | None]) -> Mapping:
    """A mapping of what is not None."""
    node = Mapping(origin.span, {key: value for key, value in entries.items() if value is not None})
    _at(node, origin)
    return node


def sequence(origin: Node, items: Iterable[Node]) -> Sequence:
    """A list."""
    node = Sequence(origin.span, list(items))
    _at(node, origin)
    return node


def scalar(origin: Node, value: Scalar_) -> Scalar:
    """A literal."""
    node = Scalar(origin.span, value, str(value).lower() if isinstance(value, bool) else str(value))
    _at(node, origin)
    return node


def ref(origin: Node, name: str) -> Intrinsic:
    """A Ref."""
    node = Intrinsic(origin.span, "Ref", scalar(origin, name))
    _at(node, origin)
    return node


def get_att(origin: Node, name: str, attribute: str = "Arn") -> Intrinsic:
    """A GetAtt."""
    node = Intrinsic(origin.span, "Fn::GetAtt", sequence(origin, (scalar(origin, name), scalar(origin, attribute))))
    _at(node, origin)
    return node


def sub(origin: Node, text: str) -> Intrinsic:
    """A Sub."""
    node = Intrinsic(origin.span, "Fn::Sub", scalar(origin, text))
    _at(node, origin)
    return node
