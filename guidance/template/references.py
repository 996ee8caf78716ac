"""References, as written: every Ref, GetAtt and Sub below a node, with what it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guidance.template.nodes import Intrinsic, Mapping, Node, Scalar, Sequence, Span

PSEUDO_PARAMETERS = frozenset(
    f"AWS::{name}"
    for name in ("AccountId", "NotificationARNs", "NoValue", "Partition", "Region", "StackId", "StackName", "URLSuffix")
)
_VARIABLE = re.compile(r"\$\{([^!{}][^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to something by name. `attribute` is None for Ref and for `${Name}`."""

    name: str
    attribute: str | None
    node: Node
    span: Span
    whole: bool = True
    """False for a variable inside a Sub."""

    @property
    def text(self) -> str:
        """As it would stand in a Sub."""
        return f"{self.name}.{self.attribute}" if self.attribute else self.name


def references_in(node: Node) -> Iterator[Reference]:
    """Every reference at or below a node, in the order written."""
    for each in node.walk():
        if isinstance(each, Intrinsic):
            yield from of(each)


def of(node: Intrinsic) -> Iterator[Reference]:
    """The references that one function call itself makes."""
    argument = node.argument
    if node.function == "Ref" and isinstance(argument, Scalar):
        yield Reference(argument.text, None, node, argument.span)
    elif node.function == "Fn::GetAtt" and isinstance(argument, Sequence) and argument.items:
        names = [item.text if isinstance(item, Scalar) else None for item in argument.items]
        if names[0] is not None:
            attribute = ".".join(name for name in names[1:] if name) or None
            yield Reference(names[0], attribute, node, argument.items[0].span)
    elif node.function == "Fn::Sub":
        yield from _in_sub(node)


def _in_sub(node: Intrinsic) -> Iterator[Reference]:
    template, variables = sub_parts(node)
    if template is None:
        return
    for match in _VARIABLE.finditer(template.text):
        name = match[1].strip()
        if name not in variables:
            head, attribute = split_name(name)
            yield Reference(head, attribute, node, _inside(template, match), whole=False)


def sub_parts(node: Intrinsic) -> tuple[Scalar | None, dict[str, Node]]:
    """The text and the variables of a Sub."""
    argument = node.argument
    if isinstance(argument, Scalar):
        return argument, {}
    if isinstance(argument, Sequence) and argument.items and isinstance(argument.items[0], Scalar):
        variables = argument.items[1] if len(argument.items) > 1 else None
        return argument.items[0], variables.entries if isinstance(variables, Mapping) else {}
    return None, {}


def split_sub(text: str) -> list[str | tuple[str]]:
    """A Sub's text as literals and (names)."""
    parts: list[str | tuple[str]] = []
    end = 0
    for match in _VARIABLE.finditer(text):
        if match.start() > end:
            parts.append(text[end : match.start()])
        parts.append((match[1].strip(),))
        end = match.end()
    if end < len(text) or not parts:
        parts.append(text[end:])
    return [part.replace("${!", "${") if isinstance(part, str) else part for part in parts]


def split_name(name: str) -> tuple[str, str | None]:
    """`Queue.Arn` as ("Queue", "Arn")."""
    head, dot, attribute = name.partition(".")
    return head, attribute if dot else None


def _inside(scalar: Scalar, match: re.Match[str]) -> Span:
    """Where a variable stands, as exactly as the quoting allows."""
    before = scalar.text[: match.start()]
    line, column = scalar.span.line, scalar.span.column
    if scalar.style == "|":
        line += 1 + before.count("\n")
        return Span(line, 1, line, 1)
    if scalar.style == ">" or scalar.span.end_line > scalar.span.line:
        return scalar.span
    start = column + match.start() + (1 if scalar.style else 0)
    return Span(line, start, line, start + len(match[0]))
