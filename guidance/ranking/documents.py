"""What is indexed: which texts of a practice, a rule, a fact say what it is about, and how much each counts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from guidance import registry
from guidance.facts import facts, prices
from guidance.figures import shown
from guidance.model import Practice
from guidance.ranking.index import Fields, Index, build

SAID_AS = Path(__file__).with_name("said_as.toml")
_FIRST = 1.15
"""How much more the practices count that are to be heard first."""


def compiled(known: Mapping[str, Practice]) -> dict[str, Index]:
    """The indexes of what the room knows, by kind."""
    said: dict[str, Any] = tomllib.loads(SAID_AS.read_text("utf-8"))
    return {
        "practices": build(
            {name: (*_practice(each), *_said(said["phrases"].get(name, ""))) for name, each in known.items()},
            boosts=dict.fromkeys(said["first"].split(), _FIRST),
        ),
        "rules": build(
            {name: _rule(name) for name in registry.rules()}, [each.title for each in registry.rules().values()]
        ),
        "facts": build({each.name: _fact(each.name) for each in (*facts().values(), *prices().values())}),
    }


def _practice(found: Practice) -> Fields:
    titles = " ".join(registry.rules()[each.name].title for each in found.enforced_by if each.kind.endswith("rule"))
    return (
        (found.statement, 3),
        (found.why, 2),
        (found.apply, 0.75),
        (found.limits, 0.25),
        (found.correction or "", 0.5),
        (found.area, 2),
        (titles, 0.5),
    )


def _said(phrases: str) -> Fields:
    return tuple((phrase, 1.5) for phrase in phrases.split(",") if phrase)


def _rule(name: str) -> Fields:
    rule, page = registry.rules()[name], registry.explain(name)
    first = next((part for part in page.split("\n\n")[1:] if not part.startswith("#")), "")
    return (rule.title, 3), (name.replace("-", " "), 1), (first, 1)


def _fact(name: str) -> Fields:
    from guidance.facts import fact

    found = fact(name)
    words = name.replace(".", " ").replace("_", " ")
    return (words, 2), (found.note, 0.7), (shown(found) if isinstance(found.value, str) else found.unit, 0.5)
