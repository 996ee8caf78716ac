"""Parses a TypeScript or JavaScript file, and makes its nodes in one pass over what the parser gives."""

from __future__ import annotations

import re
import time
from bisect import bisect_right
from functools import cache

import tree_sitter
import tree_sitter_typescript

from guidance.code.typescript.scopes import BLOCKS, Scope
from guidance.code.typescript.syntax import FUNCTIONS, NO_FIELDS, NO_TOKENS, Node

_SKIPPED = frozenset(("comment", "html_comment"))
_CLOSED = frozenset(
    (
        "identifier", "property_identifier", "shorthand_property_identifier",
        "shorthand_property_identifier_pattern", "number", "true", "false", "null", "undefined", "this", "super",
        "string_fragment", "escape_sequence", "type_identifier", "private_property_identifier",
        "statement_identifier", "optional_chain", "interface_body", "object_type", "regex", "predefined_type",
    )
)  # fmt: skip
"""Kinds into which nobody looks: leaves, and the members of types."""
_NAMES = frozenset(
    (
        "identifier", "property_identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern",
        "type_identifier", "private_property_identifier", "statement_identifier", "string_fragment",
    )
)  # fmt: skip
_LIVE = FUNCTIONS | {
    "call_expression", "new_expression", "assignment_expression", "augmented_assignment_expression",
    "update_expression", "for_statement", "for_in_statement", "while_statement", "do_statement", "try_statement",
    "throw_statement", "delete",
}  # fmt: skip
_TOKENLESS = frozenset(
    (
        "program", "statement_block", "arguments", "array", "object", "formal_parameters", "template_string",
        "string", "template_substitution", "expression_statement", "return_statement", "parenthesized_expression",
        "await_expression", "named_imports", "object_pattern", "type_arguments", "spread_element", "as_expression",
        "satisfies_expression", "non_null_expression", "type_annotation", "throw_statement", "call_expression",
        "member_expression", "subscript_expression", "pair", "pair_pattern", "variable_declarator", "if_statement",
        "else_clause", "ternary_expression", "try_statement", "catch_clause", "new_expression", "class_body",
        "union_type", "generic_type", "import_statement", "import_clause", "import_specifier", "switch_case",
    )
)  # fmt: skip
"""Kinds whose tokens say nothing."""
_NESTING = frozenset(
    ("arguments", "parenthesized_expression", "array", "object", "statement_block", "template_substitution")
)
_DEEPEST = 1_500
"""Brackets within brackets; people write up to forty."""
_MOST = 300_000
"""Nodes, with as many brackets and commas beside them. A megabyte of ordinary code has two thirds of that."""
_GRACE = 0.06
_SLOWEST = 400_000
"""Bytes a second, twice that where there are errors. Programs are parsed at six times that; text that is no program, or
doubles the parser's guesses at each turn, at a hundredth."""


class UnreadableError(Exception):
    """The text cannot be read within bounds; says why."""


class Tree:
    """A file's text and tree."""

    def __init__(self, path: str, text: str) -> None:
        """Parse.

        Raises:
            UnreadableError: when the text is nested too deeply, or is no program.

        """
        self.path = path
        self.source = text.encode("utf-8", "replace")
        self.string = text if len(self.source) == len(text) else None
        """The text, when a byte is a character."""
        self._starts: list[int] | None = None
        self.raw = self._parse(typed=path.endswith((".ts", ".mts", ".cts")))
        if self.raw.root_node.has_error and path.endswith(".ts"):
            # a snippet without a name may be JSX
            other = self._parse(typed=False)
            if not other.root_node.has_error:
                self.raw = other
        self.names: dict[str, list[Node]] = {}
        """Identifiers, keys and the texts of strings, by what is written; each in order."""
        self.root = _nodes(self)

    def _parse(self, *, typed: bool) -> tree_sitter.Tree:
        source = self.source
        began = time.thread_time()

        def is_slow(offset: int, has_error: bool) -> bool:  # noqa: FBT001 - the parser's own form
            return time.thread_time() - began > _GRACE + offset / (_SLOWEST * 2 if has_error else _SLOWEST)

        try:
            return tree_sitter.Parser(_grammar(typed=typed)).parse(
                lambda offset, _: source[offset:], progress_callback=is_slow
            )
        except ValueError:
            raise UnreadableError("its text is not a program that can be parsed") from None

    def release(self) -> None:
        """Take the nodes apart: they refer to each other, and collecting that as garbage takes as long as all the rest."""
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            waiting.extend(kid for kid in node.kids if kid.kids)
            node.kids, node.fields = (), NO_FIELDS
            if node.scope is not None and node.scope.node is node:
                node.scope.forget()
                node.scope = None
        self.names.clear()

    def text_of(self, start: int, end: int) -> str:
        """The text between two byte offsets."""
        if self.string is not None:
            return self.string[start:end]
        return self.source[start:end].decode("utf-8", "replace")

    def is_one_line(self, line: int, end: int) -> bool:
        """Whether a byte lies in this line, of whose text each character is a byte."""
        starts = self._starts
        return self.string is not None and starts is not None and line < len(starts) and end < starts[line]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a byte offset; both count from 1, columns in characters."""
        if self._starts is None:
            self._starts = [0, *(match.end() for match in re.finditer(rb"\n", self.source))]
        line = bisect_right(self._starts, offset) - 1
        start = self._starts[line]
        if self.string is not None:
            return line + 1, offset - start + 1
        return line + 1, len(self.source[start:offset].decode("utf-8", "replace")) + 1


class _Role:
    """What the builder does with a kind."""

    __slots__ = ("closed", "kind", "live", "named", "nests", "opens", "says", "shown", "written")

    def __init__(self, kind: str, *, shown: bool) -> None:
        self.kind = kind
        self.shown = shown
        self.named = shown and kind not in _SKIPPED
        self.closed = kind in _CLOSED
        self.written = kind in _NAMES
        self.opens = kind in BLOCKS or kind in FUNCTIONS or kind == "class"
        self.says = kind not in _TOKENLESS and not self.closed
        self.live = kind in _LIVE
        self.nests = kind in _NESTING


@cache
def _roles(language: tree_sitter.Language) -> list[_Role]:
    """By the numbers of kinds."""
    count = language.node_kind_count
    known = [
        _Role(language.node_kind_for_id(number) or "", shown=language.node_kind_is_named(number))
        for number in range(count)
    ]
    error = _Role("ERROR", shown=True)
    return [*known, *(error for _ in range(0x10000 - count))]


@cache
def _fields(language: tree_sitter.Language) -> list[str | None]:
    return [language.field_name_for_id(number) for number in range(language.field_count + 1)]


@cache
def _grammar(*, typed: bool) -> tree_sitter.Language:
    # The TSX grammar reads plain JavaScript and JSX too; only `<T>value` in .ts files needs the other one.
    if typed:
        return tree_sitter.Language(tree_sitter_typescript.language_typescript())
    return tree_sitter.Language(tree_sitter_typescript.language_tsx())


def _nodes(file: Tree) -> Node:  # noqa: C901, PLR0912, PLR0915 - a hot loop, in which calls would cost more than the work
    """All nodes, in one pass of a cursor: some hundred thousand of them are no rarity.

    Raises:
        UnreadableError: when brackets nest too deeply, or there is too much of everything.

    """
    top = file.raw.root_node
    if top.descendant_count > _MOST * 2:
        raise UnreadableError("it is too big")
    roles, field_names, names = _roles(file.raw.language), _fields(file.raw.language), file.names
    root = above = Node(top.type, None, file, top.start_byte, top.end_byte, None)
    root.live = True
    scope: Scope | None = Scope(root, None)
    root.scope = scope
    cursor = file.raw.walk()
    string = file.string
    down, right = cursor.goto_first_child, cursor.goto_next_sibling
    outer: list[list[Node]] = []
    kids: list[Node] = []
    tokens: list[str] | None = None
    depth = 0
    more = down()
    while True:
        while not more:  # back to the next sibling of the node around
            above.kids = tuple(kids)
            kind = above.kind
            if kind == "call_expression":
                _turn(above)
            elif kind in _NESTING:
                depth -= 1
            if above.parent is None:
                return root
            above, kids = above.parent, outer.pop()
            scope = above.scope
            tokens = above.tokens if above.tokens is not NO_TOKENS else None  # type: ignore[assignment]
            cursor.goto_parent()
            more = right()
        raw = cursor.node
        role = roles[raw.kind_id]  # type: ignore[union-attr]
        if role.named:
            node = Node(role.kind, above, file, raw.start_byte, raw.end_byte, scope)  # type: ignore[union-attr]
            kids.append(node)
            number = cursor.field_id
            if number:
                field = node.field = field_names[number]
                if above.fields is NO_FIELDS:
                    above.fields = {field: node}  # type: ignore[dict-item]
                else:
                    above.fields.setdefault(field, node)  # type: ignore[arg-type]
            if role.live:
                mark(node)
            if role.written:
                text = string[node.start : node.end] if string is not None else node.text
                node._text = text  # noqa: SLF001 - a property costs more than this loop
                if text in names:
                    names[text].append(node)
                else:
                    names[text] = [node]
            elif not role.closed and down():
                above = node
                outer.append(kids)
                kids = []
                if role.opens:
                    scope = node.scope = Scope(node, scope)
                tokens = None
                if role.says:
                    tokens = node.tokens = []
                if role.nests:
                    depth += 1
                    if depth > _DEEPEST:
                        raise UnreadableError("its brackets nest too deeply")
                continue
        elif tokens is not None and not role.shown:
            tokens.append(role.kind)
            if role.live:
                mark(above)
        more = right()


def mark(node: Node) -> None:
    """Say that something happens here."""
    at: Node | None = node
    while at is not None and not at.live:
        at.live = True
        at = at.parent


def _turn(node: Node) -> None:
    """The grammar reads `await f<T>(x)` as a call of `await f`: make it the await of a call."""
    awaited = node.kids[0] if node.kids else node
    if awaited.kind != "await_expression" or not awaited.kids:
        return
    callee, file = awaited.kids[0], node.file
    call = Node("call_expression", node, file, callee.start, node.end, node.scope)
    call.kids = (callee, *node.kids[1:])
    call.fields = {**node.fields, "function": callee}
    call.live = True
    callee.field = "function"
    for kid in call.kids:
        kid.parent = call
    node.kind = "await_expression"
    node.kids, node.fields, node.tokens = (call,), NO_FIELDS, ("await",)
