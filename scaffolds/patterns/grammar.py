"""The portable subset of regular expressions, parsed."""

from __future__ import annotations

from dataclasses import dataclass

_LAST = 0x10FFFF
_ASCII_PUNCTUATION = set("^$\\.*+?()[]{}|/")

Ranges = tuple[tuple[int, int], ...]


class PatternError(ValueError):
    """The pattern is not in the portable subset, or matching it can take more than linear time."""


def _ranges(*pairs: tuple[int, int]) -> Ranges:
    merged: list[tuple[int, int]] = []
    for low, high in sorted(pairs):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(merged)


def _negated(ranges: Ranges) -> Ranges:
    out, start = [], 0
    for low, high in ranges:
        if low > start:
            out.append((start, low - 1))
        start = high + 1
    if start <= _LAST:
        out.append((start, _LAST))
    return tuple(out)


def overlap(a: Ranges, b: Ranges) -> Ranges:
    """The characters that are in both."""
    return tuple((max(x, u), min(y, v)) for x, y in a for u, v in b if max(x, u) <= min(y, v))


_DIGIT = _ranges((48, 57))
_WORD = _ranges((48, 57), (65, 90), (95, 95), (97, 122))
_SPACE = _ranges((9, 13), (32, 32))
_CLASSES = {
    "d": _DIGIT, "D": _negated(_DIGIT), "w": _WORD, "W": _negated(_WORD), "s": _SPACE, "S": _negated(_SPACE),
}  # fmt: skip
_CONTROL = {"t": 9, "n": 10, "r": 13, "f": 12, "v": 11}
_ANY = _negated(_ranges((10, 10), (13, 13)))


@dataclass(frozen=True)
class Chars:
    """One character out of a set."""

    ranges: Ranges


@dataclass(frozen=True)
class Anchor:
    """`^` or `$`."""

    kind: str


@dataclass(frozen=True)
class Sequence:
    """Parts one after another."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Choice:
    """One of several."""

    options: tuple[Node, ...]


@dataclass(frozen=True)
class Repeat:
    """A body from `low` to `high` times; `high` None is without end."""

    body: Node
    low: int
    high: int | None


Node = Chars | Anchor | Sequence | Choice | Repeat


class Parser:
    """Recursive descent over the portable subset."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.written_out: list[tuple[int, str]] = []
        """Where a two-character class such as `\\d` stands, and what to write there instead."""

    def parse(self) -> Node:
        """The whole pattern."""
        node = self._choice()
        if self.at < len(self.text):
            raise self._error("')' without '('")
        return node

    def _error(self, message: str) -> PatternError:
        return PatternError(f"{message} at character {self.at + 1}")

    def _peek(self, count: int = 1) -> str:
        return self.text[self.at : self.at + count]

    def _take(self, expected: str) -> bool:
        if self._peek(len(expected)) != expected:
            return False
        self.at += len(expected)
        return True

    def _choice(self) -> Node:
        options = [self._sequence()]
        while self._take("|"):
            options.append(self._sequence())
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _sequence(self) -> Node:
        parts: list[Node] = []
        while self._peek() not in ("", "|", ")"):
            parts.append(self._repeated(self._atom()))
        return Sequence(tuple(parts))

    def _repeated(self, atom: Node) -> Node:
        bounds = self._bounds()
        if bounds is None:
            return atom
        if isinstance(atom, Anchor):
            raise self._error("an anchor cannot be repeated")
        self._take("?")  # lazy or greedy, the language is the same
        if self._peek() == "+" or self._bounds() is not None:
            raise self._error("a quantifier after a quantifier")
        low, high = bounds
        if high is not None and high < low:
            raise self._error(f"{{{low},{high}}} has its bounds the wrong way round")
        return Repeat(atom, low, high)

    def _bounds(self) -> tuple[int, int | None] | None:
        for sign, bounds in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._take(sign):
                return bounds
        if not self._take("{"):
            return None
        low = self._number()
        high: int | None = low
        if self._take(","):
            high = None if self._peek() == "}" else self._number()
        if not self._take("}"):
            raise self._error("'{' must begin {n}, {n,} or {n,m}; write \\{ for the character")
        return low, high

    def _number(self) -> int:
        start = self.at
        while self._peek() in tuple("0123456789"):
            self.at += 1
        if start == self.at or self.at - start > 4:
            raise self._error("'{' must begin {n}, {n,} or {n,m} with numbers up to 9999; write \\{ for the character")
        return int(self.text[start : self.at])

    def _atom(self) -> Node:
        if self._take("("):
            return self._group()
        if self._take("["):
            return self._class()
        if self._take("^"):
            return Anchor("^")
        if self._take("$"):
            return Anchor("$")
        if self._take("."):
            return Chars(_ANY)
        if self._take("\\"):
            return Chars(self._escape(in_class=False))
        char = self._peek()
        if char in "*+?{}]":
            raise self._error(f"{char!r} has nothing to act on; write \\{char} for the character")
        self.at += 1
        return Chars(((ord(char), ord(char)),))

    def _group(self) -> Node:
        if self._take("?") and not self._take(":"):
            raise self._error(
                "look-around, flags and named groups do not mean the same everywhere; use (...) or (?:...)"
            )
        node = self._choice()
        if not self._take(")"):
            raise self._error("'(' is not closed")
        return node

    def _escape(self, *, in_class: bool) -> Ranges:
        char = self._peek()
        if not char:
            raise self._error("'\\' at the end")
        self.at += 1
        if in_class and char in "DWS":
            raise self._error(f"'\\{char}' inside [...] cannot be used; write out what it stands for")
        if char in _CLASSES:
            self._write_out(char, in_class=in_class)
            return _CLASSES[char]
        if char in _CONTROL:
            return ((_CONTROL[char], _CONTROL[char]),)
        if char in _ASCII_PUNCTUATION or (in_class and char == "-"):
            return ((ord(char), ord(char)),)
        self.at -= 1
        hint = "back-references are not portable" if char.isdigit() else "it is not the same in every engine"
        raise self._error(f"'\\{char}' cannot be used ({hint})" if char.isprintable() else "this escape cannot be used")

    def _write_out(self, char: str, *, in_class: bool) -> None:
        members = {"d": "0-9", "w": "0-9A-Za-z_"}.get(char.lower())
        if members is not None:
            text = members if in_class else f"[{'^' if char.isupper() else ''}{members}]"
            self.written_out.append((self.at - 2, text))

    def _class(self) -> Node:
        negate = self._take("^")
        pairs: list[tuple[int, int]] = []
        while not self._take("]"):
            low = self._member()
            if len(low) == 1 and low[0][0] == low[0][1] and self._peek() == "-" and self._peek(2) != "-]":
                self.at += 1
                high = self._member()
                if len(high) != 1 or high[0][0] != high[0][1] or high[0][0] < low[0][0]:
                    raise self._error("a range in [...] must go from a lower to a higher character")
                low = ((low[0][0], high[0][0]),)
            pairs.extend(low)
        if not pairs:
            raise self._error("an empty [...]")
        ranges = _ranges(*pairs)
        return Chars(_negated(ranges) if negate else ranges)

    def _member(self) -> Ranges:
        if self._take("\\"):
            return self._escape(in_class=True)
        char = self._peek()
        if not char:
            raise self._error("'[' is not closed")
        if char == "[" or self._peek(2) in {"&&", "--", "~~", "||"}:
            raise self._error(f"{char!r} inside [...] means something else in other engines; write \\{char}")
        self.at += 1
        return ((ord(char), ord(char)),)


def width(node: Node) -> tuple[int, int | None]:
    """Shortest and longest match, in characters; None is without end."""
    match node:
        case Chars():
            return 1, 1
        case Anchor():
            return 0, 0
        case Sequence(parts):
            widths = [width(part) for part in parts]
            highs = [high for _, high in widths if high is not None]
            return sum(low for low, _ in widths), sum(highs) if len(highs) == len(widths) else None
        case Choice(options):
            widths = [width(option) for option in options]
            highs = [high for _, high in widths if high is not None]
            return min(low for low, _ in widths), max(highs) if len(highs) == len(widths) else None
        case Repeat(body, low, high):
            least, most = width(body)
            return least * low, None if high is None or most is None else most * high


def parse(pattern: str) -> Node:
    """Parse a pattern of the portable subset.

    Raises:
        PatternError: with what is wrong and where, when it is outside the subset.

    """
    return Parser(pattern).parse()
