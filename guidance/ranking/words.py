"""What a text is about: stems of its words, and the field's concepts among them (`concepts.toml`)."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guidance.ranking.spelling import mended

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[a-z]+[0-9]*|[0-9]+[a-z]*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_VOWEL = re.compile(r"[aeiouy]")


@functools.lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word without its ending for number and tense: Porter's first step, which is all that technical English needs."""
    if len(word) <= 3:
        return word
    word = _singular(word)
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) > 2 and _VOWEL.search(root):
            return _whole(root)
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word.removesuffix("e")


def _singular(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word if word.endswith(("ss", "us", "is")) else word.removesuffix("s")


def _whole(root: str) -> str:
    if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "lsz":
        return root[:-1]
    return (root[:-1] + "i" if root.endswith("y") else root).removesuffix("e")


def stems(text: str) -> list[str]:
    """Every word's stem, in order; words in CamelCase as their parts are, numbers without separators."""
    plain = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text))
    short, plain = _data()["short"], _whole_names().sub(lambda name: name[0].lower(), plain)
    return [stem(short.get(word, word)) for word in _WORD.findall(_CAMEL.sub(" ", plain).casefold())]


def terms(text: str) -> list[str]:
    """What a text is ranked by: its stems but for stop words, and a term `#name` for each mention of a concept."""
    found = stems(text)
    return [word for word in found if word not in _stop_stems()] + [
        name for name, _, _ in _mentions(found, asked=False)
    ]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the terms to look up, and for each word that counts the terms by which a document may speak of it."""

    terms: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]


def question(text: str, known: Container[str]) -> Question:
    """A question's words, slips mended, and its concepts, also those that only questions express in such words (`[asked]`)."""
    found = [word if word in _stop_stems() or word in _form_stems() else mended(word, known) for word in stems(text)]
    mentions = list(_mentions(found, asked=True))
    words = {
        word: (word, *dict.fromkeys(name for name, start, end in mentions if start <= place < end))
        for place, word in enumerate(found)
        if word not in _stop_stems()
    }
    return Question((*words, *dict.fromkeys(name for name, _, _ in mentions)), tuple(words.values()))


def elsewhere(text: str) -> bool:
    """Whether a text names a technology of another field and none of this one."""
    found = stems(text)
    return _names(found, "elsewhere") and not _names(found, "here")


def _names(found: list[str], table: str) -> bool:
    forms = [tuple(stems(form)) for form in _data()[table]["names"]]
    return any(tuple(found[place : place + len(form)]) == form for form in forms for place in range(len(found)))


def _mentions(found: list[str], *, asked: bool) -> Iterator[tuple[str, int, int]]:
    """The concepts that a sequence of stems mentions, with where."""
    first = _forms(asked=asked)
    for place, word in enumerate(found):
        for form, name in first.get(word, ()):
            if tuple(found[place : place + len(form)]) == form:
                yield name, place, place + len(form)


@functools.cache
def _form_stems() -> frozenset[str]:
    return frozenset(word for forms in _forms(asked=True).values() for form, _ in forms for word in form)


@functools.cache
def _whole_names() -> re.Pattern[str]:
    return re.compile("|".join(_data()["plain"]["whole"]))


@functools.cache
def _stop_stems() -> frozenset[str]:
    words = _data()["plain"]["stop"].split()
    return frozenset(words) | {stem(word) for word in words}


@functools.cache
def _forms(*, asked: bool) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """By first stem: the forms that begin with it and their concept."""
    data = _data()
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for table in (data["concepts"], data["asked"]) if asked else (data["concepts"],):
        for name, forms in table.items():
            for form in {tuple(stems(form)) for form in forms}:
                found.setdefault(form[0], []).append((form, f"#{name}"))
    return found


@functools.cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("concepts.toml").read_text("utf-8"))
