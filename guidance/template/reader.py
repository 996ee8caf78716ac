"""Text in, nodes out: one bounded parse of YAML or JSON that keeps every position and reports what parsers usually hide."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

from guidance.bounds import refuse_deep
from guidance.errors import TemplateError
from guidance.template.nodes import (
    LONG_FORMS,
    SHORT_FORMS,
    Intrinsic,
    Mapping,
    Node,
    Scalar,
    Scalar_,
    Sequence,
    Span,
    adopt,
)

MAX_BYTES = 4_000_000
"""CloudFormation takes 1 MB; what is bigger than this is not a template."""
MAX_NODES = 200_000
"""Aliases are expanded, so that every node has its own path: this bounds what a few aliases can become."""
MAX_DEPTH = 100

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLEANS = {
    spelling: value
    for value, words in ((True, ("true", "yes", "on")), (False, ("false", "no", "off")))
    for word in words
    for spelling in (word, word.capitalize(), word.upper())
}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\Z|[-+]?[0-9]+[eE][-+]?[0-9]+\Z")
_SURROGATES = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_LEADING = re.compile(r"^[ \-?:]*", re.MULTILINE)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

ProblemKind = Literal["duplicate_key", "null_section", "not_a_mapping", "not_a_key", "no_resources"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the shape of the template that did not keep it from being read."""

    kind: ProblemKind
    message: str
    node: Node
    related: tuple[Node, ...] = ()


@dataclass(slots=True)
class Document:
    """What the reader hands on."""

    text: str
    root: Mapping
    problems: list[Problem] = field(default_factory=list)


def decode(source: str | bytes) -> str:
    """Bytes as text: UTF-8, or UTF-16/32 with a byte order mark.

    Raises:
        TemplateError: when the source is too big, binary, or in another encoding.

    """
    if len(source) > MAX_BYTES:
        raise TemplateError(f"The template has {len(source):,} bytes; CloudFormation takes at most 1,000,000.")
    text = source if isinstance(source, str) else _decode_bytes(source)
    text = text.removeprefix("\ufeff")
    if (at := text.find("\0")) >= 0:
        raise TemplateError("This is a binary file, not a template.", text.count("\n", 0, at) + 1)
    return text


def _decode_bytes(source: bytes) -> str:
    encoding = next((name for mark, name in _BOMS if source.startswith(mark)), "utf-8")
    try:
        return source.decode(encoding)
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise TemplateError(
            f"Not {encoding.upper()} text (byte {error.start}). Save the template as UTF-8.", line
        ) from None


def read(source: str | bytes) -> Document:
    """Parse one template.

    Raises:
        TemplateError: when it is not YAML or JSON, not a mapping, or beyond the bounds.

    """
    text = decode(source)
    refuse_deep(text)
    _refuse_deep(text)
    composed = _compose(text)
    if composed is None:
        raise TemplateError("The template is empty.")
    if not isinstance(composed, yaml.MappingNode):
        raise TemplateError("A template is a mapping with a `Resources` section; this is not a mapping.")
    builder = _Builder()
    root = builder.build(composed, 0)
    if not isinstance(root, Mapping):
        raise TemplateError("A template is a mapping with a `Resources` section; this is a single function call.")
    return Document(text, root, builder.problems)


def _refuse_deep(text: str) -> None:
    """Keep the composer, which recurses on the C stack, from what only an attack nests."""
    deepest = max((match.end() - match.start() for match in _LEADING.finditer(text)), default=0)
    if deepest > 20 * MAX_DEPTH:
        raise TemplateError(f"Nested deeper than {MAX_DEPTH} levels.")


def _compose(text: str) -> yaml.Node | None:
    try:
        return _compose_once(text)
    except yaml.MarkedYAMLError as error:
        if text.lstrip()[:1] == "{" and (mended := _SURROGATES.sub(_join_surrogates, text)) != text:
            return _compose(mended)
        mark = error.problem_mark or error.context_mark
        raise _syntax_error(text, error.problem or error.context or "syntax error", mark) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise TemplateError(f"A character that YAML does not allow: U+{_code(error.character):04X}.", line) from None
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        raise TemplateError(f"Not YAML or JSON: {str(error)[:200]}") from None


def _compose_once(text: str) -> yaml.Node | None:
    loader = _LOADER(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    finally:
        loader.dispose()
    return node


def _syntax_error(text: str, problem: str, mark: yaml.Mark | None) -> TemplateError:
    if mark is None:
        return TemplateError(f"Not YAML or JSON: {problem}.")
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    if problem == "found character that cannot start any token" and "\t" in line[: mark.column + 1]:
        problem = "a tab where YAML wants spaces; indent with spaces"
    if problem.startswith("expected a single document") or "but found another document" in problem:
        problem = "more than one YAML document (`---`); a template is one"
    return TemplateError(f"Not YAML or JSON: {problem}.", mark.line + 1, mark.column + 1)


def _code(character: object) -> int:
    return character if isinstance(character, int) else ord(str(character)[0])


def _join_surrogates(match: re.Match[str]) -> str:
    high, low = int(match[1], 16), int(match[2], 16)
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


class _Builder:
    """Turns the composer's nodes into ours."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.count = 0

    def build(self, raw: yaml.Node, depth: int) -> Node:
        self.count += 1
        if self.count > MAX_NODES:
            raise TemplateError(f"More than {MAX_NODES:,} values once aliases are expanded.", raw.start_mark.line + 1)
        if depth > MAX_DEPTH:
            raise TemplateError(f"Nested deeper than {MAX_DEPTH} levels.", raw.start_mark.line + 1)
        node = self._content(raw, depth)
        if (function := SHORT_FORMS.get(raw.tag)) is not None:
            whole = node.span
            if isinstance(node, Scalar):
                node.span = _without_tag(node)
            return _intrinsic(whole, function, node, short=True)
        return node

    def _content(self, raw: yaml.Node, depth: int) -> Node:
        if isinstance(raw, yaml.ScalarNode):
            return _scalar(raw)
        if isinstance(raw, yaml.SequenceNode):
            return self._sequence(raw, depth)
        mapping = self._mapping(raw, depth)
        if len(mapping.entries) == 1:
            ((name, argument),) = mapping.entries.items()
            if name in LONG_FORMS:
                return _intrinsic(mapping.span, name, argument, short=False)
        return mapping

    def _sequence(self, raw: yaml.SequenceNode, depth: int) -> Sequence:
        node = Sequence(_span(raw), flow=bool(getattr(raw, "flow_style", False)))
        for index, item in enumerate(raw.value):
            child = self.build(item, depth + 1)
            adopt(node, child, index)
            node.items.append(child)
        if not node.flow and node.items:
            node.span = _until(node.span, node.items[-1].span)
        return node

    def _mapping(self, raw: yaml.Node, depth: int) -> Mapping:
        node = Mapping(_span(raw), flow=bool(getattr(raw, "flow_style", False)))
        last = node.span
        inherited: list[Node] = []
        for raw_key, raw_value in raw.value:
            if not isinstance(raw_key, yaml.ScalarNode):
                self.problems.append(
                    Problem("not_a_key", "A key here is not a plain name.", Node(_span(raw_key), node))
                )
                continue
            value = self.build(raw_value, depth + 1)
            if raw_key.value == "<<" and not raw_key.style:
                inherited.append(value)
                continue
            last = value.span if value.span.end_line >= raw_key.end_mark.line + 1 else _span(raw_key)
            self._enter(node, _scalar(raw_key), value)
        _merge(node, inherited)
        if not node.flow and node.entries:
            node.span = _until(node.span, last)
        return node

    def _enter(self, node: Mapping, key: Scalar, value: Node) -> None:
        name = key.text
        adopt(node, value, name, key)
        if (earlier := node.entries.get(name)) is not None and earlier.key is not None:
            first = earlier.key.span.line
            message = f"The key `{name[:80]}` stands here and on line {first}; only the last one counts."
            self.problems.append(Problem("duplicate_key", message, value, (earlier,)))
        node.entries[name] = value


def _merge(node: Mapping, inherited: list[Node]) -> None:
    """Honour YAML's `<<`, which `sam` and `aws cloudformation package` expand."""
    for source in inherited:
        for mapping in source.items if isinstance(source, Sequence) else (source,):
            for name, value in mapping.entries.items() if isinstance(mapping, Mapping) else ():
                if name not in node.entries:
                    adopt(node, value, name, value.key)
                    node.entries[name] = value


def _intrinsic(span: Span, function: str, argument: Node, *, short: bool) -> Intrinsic:
    if function == "Fn::GetAtt" and isinstance(argument, Scalar):
        head, dot, tail = argument.text.partition(".")
        parts: list[Node] = [Scalar(argument.span, part, part) for part in ((head, tail) if dot else (head,))]
        sequence = Sequence(argument.span, parts, flow=True)
        for index, part in enumerate(parts):
            adopt(sequence, part, index)
        sequence.key = argument.key
        argument = sequence
    node = Intrinsic(span, function, argument, short=short)
    adopt(node, argument, None if short else function, argument.key)
    return node


def _scalar(raw: yaml.ScalarNode) -> Scalar:
    style = raw.style if raw.style in {"'", '"', "|", ">"} else ""
    text = str(raw.value)
    value: Scalar_ = text if style else _plain(text)
    return Scalar(_span(raw), value, text, style)


def _without_tag(node: Scalar) -> Span:
    """Where the text of `!Ref Name` stands: the parser's marks take the tag in. Unknown when it is folded or has escapes."""
    span, length = node.span, len(node.text) + (2 if node.style in {"'", '"'} else 0)
    plain = node.style in {"", "'", '"'} and not set(node.text) & {"'", '"', "\\", "\n"}
    if not plain or span.line != span.end_line:
        return span
    return Span(span.line, span.end_column - length, span.end_line, span.end_column)


def _plain(text: str) -> Scalar_:
    """What an unquoted word means."""
    if text in _NULL:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    first = text[0]
    if first.isdigit() or first in "+-.":
        if len(text) <= 20 and _INTEGER.match(text):
            return int(text)
        if len(text) <= 40 and _FLOAT.match(text):
            return float(text)
    return text


def _span(raw: yaml.Node) -> Span:
    start, end = raw.start_mark, raw.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _until(span: Span, last: Span) -> Span:
    return Span(span.line, span.column, last.end_line, last.end_column)
