"""Texts that a pattern matches: deterministic, pleasant to read, of a length that fits."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    parse,
)


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
        shared = overlap(ranges, preferred)
        if shared:
            return chr(shared[0][0])
    low = next(((a, b) for a, b in ranges if not 0xD800 <= a <= 0xDFFF), None)
    if low is None:
        raise PatternError("a class in it matches no character")
    return chr(low[0])
