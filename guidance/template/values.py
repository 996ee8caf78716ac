"""Values: what a node comes to. Known, or a reference, or absent, or not to be known before deployment.

A rule asks a resource or a value for what lies below it:
`each()` gives every possibility (both branches of Fn::If), `get()` the only one, or an unknown value where there are several.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from guidance.template.conditions import ALWAYS, When
from guidance.template.nodes import Mapping, Node, Scalar, Scalar_, Sequence, Span, to_pointer
from guidance.template.references import Reference, references_in

if TYPE_CHECKING:
    from guidance.template.resources import Resource
    from guidance.template.template import Template

Kind = Literal["absent", "unknown", "scalar", "mapping", "list", "reference", "text"]
Part = str | Reference | None
"""A piece of a text: known, a reference, or None for what cannot be known."""
_TRUE, _FALSE = frozenset(("true", "yes", "1")), frozenset(("false", "no", "0"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding points: a stretch of text and the path to it."""

    span: Span
    path: tuple[str | int, ...]

    @property
    def pointer(self) -> str:
        """The path as a JSON pointer."""
        return to_pointer(self.path)


@dataclass(frozen=True, slots=True)
class Value:
    """What stands at one place of a template, under the assumptions `when`."""

    kind: Kind
    node: Node
    """The node itself; for an absent value, the nearest one that exists above it."""
    template: Template
    data: Scalar_ | Node | Reference | tuple[Part, ...] | tuple[Value, ...] = None
    when: When = ALWAYS
    assumed: frozenset[str] = frozenset()
    """Parameters whose defaults this value rests on."""
    missing: tuple[str | int, ...] = ()
    """For an absent value: the keys that are not there, below `node`."""
    owner: Resource | None = None
    defaulted: bool = False
    """The value is AWS's default: nothing is written."""

    @property
    def absent(self) -> bool:
        """Nothing is written here (and no default was given)."""
        return self.kind == "absent"

    @property
    def present(self) -> bool:
        """Something is written here, known or not."""
        return self.kind != "absent" and not self.defaulted

    @property
    def unknown(self) -> bool:
        """It cannot be known before deployment; a rule says nothing about it."""
        return self.kind == "unknown"

    @property
    def known(self) -> bool:
        """It is a scalar, a mapping or a list (whose members may be unknown)."""
        return self.kind in {"scalar", "mapping", "list"}

    @property
    def inherited(self) -> bool:
        """It comes from the Globals section."""
        return self.node.path[:1] == ("Globals",)

    def text(self) -> str | None:
        """The text of a known scalar, as CloudFormation would pass it on."""
        if self.kind != "scalar" or self.data is None:
            return None
        if isinstance(self.node, Scalar) and not self.defaulted:
            return self.node.text
        return str(self.data).lower() if isinstance(self.data, bool) else str(self.data)

    def number(self) -> float | None:
        """A known number, also when quoted."""
        if self.kind != "scalar" or isinstance(self.data, bool) or not isinstance(self.data, int | float | str):
            return None
        try:
            return float(self.data)
        except (ValueError, OverflowError):
            return None

    def integer(self) -> int | None:
        """A known whole number, also when quoted."""
        number = self.number()
        return int(number) if number is not None and number.is_integer() else None

    def boolean(self) -> bool | None:
        """A known truth value, also when quoted."""
        word = (self.text() or "").lower()
        if isinstance(self.data, bool):
            return self.data
        return True if word in _TRUE else (False if word in _FALSE else None)

    @property
    def reference(self) -> Reference | None:
        """The one thing that this value refers to, also inside a Sub or Join."""
        if isinstance(self.data, Reference):
            return self.data
        found = [part for part in self.parts if isinstance(part, Reference) and not part.name.startswith("AWS::")]
        return found[0] if len(found) == 1 else None

    @property
    def resource(self) -> Resource | None:
        """The resource of this template that the value refers to."""
        return self.template.find(self.reference) if self.reference is not None else None

    @property
    def parts(self) -> tuple[Part, ...]:
        """The pieces of a text that is only partly known; one piece for a known one."""
        if self.kind == "text" and isinstance(self.data, tuple):
            return tuple(part for part in self.data if not isinstance(part, Value))
        if isinstance(self.data, Reference):
            return (self.data,)
        return (self.text(),) if self.kind == "scalar" else (None,)

    def references(self) -> Iterator[Reference]:
        """Every reference at or below this value."""
        return references_in(self.node) if self.present else iter(())

    def each(self, *path: str | int, default: Scalar_ = None) -> Iterator[Value]:
        """Every possibility of what lies below, both branches of each Fn::If; an absent value where there is nothing.

        With a default, an absent value is that default instead (`defaulted`), pointing at where it would stand.
        """
        values = [self]
        for name in path:
            values = [child for value in values for child in value._child(name)]  # noqa: SLF001 - its own kind
        for value in values:
            yield value._or(default)  # noqa: SLF001

    def get(self, *path: str | int, default: Scalar_ = None) -> Value:
        """The only possibility of what lies below; an unknown value when there are several."""
        found = list(self.each(*path, default=default))
        if len(found) == 1:
            return found[0]
        if found and all((value.kind, value.data) == (found[0].kind, found[0].data) and value.known for value in found):
            return found[0]
        return Value("unknown", self.node, self.template, when=self.when, owner=self.owner, missing=tuple(path))

    def items(self) -> list[Value]:
        """The items of a list, in every possibility; a single thing counts as a list of one."""
        return list(self._items())

    def entries(self) -> list[tuple[str, Value]]:
        """The keys and values of a mapping, each value in every possibility."""
        if not isinstance(self.data, Mapping):
            return []
        return [
            (key, value) for key, node in self.data.entries.items() for value in self._resolve(node) if not value.absent
        ]

    def keys(self) -> list[str]:
        """The keys of a mapping."""
        return list(self.data.entries) if isinstance(self.data, Mapping) else []

    @property
    def place(self) -> Place:
        """Where a finding about this value points."""
        if self.missing or self.absent:
            return Place(header_of(self.node), (*self.node.path, *self.missing))
        return place_of(self.node)

    def _items(self) -> Iterator[Value]:
        if isinstance(self.data, Sequence):
            for node in self.data.items:
                for value in self._resolve(node):
                    if value.kind == "list" and not isinstance(node, Sequence):
                        yield from value._items()  # noqa: SLF001
                    elif not value.absent:
                        yield value
        elif self.kind == "list" and isinstance(self.data, tuple):
            yield from (value for value in self.data if isinstance(value, Value))
        elif self.kind != "absent":
            yield self

    def _child(self, name: str | int) -> Iterator[Value]:
        found: Node | None = None
        if self.kind == "mapping" and isinstance(self.data, Mapping):
            found = self.data.entries.get(str(name))
            if found is None and "Fn::Transform" in self.data.entries:
                yield Value("unknown", self.node, self.template, when=self.when, owner=self.owner, missing=(name,))
                return
        elif self.kind == "list" and isinstance(name, int):
            yield from self.items()[name : name + 1]
            return
        elif self.kind != "absent":
            yield Value("unknown", self.node, self.template, when=self.when, owner=self.owner, missing=(name,))
            return
        if found is not None:
            yield from self._resolve(found, name)
        else:
            yield Value(
                "absent", self.node, self.template, None, self.when, missing=(*self.missing, name), owner=self.owner
            )

    def _resolve(self, node: Node, name: str | int | None = None) -> Iterator[Value]:
        for value in self.template.resolve(node, self.when, self.owner):
            if value.absent and name is not None:
                yield Value(
                    "absent",
                    self.node,
                    self.template,
                    None,
                    value.when,
                    missing=(*self.missing, name),
                    owner=self.owner,
                )
            else:
                yield value

    def _or(self, default: Scalar_) -> Value:
        if default is None or not self.absent:
            return self
        return Value(
            "scalar",
            self.node,
            self.template,
            default,
            self.when,
            missing=self.missing,
            owner=self.owner,
            defaulted=True,
        )


def place_of(node: Node) -> Place:
    """A node's place: with its key where it runs over several lines."""
    span = node.span
    if node.key is not None and span.end_line > node.key.span.line:
        span = Span(node.key.span.line, node.key.span.column, span.end_line, span.end_column)
    return Place(span, node.path)


def header_of(node: Node) -> Span:
    """What introduces a node: its key; for a resource's or event's properties, the logical id above them."""
    while node.name is None and node.parent is not None:
        node = node.parent
    return node.parent.header if node.name == "Properties" and node.parent is not None else node.header
