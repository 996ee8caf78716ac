"""Which declaration a name means: scopes and bindings, made for those scopes that are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from guidance.code.typescript.syntax import FUNCTIONS, Node, literal

BLOCKS = frozenset(("program", "statement_block", "switch_body", "for_statement", "for_in_statement", "catch_clause"))
Step = str | int
"""One step of a destructuring: a property's name, an index, "..." for a rest, "*" for each element of an iterable."""


@dataclass(eq=False, slots=True)
class Binding:
    """One declared name."""

    name: str
    kind: str
    """import, const, let, var, param, function, class, catch or other (an enum, a namespace)."""
    ident: Node
    scope: Scope
    value: Node | None = None
    """The function or class itself; of a variable, what it is initialised with; of a loop variable, the iterable."""
    path: tuple[Step, ...] = ()
    """How the name is taken out of the value."""
    module: str = ""
    """Of an import: the specifier. The path then starts with the exported name; an empty path means the whole module."""
    position: int = -1
    """Of a parameter: which."""
    default: Node | None = None


@dataclass(eq=False, slots=True)
class Scope:
    """The names that are declared in one block, function or module."""

    node: Node
    outer: Scope | None
    _names: dict[str, Binding] | None = field(default=None)

    @property
    def names(self) -> dict[str, Binding]:
        """The bindings, by name."""
        if self._names is None:
            from guidance.code.typescript.declared import declared

            self._names = {}
            for binding in declared(self):
                kept = self._names.get(binding.name)
                if kept is None or (kept.value is None and kept.kind != "param") or binding.kind == "function":
                    self._names[binding.name] = binding
        return self._names

    def forget(self) -> None:
        """Drop the bindings."""
        self._names = None


def scope_of(node: Node) -> Scope | None:
    """The scope a node stands in; of a node that opens one, that."""
    return node.scope


def binding_of(name: str, at: Node) -> Binding | None:
    """What a name means here."""
    scope = at.scope
    while scope is not None:
        names = scope._names  # noqa: SLF001 - a property costs more than all the rest here
        found = (scope.names if names is None else names).get(name)
        if found is not None:
            return found
        scope = scope.outer
    return None


def resolve(ident: Node) -> Binding | None:
    """What an identifier means."""
    return binding_of(ident.text, ident)


def function_around(node: Node) -> Node | None:
    """The function a node stands in; for a function, the one around it."""
    at = node.parent
    while at is not None and at.kind not in FUNCTIONS:
        at = at.parent
    return at


def is_within(node: Node, ancestor: Node) -> bool:
    """Whether the node lies in (or is) the other."""
    return node.file is ancestor.file and ancestor.start <= node.start and node.end <= ancestor.end


def parameters(function: Node) -> list[Binding]:
    """A function's parameters, destructured ones by their parts."""
    scope = scope_of(function)
    return [each for each in scope.names.values() if each.kind == "param"] if scope is not None else []


def annotation(binding: Binding) -> Node | None:
    """The type annotation of a parameter or variable."""
    holder = binding.ident.parent
    found = holder.get("type") if holder is not None else None
    return found if found is not None and found.kind == "type_annotation" else None


def parts(pattern: Node) -> Iterator[tuple[Node, tuple[Step, ...], Node | None]]:
    """The parts of one level of a pattern: the inner pattern, the step to it, its default."""
    kind = pattern.kind
    if kind == "object_pattern":
        for kid in pattern.kids:
            yield kid, (), None
    elif kind == "array_pattern":
        # Holes leave no named child, so positions are counted by the commas before a child.
        for kid in pattern.kids:
            before = pattern.file.source[pattern.start : kid.start]
            yield kid, (_commas(before),), None
    elif kind == "pair_pattern":
        key, value = pattern.get("key"), pattern.get("value")
        if value is not None:
            yield value, (key_of(key) or "?",), None
    elif kind in {"object_assignment_pattern", "assignment_pattern"}:
        left = pattern.get("left")
        if left is not None:
            yield left, (), pattern.get("right")
    elif kind == "rest_pattern":
        for kid in pattern.kids:
            yield kid, ("...",), None


def _commas(text: bytes) -> int:
    depth = count = 0
    for byte in text[1:]:
        if byte in b"([{":
            depth += 1
        elif byte in b")]}":
            depth -= 1
        elif byte == 44 and not depth:
            count += 1
    return count


def key_of(key: Node | None) -> str | None:
    """The name of a property, when it is written out."""
    if key is None:
        return None
    if key.kind in {"property_identifier", "private_property_identifier", "shorthand_property_identifier"}:
        return key.text
    if key.kind == "computed_property_name":
        return literal(key.kids[0]) if key.kids else None
    if key.kind == "number":
        return key.text
    return literal(key)
