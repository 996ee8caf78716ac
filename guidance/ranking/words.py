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
_FEW = re.compile(r"[0-9]{1,2}[a-z]{0,4}")
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
    weak: frozenset[str] = frozenset()
    """Of the words, those that tell little: common verbs and adjectives, numbers of one or two digits."""


def question(text: str, known: Container[str]) -> Question:
    """A question's words, slips mended, and its concepts, also those that only questions express in such words (`[asked]`)."""
    found = [word if word in _stop_stems() or word in _form_stems() else mended(word, known) for word in stems(text)]
    mentions = list(_mentions(found, asked=True))
    words = {
        word: (word, *dict.fromkeys(name for name, start, end in mentions if start <= place < end))
        for place, word in enumerate(found)
        if word not in _stop_stems()
    }
    return Question(
        (*words, *dict.fromkeys(name for name, _, _ in mentions)),
        tuple(words.values()),
        frozenset(word for word, said in words.items() if len(said) == 1 and _is_weak(word)),
    )


def _is_weak(word: str) -> bool:
    return word in _weak_stems() or _FEW.fullmatch(word) is not None


def of_the_field(text: str) -> bool | None:
    """Whether a text names something of this field; None when what it names is another field's technology instead."""
    found = stems(text)
    other = {at for start, end in _named(found, "elsewhere") for at in range(start, end)}
    here = any(other.isdisjoint(range(start, end)) for start, end in _named(found, "here"))
    return None if other and not here else here


def services_of(text: str) -> frozenset[str]:
    """The services, as rules are grouped by them, that a text names."""
    found = stems(text)
    return frozenset(name for name, words in _data()["services"].items() if any(_places(found, tuple(words))))


def service_of(rule: str) -> str:
    """The service that a rule's id begins with; "lambda" stands for what is not named apart."""
    return next((name for name in _data()["services"] if rule.startswith(f"{name}-")), "lambda")


def narrow() -> frozenset[str]:
    """The services whose rules answer only questions that name them."""
    return frozenset(_data()["plain"]["narrow"])


def _named(found: list[str], table: str) -> Iterator[tuple[int, int]]:
    return _places(found, tuple(_data()[table]["names"]))


def _places(found: list[str], names: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where a sequence of stems has one of the names, from and to."""
    forms = _by_first(names)
    for place, word in enumerate(found):
        for form in forms.get(word, ()):
            if tuple(found[place : place + len(form)]) == form:
                yield place, place + len(form)


@functools.cache
def _by_first(names: tuple[str, ...]) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for form in {tuple(stems(name)) for name in names}:
        found.setdefault(form[0], []).append(form)
    return found


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
def _weak_stems() -> frozenset[str]:
    return frozenset(map(stem, _data()["plain"]["weak"].split()))


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
