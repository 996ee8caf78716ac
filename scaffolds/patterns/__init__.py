r"""Portable regular expressions: parsed, proved harmless, and turned into examples.

A pattern that a user gives ends up in three engines: Rust's (pydantic), JavaScript's (Zod) and whatever reads the OpenAPI
document. So only the subset that means the same in all three is taken, and `portable` writes out `\d` and `\w`, which are
ASCII in one and Unicode in another. JavaScript backtracks, so a pattern on which
backtracking can take more than linear time is refused. The test is the standard one on the pattern's automaton:
exponential when some state has two cycles on one word, polynomial when two loops in sequence share a word
(Weideman et al., "Analyzing Matching Time Behavior of Backtracking Regular Expression Matchers", CIAA 2016).
"""

from __future__ import annotations

from scaffolds.patterns.automaton import EXPONENTIAL, Automaton
from scaffolds.patterns.examples import examples
from scaffolds.patterns.grammar import Anchor, Choice, Node, Parser, PatternError, Sequence, parse

__all__ = ["PatternError", "check", "examples", "portable"]

_STEPS = 10_000_000
"""The most backtracking steps one value may cost: about a tenth of a second in a JavaScript engine. A limit of ours."""


def portable(pattern: str) -> str:
    r"""The same pattern with `\d`, `\w`, `\D` and `\W` written out as ASCII, so that every engine reads it alike.

    Raises:
        PatternError: when it is outside the subset.

    """
    parser = Parser(pattern)
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
    automaton = Automaton()
    automaton.add(node)
    loops = automaton.components()
    if any(automaton.exponential(loop) for loop in loops):
        raise PatternError(EXPONENTIAL)
    degree = _degree(automaton, loops) + (1 if loops and not _anchored(node) else 0)
    longest = int(_STEPS ** (1 / degree))
    if degree > 1 and (max_length is None or max_length > longest):
        raise PatternError(
            f"matching can take time that grows with the length to the power {degree} (repetitions that can match the same "
            f"text, or no ^ at the start): set max_length to at most {longest}, or make the pattern plainer"
        )


def _degree(automaton: Automaton, loops: list[set[int]]) -> int:
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
