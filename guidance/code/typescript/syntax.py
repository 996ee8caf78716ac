"""The nodes of the syntax tree of a TypeScript or JavaScript file, and what is asked of them everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guidance.code.typescript.scopes import Scope
    from guidance.code.typescript.tree import Tree

FUNCTIONS = frozenset(
    (
        "arrow_function",
        "function_declaration",
        "function_expression",
        "generator_function",
        "generator_function_declaration",
        "method_definition",
    )
)
CLASSES = frozenset(("class_declaration", "abstract_class_declaration", "class"))
WRAPPERS = frozenset(
    ("parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression", "type_assertion")
)
_NO_BLOCKS = frozenset(("expression_statement", "return_statement", "throw_statement", "class_body"))
NO_FIELDS: dict[str, Node] = {}
"""Of a node without fields."""
NO_TOKENS: Sequence[str] = ()


class Node:
    """One named node. Comments are left out; of anonymous tokens only their texts are kept."""

    __slots__ = (
        "_text", "end", "field", "fields", "file", "kids", "kind", "live", "parent", "scope", "start", "tokens",
    )  # fmt: skip

    def __init__(self, kind: str, parent: Node | None, file: Tree, start: int, end: int, scope: Scope | None) -> None:
        self.kind = kind
        self.parent = parent
        self.file = file
        self.start = start
        self.end = end
        self.field: str | None = None
        self.kids: tuple[Node, ...] = ()
        """The named children."""
        self.fields = NO_FIELDS
        self.tokens: Sequence[str] = NO_TOKENS
        """The anonymous children of those kinds where they say something: keywords and operators."""
        self.live = False
        """Whether something happens in it: a call, an assignment, a loop, a function."""
        self._text: str | None = None
        self.scope = scope
        """What holds in it: of a function its own."""

    def __repr__(self) -> str:
        return f"<{self.kind} {self.text[:40]!r}>"

    @property
    def text(self) -> str:
        """The source text."""
        known = self._text
        if known is None:
            known = self._text = self.file.text_of(self.start, self.end)
        return known

    @property
    def is_function(self) -> bool:
        """Whether it is a function of any form."""
        return self.kind in FUNCTIONS

    def get(self, field: str) -> Node | None:
        """The child in this field."""
        return self.fields.get(field)

    def first(self, kind: str) -> Node | None:
        """The first child of this kind."""
        for kid in self.kids:
            if kid.kind == kind:
                return kid
        return None


def bare(node: Node) -> Node:
    """The expression within parentheses, `as`, `satisfies` and `!`."""
    while node.kind in WRAPPERS and node.kids:
        node = node.kids[-1] if node.kind == "type_assertion" else node.kids[0]
    return node


def outer(node: Node) -> Node:
    """The outermost expression that is only parentheses, `as`, `satisfies` or `!` around this one."""
    parent = node.parent
    while parent is not None and parent.kind in WRAPPERS:
        node, parent = parent, parent.parent
    return node


def inside(node: Node, *, functions: bool = True) -> Iterator[Node]:
    """All nodes under this one, in order; without the bodies of inner functions and classes when `functions` is False."""
    stack = list(reversed(node.kids))
    while stack:
        each = stack.pop()
        yield each
        if functions or not (each.kind in FUNCTIONS or each.kind in CLASSES):
            stack.extend(reversed(each.kids))


def statements(body: Node) -> Iterator[Node]:
    """All statements in a block, those of inner blocks too; nothing of inner functions."""
    stack = list(reversed(body.kids))
    while stack:
        each = stack.pop()
        yield each
        kind = each.kind
        if kind.endswith(("_statement", "_clause", "_block", "_body", "_case", "_default")) and kind not in _NO_BLOCKS:
            stack.extend(reversed(each.kids))


def arguments(call: Node) -> tuple[Node, ...]:
    """The arguments of a call or a construction."""
    given = call.get("arguments")
    return given.kids if given is not None and given.kind == "arguments" else ()


def literal(node: Node) -> str | None:
    """The text of a string literal, or of a template without substitutions."""
    if node.kind not in {"string", "template_string"}:
        return None
    if any(kid.kind == "template_substitution" for kid in node.kids):
        return None
    return "".join(_unescaped(kid) for kid in node.kids)


def _unescaped(node: Node) -> str:
    if node.kind != "escape_sequence":
        return node.text
    return {"\\n": "\n", "\\t": "\t"}.get(node.text, node.text[1:])
