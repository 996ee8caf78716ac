r"""Portable regular expressions: parsed, proved harmless, and turned into examples.

A pattern that a user gives ends up in three engines: Rust's (pydantic), JavaScript's (Zod) and whatever reads the OpenAPI
document. So only the subset that means the same in all three is taken, and `portable` writes out `\d` and `\w`, which are
ASCII in one and Unicode in another. JavaScript backtracks, so a pattern on which
backtracking can take more than linear time is refused. The test is the standard one on the pattern's automaton:
exponential when some state has two cycles on one word, polynomial when two loops in sequence share a word
(Weideman et al., "Analyzing Matching Time Behavior of Backtracking Regular Expression Matchers", CIAA 2016).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

_LAST = 0x10FFFF
MAX_POSITIONS = 400
"""Characters and classes a pattern may hold after `{n}` is written out. A size limit of ours, to keep the analysis short."""
_LOOSE_RANGE = 20
"""`x{n,m}` with m - n above this is analysed like `x+`: several in a row would backtrack for seconds."""
_STEPS = 10_000_000
"""The most backtracking steps one value may cost: about a tenth of a second in a JavaScript engine. A limit of ours."""
_EXPONENTIAL = (
    "matching can take exponential time: a repetition can match the same text in two ways, as in (a+)+; "
    "make its parts tell themselves apart, as in a+(-a+)*"
)
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


def _overlap(a: Ranges, b: Ranges) -> Ranges:
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


class _Parser:
    """Recursive descent over the portable subset."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.written_out: list[tuple[int, str]] = []
        """Where a two-character class such as `\\d` stands, and what to write there instead."""

    def parse(self) -> Node:
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


def _width(node: Node) -> tuple[int, int | None]:
    """Shortest and longest match, in characters; None is without end."""
    match node:
        case Chars():
            return 1, 1
        case Anchor():
            return 0, 0
        case Sequence(parts):
            widths = [_width(part) for part in parts]
            highs = [high for _, high in widths if high is not None]
            return sum(low for low, _ in widths), sum(highs) if len(highs) == len(widths) else None
        case Choice(options):
            widths = [_width(option) for option in options]
            highs = [high for _, high in widths if high is not None]
            return min(low for low, _ in widths), max(highs) if len(highs) == len(widths) else None
        case Repeat(body, low, high):
            least, most = _width(body)
            return least * low, None if high is None or most is None else most * high


@dataclass
class _Piece:
    """A fragment of a Glushkov automaton."""

    nullable: bool
    first: set[int]
    last: set[int]


@dataclass
class _Automaton:
    """Glushkov's automaton of a pattern: a state for each character of it, edges for what may follow."""

    chars: list[Ranges] = field(default_factory=list)
    follow: dict[int, set[int]] = field(default_factory=dict)

    def add(self, node: Node) -> _Piece:
        match node:
            case Chars(ranges):
                return self._state(ranges)
            case Anchor():
                return _Piece(nullable=True, first=set(), last=set())
            case Sequence(parts):
                return self._sequence(parts)
            case Choice(options):
                pieces = [self.add(option) for option in options]
                return _Piece(
                    any(piece.nullable for piece in pieces),
                    set().union(*(piece.first for piece in pieces)),
                    set().union(*(piece.last for piece in pieces)),
                )
            case Repeat():
                return self._repeat(node)

    def _state(self, ranges: Ranges) -> _Piece:
        if len(self.chars) == MAX_POSITIONS:
            raise PatternError(f"it is too large (over {MAX_POSITIONS} characters once repetitions are written out)")
        state = len(self.chars)
        self.chars.append(ranges)
        self.follow[state] = set()
        return _Piece(nullable=False, first={state}, last={state})

    def _sequence(self, parts: tuple[Node, ...]) -> _Piece:
        whole = _Piece(nullable=True, first=set(), last=set())
        for part in parts:
            piece = self.add(part)
            for state in whole.last:
                self.follow[state] |= piece.first
            whole = _Piece(
                whole.nullable and piece.nullable,
                whole.first | piece.first if whole.nullable else whole.first,
                whole.last | piece.last if piece.nullable else piece.last,
            )
        return whole

    def _repeat(self, node: Repeat) -> _Piece:
        least, most = _width(node.body)
        if node.high == 0:
            return _Piece(nullable=True, first=set(), last=set())
        if least == 0 and node.high != 1:
            raise PatternError("a repetition of something that can be empty takes exponential time to fail")
        if node.high == 1:
            piece = self.add(node.body)
            return _Piece(node.low == 0 or piece.nullable, piece.first, piece.last)
        if node.high is None or most != least or node.high - node.low > _LOOSE_RANGE:
            piece = self.add(node.body)
            for state in piece.last:
                if (
                    self.follow[state] & piece.first
                ):  # (a+)+: the same step, once round the inner and once the outer loop
                    raise PatternError(_EXPONENTIAL)
                self.follow[state] |= piece.first
            return _Piece(node.low == 0, piece.first, piece.last)
        optional = Repeat(node.body, 0, 1)
        copies: list[Node] = [node.body] * node.low
        tail: Node | None = None
        for _ in range(node.high - node.low):  # x{1,3} is x(x(x)?)?, which has one way to match, unlike xx?x?
            tail = Repeat(node.body if tail is None else Sequence((node.body, tail)), 0, 1)
        return self._sequence((*copies, tail) if tail is not None else tuple(copies or [optional]))

    def components(self) -> list[set[int]]:
        """States that lie on a cycle, grouped by strongly connected component (Kosaraju, iterative)."""
        order: list[int] = []
        seen: set[int] = set()
        for root in self.follow:
            stack = [(root, iter(self.follow[root]))] if root not in seen else []
            seen.add(root)
            while stack:
                state, rest = stack[-1]
                step = next((n for n in rest if n not in seen), None)
                if step is None:
                    order.append(state)
                    stack.pop()
                else:
                    seen.add(step)
                    stack.append((step, iter(self.follow[step])))
        before: dict[int, set[int]] = {state: set() for state in self.follow}
        for state, following in self.follow.items():
            for n in following:
                before[n].add(state)
        groups, done = [], set[int]()
        for root in reversed(order):
            group, todo = set[int](), [root]
            while todo:
                state = todo.pop()
                if state not in done:
                    done.add(state)
                    group.add(state)
                    todo.extend(before[state] - done)
            if len(group) > 1 or any(state in self.follow[state] for state in group):
                groups.append(group)
        return groups

    def reachable(self, start: set[int]) -> set[int]:
        seen, todo = set(start), list(start)
        while todo:
            for n in self.follow[todo.pop()] - seen:
                seen.add(n)
                todo.append(n)
        return seen

    def exponential(self, loop: set[int]) -> bool:
        """Whether two different paths through the loop read one word and meet again."""
        edges = {state: self.follow[state] & loop for state in loop}
        for start in loop:
            seen: set[tuple[int, int]] = set()
            todo = [(start, start)]
            while todo:
                a, b = todo.pop()
                for pair in product(edges[a], edges[b]):
                    if pair in seen or not _overlap(self.chars[pair[0]], self.chars[pair[1]]):
                        continue
                    if pair[0] != pair[1] and self._meet(pair, start, edges):
                        return True
                    seen.add(pair)
                    if pair[0] == pair[1]:
                        todo.append(pair)
        return False

    def _meet(self, pair: tuple[int, int], goal: int, edges: dict[int, set[int]]) -> bool:
        seen, todo = {pair}, [pair]
        while todo:
            a, b = todo.pop()
            for following in product(edges[a], edges[b]):
                if following in seen or not _overlap(self.chars[following[0]], self.chars[following[1]]):
                    continue
                if following == (goal, goal):
                    return True
                seen.add(following)
                todo.append(following)
        return False

    def polynomial(self, left: set[int], right: set[int]) -> bool:
        """Whether one word goes round `left`, from `left` to `right`, and round `right`."""
        return any(self._pumps(p, q, left, right) for p in left for q in self.reachable({p}) & right)

    def _pumps(self, p: int, q: int, left: set[int], right: set[int]) -> bool:
        between = self.reachable({p})
        seen, todo = {(p, p, q)}, [(p, p, q)]
        while todo:
            a, b, c = todo.pop()
            for following in product(self.follow[a] & left, self.follow[b] & between, self.follow[c] & right):
                if following in seen:
                    continue
                shared = _overlap(self.chars[following[0]], self.chars[following[1]])
                if not _overlap(shared, self.chars[following[2]]):
                    continue
                if following == (p, q, q):
                    return True
                seen.add(following)
                todo.append(following)
        return False


def parse(pattern: str) -> Node:
    """Parse a pattern of the portable subset.

    Raises:
        PatternError: with what is wrong and where, when it is outside the subset.

    """
    return _Parser(pattern).parse()


def portable(pattern: str) -> str:
    r"""The same pattern with `\d`, `\w`, `\D` and `\W` written out as ASCII, so that every engine reads it alike.

    Raises:
        PatternError: when it is outside the subset.

    """
    parser = _Parser(pattern)
    parser.parse()
    for at, text in reversed(parser.written_out):
        pattern = pattern[:at] + text + pattern[at + 2 :]
    return pattern


def check(pattern: str, *, max_length: int | None = None) -> None:
    """Refuse a pattern that engines read differently or that can take more than linear time.

    Args:
        pattern: The regular expression, searched for anywhere in the text unless anchored.
        max_length: The longest text, in characters, it will be tried on; None when there is no limit.

    Raises:
        PatternError: with what is wrong and what to write instead.

    """
    node = parse(pattern)
    automaton = _Automaton()
    automaton.add(node)
    loops = automaton.components()
    if any(automaton.exponential(loop) for loop in loops):
        raise PatternError(_EXPONENTIAL)
    degree = _degree(automaton, loops) + (1 if loops and not _anchored(node) else 0)
    longest = int(_STEPS ** (1 / degree))
    if degree > 1 and (max_length is None or max_length > longest):
        raise PatternError(
            f"matching can take time that grows with the length to the power {degree} (repetitions that can match the same "
            f"text, or no ^ at the start): set max_length to at most {longest}, or make the pattern plainer"
        )


def _degree(automaton: _Automaton, loops: list[set[int]]) -> int:
    """How many loops in a row can share a word: the exponent of the worst case, at least 1."""
    after = {i: [j for j, b in enumerate(loops) if i != j and automaton.polynomial(a, b)] for i, a in enumerate(loops)}

    def chain(i: int) -> int:
        return 1 + max((chain(j) for j in after[i]), default=0)

    return max((chain(i) for i in after), default=1)


def _anchored(node: Node) -> bool:
    match node:
        case Anchor(kind):
            return kind == "^"
        case Sequence(parts):
            return bool(parts) and _anchored(parts[0])
        case Choice(options):
            return all(_anchored(option) for option in options)
        case _:
            return False


def examples(pattern: str, *, min_length: int = 0, max_length: int | None = None) -> Iterator[str]:
    """Texts that the pattern matches and whose length fits; few, deterministic, none when none was found."""
    node = parse(pattern)
    tried: set[str] = set()
    for extra, turn in product((0, 1, 2, 5, 10, 20, 50, 100, 200, 500, max(0, min_length)), (0, 1, 2)):
        text = _example(node, extra, turn)
        for candidate in (text, _padded(node, text, min_length)):
            fits = min_length <= len(candidate) and (max_length is None or len(candidate) <= max_length)
            if fits and candidate not in tried and re.search(pattern, candidate):
                tried.add(candidate)
                yield candidate


def _padded(node: Node, text: str, min_length: int) -> str:
    open_ended = not (isinstance(node, Sequence) and node.parts and node.parts[-1] == Anchor("$"))
    return text.ljust(min_length, "a") if open_ended else text


def _example(node: Node, extra: int, turn: int) -> str:
    match node:
        case Chars(ranges):
            return _pleasant(ranges, turn)
        case Anchor():
            return ""
        case Sequence(parts):
            return "".join(_example(part, extra, turn) for part in parts)
        case Choice(options):
            return _example(options[turn % len(options)], extra, turn)
        case Repeat(body, low, high):
            count = low + extra if high is None else min(high, low + extra)
            return _example(body, 0, turn) * count


def _pleasant(ranges: Ranges, turn: int) -> str:
    for preferred in (
        ((97 + turn, 122),),
        ((65 + turn, 90),),
        ((49 + turn, 57),),
        ((48, 57),),
        ((33, 126),),
        ((32, 32),),
    ):
        shared = _overlap(ranges, preferred)
        if shared:
            return chr(shared[0][0])
    low = next(((a, b) for a, b in ranges if not 0xD800 <= a <= 0xDFFF), None)
    if low is None:
        raise PatternError("a class in it matches no character")
    return chr(low[0])
