"""Slips of the keyboard: a word that no text has, one letter away from one that texts have."""

from __future__ import annotations

import string
from collections.abc import Container, Iterator

_SHORTEST = 5
"""In shorter words one letter makes another word, not a slip."""


def mended(word: str, known: Container[str]) -> str:
    """A known word one letter away (missing, surplus, wrong, or two swapped), the word itself when there is none."""
    if len(word) < _SHORTEST or not word.isalpha() or word in known:
        return word
    return next((each for each in _near(word) if each in known), word)


def _near(word: str) -> Iterator[str]:
    splits = [(word[:place], word[place:]) for place in range(1, len(word) + 1)]  # people get the first letter right
    yield from (left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1)
    yield from (left + letter + right for left, right in splits for letter in string.ascii_lowercase)
    yield from (left + right[1:] for left, right in splits if right)
    yield from (left + letter + right[1:] for left, right in splits if right for letter in string.ascii_lowercase)
