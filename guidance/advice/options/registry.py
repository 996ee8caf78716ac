"""Every folder beside this file that has a `decision.toml` is a decision; its name is the folder's."""

from __future__ import annotations

import difflib
import functools
import importlib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guidance.advice.options.case import Case
from guidance.advice.options.model import Figure, Kind, OptionsError, Value, Weighed
from guidance.facts import runtimes

ROOT = Path(__file__).parent
Weigh = Callable[[Case], tuple[Weighed, ...]]
Derive = Callable[[Mapping[str, Value]], Mapping[str, Value]]
Contradictions = Callable[[Mapping[str, Value]], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Named:
    """An option before it is weighed."""

    title: str
    suits: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A question that comes up, what it depends on, and what there is to choose between."""

    name: str
    question: str
    figures: Mapping[str, Figure]
    options: Mapping[str, Named]
    practices: tuple[str, ...]
    sources: tuple[str, ...]
    changes: tuple[str, ...]
    weigh: Weigh
    derive: Derive
    contradictions: Contradictions
    money: bool
    """Whether money tells the options apart."""

    def asked(self, given: Mapping[str, object]) -> dict[str, Figure]:
        """The figures that count beside those given."""
        return {name: figure for name, figure in self.figures.items() if self._counts(figure, given)}

    def _counts(self, figure: Figure, given: Mapping[str, object]) -> bool:
        if figure.where:
            other, words = figure.where
            if given.get(other, self.figures[other].default) not in words:
                return False
        return (not figure.when or figure.when in given) and (not figure.unless or figure.unless not in given)


@functools.cache
def names() -> tuple[str, ...]:
    """The names of all decisions."""
    return tuple(sorted(path.parent.name for path in ROOT.glob("*/decision.toml")))


def decision(name: str) -> Decision:
    """One decision by its name.

    Raises:
        OptionsError: when there is none; offers the nearest.

    """
    if name not in names():
        near = difflib.get_close_matches(name[:60], names(), n=1, cutoff=0.5)
        offer = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(names())}."
        raise OptionsError(f"There is no decision '{name[:40]}'; {offer}")
    return _load(name)


@functools.cache
def _load(name: str) -> Decision:
    data = tomllib.loads((ROOT / name / "decision.toml").read_text("utf-8"))
    module = importlib.import_module(f"{__package__}.{name}.decision")
    return Decision(
        name=name,
        question=data["question"],
        figures={key: _figure(key, entry) for key, entry in data["figures"].items()},
        options={key: Named(**entry) for key, entry in data["options"].items()},
        practices=tuple(data["practices"]),
        sources=tuple(data["sources"]),
        changes=tuple(data["changes"]),
        weigh=module.weigh,
        derive=getattr(module, "derive", _nothing),
        contradictions=getattr(module, "contradictions", _none),
        money=data.get("money", True),
    )


def _figure(name: str, entry: dict[str, Any]) -> Figure:
    said = {key: value for key, value in entry.items() if key not in {"choices", "choices_from", "where"}}
    choices = tuple(runtimes()) if entry.get("choices_from") == "runtimes" else tuple(entry.get("choices", ()))
    where = next(((other, tuple(words)) for other, words in entry.get("where", {}).items()), None)
    return Figure(name=name, choices=choices, where=where, **{**said, "kind": entry.get("kind") or _kind(entry)})


def _kind(entry: dict[str, Any]) -> Kind:
    if "choices" in entry or "choices_from" in entry:
        return "choice"
    match entry.get("default"):
        case bool():
            return "flag"
        case int():
            return "whole"
        case _:
            return "number"


def _nothing(_figures: Mapping[str, Value]) -> Mapping[str, Value]:
    return {}


def _none(_figures: Mapping[str, Value]) -> Iterator[str]:
    return iter(())
