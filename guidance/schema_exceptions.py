"""What cfn-lint is known to get wrong, by table: each entry says which rule, where, and why."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from guidance.template import Intrinsic, Node, Template
from guidance.template.nodes import below
from guidance.template.references import of

TABLE = Path(__file__).parent / "data" / "schema_exceptions.toml"


@dataclass(frozen=True, slots=True)
class SchemaException:
    """One thing that cfn-lint reports although it is right. Empty fields match everything."""

    rules: tuple[str, ...]
    why: str
    path: str = ""
    """A regular expression on the path, joined by slashes."""
    message: str = ""
    """A regular expression on the message."""
    attribute_of: str = ""
    """The type of the resource whose attribute is referred to."""
    attributes: tuple[str, ...] = ()
    lowered: bool = False
    """Only in what is lowered from SAM."""


@functools.cache
def exceptions() -> tuple[SchemaException, ...]:
    """The table."""
    entries = tomllib.loads(TABLE.read_text("utf-8"))["exceptions"]
    return tuple(
        SchemaException(**{**entry, "rules": tuple(entry["rules"]), "attributes": tuple(entry.get("attributes", ()))})
        for entry in entries
    )


def is_exception(
    rule_id: str, message: str, path: tuple[str | int, ...], template: Template, *, lowered: bool = False
) -> bool:
    """Tell whether a finding of cfn-lint is one of those it gets wrong."""
    joined = "/".join(map(str, path))
    return any(
        rule_id in each.rules
        and (lowered or not each.lowered)
        and re.search(each.path, joined) is not None
        and re.search(each.message, message) is not None
        and (not each.attribute_of or _names_attribute(each, path, template))
        for each in exceptions()
    )


def _names_attribute(entry: SchemaException, path: tuple[str | int, ...], template: Template) -> bool:
    """Tell whether the GetAtt or Sub at a path names one of the attributes, of a resource of that type."""
    declared = template.declared.get(str(path[1])) if path[:1] == ("Resources",) and len(path) > 3 else None
    node: Node | None = declared.properties.node if declared is not None else template.root
    for name in path[3:] if declared is not None else path:
        found = below(node, name) if node is not None else None
        node = found if found is not None else node
        if isinstance(node, Intrinsic) and name in {"Fn::GetAtt", "Fn::Sub", "Ref"}:
            break
    while node is not None and not isinstance(node, Intrinsic):
        node = node.parent
    for reference in of(node) if node is not None else ():
        head, _, attribute = reference.text.partition(".")
        named = template.declared.get(head)
        if named is not None and named.type == entry.attribute_of and attribute in entry.attributes:
            return True
    return False
