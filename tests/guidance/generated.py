"""What is made of the catalogue, the facts, the rules and the scaffolds, in the order in which one rests on the other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from guidance import practices
from guidance.practices import compiling, coverage
from guidance.ranking import documents, index
from mcp_server import skills
from scaffolds import get_scaffold, scaffold_names


def followed() -> dict[str, list[tuple[str, str]]]:
    """By practice: the scaffolds that follow it, and where."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name in scaffold_names():
        for practice in get_scaffold(name).practices:
            place = (name, practice.where)
            if place not in found.setdefault(practice.id, []):
                found[practice.id].append(place)
    return found


def files() -> Iterator[tuple[Path, str]]:
    """Each generated file with what it should hold; write one before asking for the next, which is made of it."""
    compiled = compiling.compiled(followed())
    yield compiling.COMPILED, json.dumps(compiled, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n"
    practices.cache_clear()
    yield index.INDEX, index.dumped(documents.compiled(practices()))
    index.indexes.cache_clear()
    yield coverage.TABLE, coverage.coverage()
    yield skills.SHIPPED, skills.skill_text()
