"""Glushkov's automaton of a pattern, and how ambiguous its loops are."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product

from scaffolds.patterns.grammar import (
    Anchor,
    Chars,
    Choice,
    Node,
    PatternError,
    Ranges,
    Repeat,
    Sequence,
    overlap,
    width,
)

MAX_POSITIONS = 400
"""Characters and classes a pattern may hold after `{n}` is written out. A size limit of ours, to keep the analysis short."""
_LOOSE_RANGE = 20
"""`x{n,m}` with m - n above this is analysed like `x+`: several in a row would backtrack for seconds."""
EXPONENTIAL = (
    "matching can take exponential time: a repetition can match the same text in two ways, as in (a+)+; "
    "make its parts tell themselves apart, as in a+(-a+)*"
)


@dataclass
class _Piece:
    """A fragment of a Glushkov automaton."""

    nullable: bool
    first: set[int]
    last: set[int]


@dataclass
class Automaton:
    """Glushkov's automaton of a pattern: a state for each character of it, edges for what may follow."""

    chars: list[Ranges] = field(default_factory=list)
    follow: dict[int, set[int]] = field(default_factory=dict)

    def add(self, node: Node) -> _Piece:
        """Make the states of a node; what comes before and after it is joined by the caller."""
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
        least, most = width(node.body)
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
                    raise PatternError(EXPONENTIAL)
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
        """The states that can follow, at once or later, and those one starts from."""
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
                    if pair in seen or not overlap(self.chars[pair[0]], self.chars[pair[1]]):
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
                if following in seen or not overlap(self.chars[following[0]], self.chars[following[1]]):
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
                shared = overlap(self.chars[following[0]], self.chars[following[1]])
                if not overlap(shared, self.chars[following[2]]):
                    continue
                if following == (p, q, q):
                    return True
                seen.add(following)
                todo.append(following)
        return False
