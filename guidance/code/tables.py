"""The tables of `data/durable_code_<language>.toml`: what a call of a canonical name does."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from guidance.code.model import Call, Language

DATA = Path(__file__).parent.parent / "data"


class Names:
    """A set of names, some with `*` for anything but parentheses and `**` for anything; remembers what it was asked."""

    __slots__ = ("_exact", "_known", "_pattern")

    def __init__(self, names: Iterable[str]) -> None:
        given = list(names)
        self._exact = frozenset(name for name in given if "*" not in name)
        wild = [re.escape(name).replace(r"\*\*", ".*").replace(r"\*", "[^()]*") for name in given if "*" in name]
        self._pattern = re.compile("|".join(wild)) if wild else None
        self._known: dict[str, bool] = {}

    def __contains__(self, name: str) -> bool:
        known = self._known.get(name)
        if known is None:
            known = name in self._exact or (self._pattern is not None and self._pattern.fullmatch(name) is not None)
            if len(self._known) < 10_000:
                self._known[name] = known
        return known


@dataclass(frozen=True, slots=True)
class Group:
    """Calls that do the same."""

    name: str
    says: str
    names: Names
    left_out: Names
    also: Names
    at_most: dict[str, int] = field(default_factory=dict)
    """Names that count only with no more arguments than this."""
    unseeded: Names = field(default_factory=lambda: Names(()))
    """Names that count only when their receiver was made without arguments."""

    def has(self, call: Call) -> bool:
        """Whether a call is one of these."""
        if call.name in self.at_most:
            return call.arguments <= self.at_most[call.name]
        if call.name in self.unseeded:
            return call.origin is not None and not call.origin.arguments
        return self.names_it(call.name)

    def names_it(self, name: str) -> bool:
        """Whether a name alone is one of these."""
        return name in self.also or (name in self.names and name not in self.left_out)


@functools.cache
def table(language: Language) -> dict[str, Any]:
    """A language's whole table."""
    with DATA.joinpath(f"durable_code_{language}.toml").open("rb") as file:
        return tomllib.load(file)


def nondeterminism(call: Call, language: Language) -> Group | None:
    """The group of sources of nondeterminism that a call belongs to."""
    return _first("nondeterministic", call, language)


def side_effect(call: Call, language: Language) -> Group | None:
    """The group of side effects that a call belongs to."""
    return _first("side_effect", call, language)


def is_log(call: Call, language: Language) -> bool:
    """Whether a call writes a log line by other means than a durable logger."""
    return _group(language, "log").has(call)


def is_sleep(call: Call, language: Language) -> bool:
    """Whether a call waits in running compute."""
    return _group(language, "sleep").has(call)


def unstable_order(order: str, language: Language) -> bool:
    """Whether the order that this gives may differ between runs."""
    return _group(language, "unstable_order").names_it(order)


def log_method(name: str, language: Language) -> str | None:
    """The method of a durable logger that does what a call of this name does."""
    found: str | None = table(language)["log"]["methods"].get(name.rsplit(".", 1)[-1])
    return found


@functools.cache
def reads(language: Language) -> frozenset[str]:
    """Names that are facts although nobody calls them."""
    return frozenset(table(language)["reads"]["names"])


@functools.cache
def stale(language: Language) -> dict[str, dict[str, str]]:
    """Former names of the SDK's, each with what is to be said of it (`says`) and its name `now`."""
    return dict(table(language)["stale"])


@functools.cache
def words(which: str) -> frozenset[str]:
    """Words in the names of steps, by what they say: "acting", "reading", "naming"; and "lasting" environment variables."""
    with DATA.joinpath("durable_code_words.toml").open("rb") as file:
        return frozenset(tomllib.load(file)[which])


def unserializable(kind: str, role: str, language: Language) -> str | None:
    """What happens to a result of this kind, and what to return instead; None when it is fine. Role: "step" or "handler"."""
    found: str | None = table(language)["unserializable"][role].get(kind)
    return found


def _first(section: str, call: Call, language: Language) -> Group | None:
    return next((group for group in _groups(language, section) if group.has(call)), None)


@functools.cache
def _groups(language: Language, section: str) -> tuple[Group, ...]:
    """The groups of a section; the last one first, as the particular comes after the general."""
    return tuple(_read(name, entry) for name, entry in reversed(table(language)[section].items()))


@functools.cache
def _group(language: Language, section: str) -> Group:
    return _read(section, table(language)[section])


def _read(name: str, entry: dict[str, Any]) -> Group:
    return Group(
        name,
        entry.get("says", ""),
        Names(entry["names"]),
        Names(entry.get("except", ())),
        Names(entry.get("also", ())),
        entry.get("at_most", {}),
        Names(entry.get("unseeded", ())),
    )
