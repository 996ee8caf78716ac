"""Makes `compiled.json` of the catalogue: quick to read, with the facts filled in and everything that enforces a practice."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from guidance.facts import fact
from guidance.figures import filled, named
from guidance.registry import code_rules, rules

HERE = Path(__file__).parent
CATALOG = HERE / "catalog"
COMPILED = HERE / "compiled.json"

Followed = Mapping[str, Iterable[tuple[str, str]]]
"""By practice: (scaffold, file or folder). The scaffolds are another room's, so whoever compiles brings them."""


def entries() -> dict[str, dict[str, Any]]:
    """The catalogue as it is written, by id, in order of area and id."""
    found = {}
    for path in sorted(CATALOG.glob("*.toml")):
        for entry in tomllib.loads(path.read_text("utf-8"))["practices"]:
            found[entry["id"]] = {**entry, "area": path.stem.replace("_", " ")}
    return found


def reasons() -> dict[str, str]:
    """Why no rule, scaffold or advice carries a practice, by its id."""
    data = tomllib.loads((HERE / "unenforced.toml").read_text("utf-8"))
    shared = {each: group["reason"] for group in data["groups"] for each in group["practices"]}
    return {**shared, **data["reasons"]}


def compiled(followed: Followed) -> list[dict[str, Any]]:
    """Every practice with its facts filled in, what enforces it, and why nothing does where nothing does."""
    why_not, carried, decided = reasons(), _carried(), _decided()
    found = []
    for name, entry in entries().items():
        advice, texts = entry.get("advice", []), (entry["apply"], entry["limits"])
        links = [
            *carried.get(name, []),
            *([*("scaffold",), *each] for each in followed.get(name, ())),
            *(["advice", *each.partition(":")[::2]] for each in advice),
            *(["advice", "compare_options", each] for each in decided.get(name, ())),
            *(["fact", each, ""] for each in named(" ".join(texts))),
        ]
        done = {key: filled(entry[key]) for key in ("apply", "limits")}
        if read := [fact(each).read for each in named(" ".join(texts)) if each.startswith("price.")]:
            done["apply"] += f" Prices are those of us-east-1, read {min(read)}."
        reason = {"unenforced": why_not[name]} if name in why_not else {}
        kept = {key: value for key, value in entry.items() if key != "advice"}
        found.append({**kept, **done, "enforced_by": links, **reason})
    return found


def _carried() -> dict[str, list[list[str]]]:
    """By practice: the rules that carry it, template rules first."""
    found: dict[str, list[list[str]]] = {}
    for rule in rules().values():
        kind = "code rule" if rule.id in code_rules() else "rule"
        for practice in rule.practices:
            found.setdefault(practice, []).append([kind, rule.id, ""])
    return found


def _decided() -> dict[str, list[str]]:
    """By practice: the decisions of `compare_options` that compute it, each of which says so in its decision.toml."""
    found: dict[str, list[str]] = {}
    for path in sorted(HERE.parent.joinpath("advice", "options").glob("*/decision.toml")):
        for practice in tomllib.loads(path.read_text("utf-8"))["practices"]:
            found.setdefault(practice, []).append(path.parent.name)
    return found
