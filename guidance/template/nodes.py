"""The syntax tree: what is written, and where. Lines and columns count from 1; the end is exclusive in columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

Scalar_ = str | int | float | bool | None

SHORT_FORMS = {
    "!Ref": "Ref",
    "!Condition": "Condition",
    **{
        f"!{name}": f"Fn::{name}"
        for name in (
            "And", "Base64", "Cidr", "Contains", "EachMemberEquals", "EachMemberIn", "Equals", "FindInMap", "GetAZs", "GetAtt",
            "GetStackOutput", "If", "ImportValue", "Join", "Length", "Not", "Or", "RefAll", "Select", "Split", "Sub",
            "ToJsonString", "Transform", "ValueOf", "ValueOfAll",
        )
    },
}  # fmt: skip
LONG_FORMS = frozenset(SHORT_FORMS.values()) - {"Condition"}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the template's text."""

    line: int
    column: int
    end_line: int
    end_column: int


class Node:
    """One thing written in a template. `parent` and `name` say where it hangs; `key` is the node of its key, if it has one."""

    __slots__ = ("key", "name", "parent", "span")

    def __init__(
        self, span: Span, parent: Node | None = None, name: str | int | None = None, key: Scalar | None = None
    ) -> None:
        self.span = span
        self.parent = parent
        self.name = name
        self.key = key

    @property
    def path(self) -> tuple[str | int, ...]:
        """Keys and indexes from the top of the template to here."""
        names: list[str | int] = []
        node: Node | None = self
        while node is not None:
            if node.name is not None:
                names.append(node.name)
            node = node.parent
        return tuple(reversed(names))

    @property
    def pointer(self) -> str:
        """The path as a JSON pointer."""
        return to_pointer(self.path)

    @property
    def header(self) -> Span:
        """The key that introduces this node; the node itself where there is none."""
        return self.key.span if self.key is not None else self.span

    def children(self) -> Iterator[Node]:
        """The nodes directly below."""
        return iter(())

    def walk(self) -> Iterator[Node]:
        """Walk this node and all below, in the order written."""
        stack: list[Node] = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(list(node.children())))


class Scalar(Node):
    """A string, number, boolean or null. `text` is as written (unquoted), `style` is the quote or block character."""

    __slots__ = ("style", "text", "value")

    def __init__(self, span: Span, value: Scalar_, text: str, style: str = "") -> None:
        super().__init__(span)
        self.value = value
        self.text = text
        self.style = style

    def __repr__(self) -> str:
        return f"Scalar({self.value!r}@{self.span.line})"


class Mapping(Node):
    """Keys and values. Of a duplicate key, the last stands here; the template's problems hold both."""

    __slots__ = ("entries", "flow")

    def __init__(self, span: Span, entries: dict[str, Node] | None = None, *, flow: bool = False) -> None:
        super().__init__(span)
        self.entries = entries if entries is not None else {}
        self.flow = flow

    def children(self) -> Iterator[Node]:
        """The values."""
        return iter(self.entries.values())

    def get(self, key: str) -> Node | None:
        """The value of a key."""
        return self.entries.get(key)

    def __repr__(self) -> str:
        return f"Mapping({list(self.entries)}@{self.span.line})"


class Sequence(Node):
    """A list."""

    __slots__ = ("flow", "items")

    def __init__(self, span: Span, items: list[Node] | None = None, *, flow: bool = False) -> None:
        super().__init__(span)
        self.items = items if items is not None else []
        self.flow = flow

    def children(self) -> Iterator[Node]:
        """The items."""
        return iter(self.items)

    def __repr__(self) -> str:
        return f"Sequence({len(self.items)}@{self.span.line})"


class Intrinsic(Node):
    """A CloudFormation function. Short and long form look the same: `function` is the long name, "Ref" or "Fn::GetAtt"."""

    __slots__ = ("argument", "function", "short")

    def __init__(self, span: Span, function: str, argument: Node, *, short: bool = False) -> None:
        super().__init__(span)
        self.function = function
        self.argument = argument
        self.short = short

    def children(self) -> Iterator[Node]:
        """The argument."""
        return iter((self.argument,))

    def __repr__(self) -> str:
        return f"{self.function}({self.argument!r})"


def adopt(parent: Node, child: Node, name: str | int | None, key: Scalar | None = None) -> None:
    """Hang a node below another."""
    child.parent, child.name, child.key = parent, name, key


def to_pointer(path: tuple[str | int, ...]) -> str:
    """A path as a JSON pointer."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def below(node: Node, name: str | int) -> Node | None:
    """The node one step down a path; the name of a function leads to its argument."""
    if isinstance(node, Intrinsic) and name == node.function:
        return node.argument
    if isinstance(node, Mapping):
        return node.get(str(name))
    if isinstance(node, Sequence) and isinstance(name, int) and name < len(node.items):
        return node.items[name]
    return None
