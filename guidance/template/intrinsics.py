"""What intrinsic functions come to, as far as that can be known before deployment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from guidance.template import references
from guidance.template.conditions import When
from guidance.template.nodes import Intrinsic, Mapping, Node, Scalar, Sequence
from guidance.template.references import Reference
from guidance.template.values import Part, Value

if TYPE_CHECKING:
    from guidance.template.resources import Resource
    from guidance.template.template import Template

_IF_OPERANDS = 3


def resolve(node: Node, template: Template, when: When, owner: Resource | None = None) -> Iterator[Value]:
    """Every possibility of what a node comes to."""
    if isinstance(node, Scalar):
        yield Value("scalar", node, template, node.value, when, owner=owner)
    elif isinstance(node, Mapping):
        yield Value("mapping", node, template, node, when, owner=owner)
    elif isinstance(node, Sequence):
        yield Value("list", node, template, node, when, owner=owner)
    elif isinstance(node, Intrinsic):
        if node.function == "Fn::If":
            yield from _if(node, template, when, owner)
        else:
            yield _call(node, template, when, owner)


def _if(node: Intrinsic, template: Template, when: When, owner: Resource | None) -> Iterator[Value]:
    operands = node.argument.items if isinstance(node.argument, Sequence) else []
    if len(operands) != _IF_OPERANDS or not isinstance(operands[0], Scalar):
        yield Value("unknown", node, template, when=when, owner=owner)
        return
    for branch, truth in ((operands[1], True), (operands[2], False)):
        narrowed = template.conditions.assume(when, operands[0].text, truth=truth)
        if narrowed is not None:
            yield from resolve(branch, template, narrowed, owner)


def _call(node: Intrinsic, template: Template, when: When, owner: Resource | None) -> Value:
    unknown = Value("unknown", node, template, when=when, owner=owner)
    handler = _HANDLERS.get(node.function)
    return handler(node, unknown) if handler is not None else unknown


def _only(node: Node, like: Value) -> Value:
    """What a node comes to when there is one possibility, else unknown."""
    found = list(resolve(node, like.template, like.when, like.owner))
    return found[0] if len(found) == 1 else replace(like, node=node)


def _ref(node: Intrinsic, unknown: Value) -> Value:
    for reference in references.of(node):
        if reference.name == "AWS::NoValue":
            return replace(unknown, kind="absent")
        if reference.name.startswith("AWS::"):
            return replace(unknown, kind="text", data=(reference,))
        if (default := unknown.template.parameter_default(reference.name)) is not None:
            return _from_parameter(default, reference.name, unknown)
        if reference.name not in unknown.template.parameters:
            return replace(unknown, kind="reference", data=reference)
    return unknown


def _from_parameter(default: Value, name: str, unknown: Value) -> Value:
    assumed = frozenset((name,))
    if default.kind == "list" and isinstance(default.data, tuple):
        items = tuple(
            replace(item, node=unknown.node, assumed=assumed, when=unknown.when, owner=unknown.owner)
            for item in default.data
            if isinstance(item, Value)
        )
        return replace(unknown, kind="list", data=items, assumed=assumed)
    return replace(unknown, kind="scalar", data=default.data, assumed=assumed)


def _get_att(node: Intrinsic, unknown: Value) -> Value:
    for reference in references.of(node):
        return replace(unknown, kind="reference", data=reference)
    return unknown


def _sub(node: Intrinsic, unknown: Value) -> Value:
    template, variables = references.sub_parts(node)
    if template is None:
        return unknown
    parts: list[Value | str] = []
    for part in references.split_sub(template.text):
        if isinstance(part, str):
            parts.append(part)
        elif part[0] in variables:
            parts.append(_only(variables[part[0]], unknown))
        else:
            parts.append(_variable(part[0], node, template, unknown))
    return _text(parts, unknown)


def _variable(name: str, node: Intrinsic, written: Scalar, unknown: Value) -> Value:
    head, attribute = references.split_name(name)
    if attribute is None and (default := unknown.template.parameter_default(head)) is not None:
        return _from_parameter(default, head, unknown)
    if head in unknown.template.parameters:
        return unknown
    return replace(unknown, kind="reference", data=Reference(head, attribute, node, written.span, whole=False))


def _join(node: Intrinsic, unknown: Value) -> Value:
    operands = _operands(node)
    if len(operands) != 2 or not isinstance(operands[0], Scalar):
        return unknown
    items = _only(operands[1], unknown)
    if items.kind != "list":
        return unknown
    parts: list[Value | str] = []
    for index, item in enumerate(items.items()):
        parts.extend((operands[0].text, item) if index and operands[0].text else (item,))
    return _text(parts, unknown)


def _text(parts: list[Value | str], unknown: Value) -> Value:
    """Pieces as one text: a scalar when all are known, a reference when there is only that."""
    pieces: list[Part] = []
    assumed = unknown.assumed
    for part in parts:
        if isinstance(part, str):
            pieces.append(part)
        else:
            assumed |= part.assumed
            pieces.extend(part.parts)
    if all(isinstance(piece, str) for piece in pieces):
        return replace(unknown, kind="scalar", data="".join(map(str, pieces)), assumed=assumed)
    if len(pieces) == 1 and isinstance(pieces[0], Reference) and not pieces[0].name.startswith("AWS::"):
        return replace(unknown, kind="reference", data=pieces[0], assumed=assumed)
    return replace(unknown, kind="text", data=tuple(pieces), assumed=assumed)


def _select(node: Intrinsic, unknown: Value) -> Value:
    operands = _operands(node)
    index = _only(operands[0], unknown).integer() if len(operands) == 2 else None
    items = _only(operands[1], unknown) if index is not None else unknown
    if index is None or items.kind != "list" or not 0 <= index < len(items.items()):
        return unknown
    chosen = items.items()[index]
    return replace(chosen, node=node, assumed=chosen.assumed | items.assumed)


def _split(node: Intrinsic, unknown: Value) -> Value:
    operands = _operands(node)
    if len(operands) != 2 or not isinstance(operands[0], Scalar) or not operands[0].text:
        return unknown
    whole = _only(operands[1], unknown)
    text = whole.text()
    if text is None:
        return unknown
    pieces = tuple(
        replace(unknown, kind="scalar", data=piece, assumed=whole.assumed) for piece in text.split(operands[0].text)
    )
    return replace(unknown, kind="list", data=pieces, assumed=whole.assumed)


def _find_in_map(node: Intrinsic, unknown: Value) -> Value:
    operands = _operands(node)
    if len(operands) < 3:
        return unknown
    keys = [_only(operand, unknown) for operand in operands[:3]]
    names = [key.text() for key in keys]
    found: Node | None = unknown.template.section("Mappings")
    for name in names:
        found = found.get(name) if isinstance(found, Mapping) and name is not None else None
    if found is None:
        return unknown
    return replace(_only(found, unknown), node=node, assumed=keys[0].assumed | keys[1].assumed | keys[2].assumed)


def _operands(node: Intrinsic) -> list[Node]:
    return node.argument.items if isinstance(node.argument, Sequence) else []


_HANDLERS: dict[str, Callable[[Intrinsic, Value], Value]] = {
    "Ref": _ref,
    "Fn::GetAtt": _get_att,
    "Fn::Sub": _sub,
    "Fn::Join": _join,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::FindInMap": _find_in_map,
}
