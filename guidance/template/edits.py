"""Fixes as minimal edits on the text as written: replace a value, insert a key, add a resource, remove a key."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence as AnySequence

from guidance.model import Edit, Fix
from guidance.template.nodes import Intrinsic, Mapping, Scalar
from guidance.template.references import Reference
from guidance.template.resources import Resource
from guidance.template.template import Template
from guidance.template.values import Value

Data = str | int | float | bool | None | AnyMapping[str, "Data"] | AnySequence["Data"]
"""What is inserted: plain data; functions in long form, such as {"Fn::GetAtt": ["Queue", "Arn"]}."""

_PLAIN = re.compile(r"[A-Za-z_./][A-Za-z0-9_./ -]*(:+[A-Za-z0-9_./-]+)*\Z")
_WORDS = frozenset(("true", "false", "yes", "no", "on", "off", "null", "~"))


def replace(value: Value, data: Data, description: str, *, safe: bool = False) -> Fix | None:
    """Write another scalar in place of a value. None where a parameter or function stands."""
    node = value.node
    if not value.present or not isinstance(node, Scalar) or node.style in {"|", ">"}:
        return None
    span = node.span
    return Fix(
        safe,
        description,
        (Edit(span.line, span.column, span.end_line, span.end_column, _inline(data, value.template)),),
    )


def insert(
    into: Value | Resource, entries: AnyMapping[str, Data], description: str, *, safe: bool = False
) -> Fix | None:
    """Write keys at the beginning of a mapping, or into a resource's Properties, at the indentation of what is there."""
    holder = into.declared.properties if isinstance(into, Resource) else into
    edit = _insertion(holder, entries)
    return Fix(safe, description, (edit,)) if edit is not None else None


def add_resources(template: Template, resources: AnyMapping[str, Data]) -> Edit | None:
    """Write resources at the end of the Resources section; join the edit to a fix of your own."""
    section = template.section("Resources")
    if section is None or section.flow or template.is_json or not section.entries:
        return None
    last = list(section.entries.values())[-1]
    first = next(iter(section.entries.values()))
    indent = first.key.span.column - 1 if first.key is not None else 2
    text = "\n" + "\n".join(_block(resources, indent))
    return Edit(last.span.end_line, last.span.end_column, last.span.end_line, last.span.end_column, text)


def remove(value: Value, description: str, *, safe: bool = False) -> Fix | None:
    """Take a key and its value out of a block mapping."""
    node, parent = value.node, value.node.parent
    if (
        not value.present
        or node.key is None
        or not isinstance(parent, Mapping)
        or parent.flow
        or len(parent.entries) == 1
    ):
        return None
    if not isinstance(node.name, str) or parent.entries.get(node.name) is not node or value.template.is_json:
        return None
    start, end = node.key.span, node.span
    return Fix(safe, description, (Edit(start.line, 1, end.end_line + 1, 1, ""),))


def rename(reference: Reference, name: str) -> Fix | None:
    """Let a reference name something else."""
    span = reference.span
    if span.line != span.end_line or span.column == span.end_column:
        return None
    written = reference.node.argument if isinstance(reference.node, Intrinsic) else None
    quoted = isinstance(written, Scalar) and written.style in {"'", '"'} and reference.whole
    start = span.column + (1 if quoted else 0) + (0 if reference.whole else 2)
    edit = Edit(span.line, start, span.line, start + len(reference.name), name)
    return Fix(safe=False, description=f"Refer to {name}", edits=(edit,))


def both(first: Fix | None, *edits: Edit | None) -> Fix | None:
    """A fix with further edits; None when one of them cannot be made."""
    if first is None or None in edits:
        return None
    return Fix(first.safe, first.description, (*first.edits, *(edit for edit in edits if edit is not None)))


def every(fixes: AnySequence[Fix | None], description: str, *, safe: bool = False) -> Fix | None:
    """One fix of several; None when there is none, or one of them cannot be made."""
    made = [fix for fix in fixes if fix is not None]
    if not made or len(made) < len(fixes):
        return None
    return Fix(safe, description, tuple(edit for fix in made for edit in fix.edits))


def free_id(template: Template, wanted: str) -> str:
    """A logical id that the template does not have yet."""
    taken = {*template.declared, *template.deployed}
    return next(
        name for number in range(1, 1000) if (name := wanted + (str(number) if number > 1 else "")) not in taken
    )


def _insertion(holder: Value, entries: AnyMapping[str, Data]) -> Edit | None:
    node = holder.data
    if not isinstance(node, Mapping) or holder.inherited or any(key in node.entries for key in entries):
        return None
    written = [child for child in node.entries.values() if child.parent is node or child.path[:-1] == node.path]
    if not written:
        return _new_properties(node, entries, holder.template)
    first = min(
        (child.key for child in written if child.key is not None), key=lambda key: (key.span.line, key.span.column)
    )
    line, column = first.span.line, first.span.column
    if node.flow or holder.template.is_json:
        pairs = ", ".join(
            f"{_inline(key, holder.template)}: {_inline(data, holder.template)}" for key, data in entries.items()
        )
        return Edit(line, column, line, column, pairs + ", ")
    text = "\n".join(_block(entries, column - 1)).lstrip() + "\n" + " " * (column - 1)
    return Edit(line, column, line, column, text)


def _new_properties(node: Mapping, entries: AnyMapping[str, Data], template: Template) -> Edit | None:
    """A Properties section for a resource that has none, behind its Type."""
    body = node.parent
    kind = body.get("Type") if isinstance(body, Mapping) and node.name == "Properties" else None
    if (
        not isinstance(body, Mapping)
        or kind is None
        or kind.key is None
        or "Properties" in body.entries
        or body.flow
        or template.is_json
    ):
        return None
    text = "\n" + "\n".join(_block({"Properties": dict(entries)}, kind.key.span.column - 1))
    return Edit(kind.span.end_line, kind.span.end_column, kind.span.end_line, kind.span.end_column, text)


def _block(data: Data, indent: int) -> list[str]:
    """Data as YAML lines in block style."""
    space = " " * indent
    lines: list[str] = []
    if isinstance(data, AnyMapping):
        for key, value in data.items():
            lines.extend(_entry(f"{space}{_scalar(key)}:", value, indent))
    elif isinstance(data, AnySequence) and not isinstance(data, str):
        for item in data:
            block = _block(item, indent + 2) if _is_block(item) else []
            lines.extend([f"{space}- {block[0].lstrip()}", *block[1:]] if block else [f"{space}- {_scalar(item)}"])
    return lines


def _entry(head: str, value: Data, indent: int) -> list[str]:
    if _is_block(value):
        return [head, *_block(value, indent + 2)]
    return [f"{head} {_scalar(value)}"]


def _is_block(data: Data) -> bool:
    return isinstance(data, AnyMapping | list | tuple) and bool(data) and _short_form(data) is None


def _short_form(data: Data) -> str | None:
    """The short form of a function, such as `!GetAtt Queue.Arn`."""
    if not isinstance(data, AnyMapping) or len(data) != 1:
        return None
    ((name, argument),) = data.items()
    if name == "Ref" and isinstance(argument, str):
        return f"!Ref {argument}"
    if name == "Fn::GetAtt" and isinstance(argument, list | tuple):
        return "!GetAtt " + ".".join(map(str, argument))
    if name == "Fn::Sub" and isinstance(argument, str):
        return f"!Sub {_scalar(argument)}"
    return None


def _scalar(data: Data) -> str:
    if (short := _short_form(data)) is not None:
        return short
    if isinstance(data, str) and _PLAIN.match(data) and data.lower() not in _WORDS and not data.endswith(" "):
        return data
    return json.dumps(data, ensure_ascii=False)


def _inline(data: Data, template: Template) -> str:
    """Give data on one line."""
    if template.is_json:
        return json.dumps(data, ensure_ascii=False)
    if isinstance(data, AnyMapping) and _short_form(data) is None:
        return "{" + ", ".join(f"{_scalar(key)}: {_inline(value, template)}" for key, value in data.items()) + "}"
    if isinstance(data, list | tuple):
        return "[" + ", ".join(_inline(item, template) for item in data) + "]"
    return _scalar(data)
