"""Words for messages: counted things, lists of names, the nearest name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from guidance.template import Resource

_SHOWN = 3


def names(items: Sequence[str], shown: int = _SHOWN) -> str:
    """List names: A, B, C and 4 more."""
    more = len(items) - shown
    return ", ".join(items[:shown]) + (f" and {more} more" if more > 0 else "")


def count(resources: Sequence[Resource], noun: str) -> str:
    """Count: 1 function (Worker) has; 5 functions (A, B, C and 2 more) have."""
    many = len(resources)
    return f"{many} {noun}{'s' if many > 1 else ''} ({names([each.id for each in resources])}) {'have' if many > 1 else 'has'}"


def nearest(word: str, choices: Iterable[str], at_most: int) -> str | None:
    """The choice that differs in the fewest letters, and in no more than `at_most`; None when two are equally near."""
    ranked = sorted((distance(word, choice, at_most), choice) for choice in set(choices))
    if not ranked or ranked[0][0] > at_most or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return None
    return ranked[0][1]


def distance(one: str, other: str, at_most: int) -> int:
    """How many letters to insert, delete, replace or swap with a neighbour; `at_most` + 1 when more."""
    if abs(len(one) - len(other)) > at_most or len(one) <= at_most:
        return at_most + 1
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, wanted in enumerate(other, 1):
            best = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                best = min(best, before_last[column - 2] + 1)
            current.append(best)
        if min(current) > at_most:
            return at_most + 1
        before_last, last = last, current
    return last[-1]
