"""The catalogue of practices: one file an area in `catalog/`, from the re:Invent 2025 talks CNS211, CNS380 and CNS403.

It is read from `compiled.json`, which `pytest --update` makes of the catalogue, the facts, the rules and the scaffolds.
"""

from __future__ import annotations

import difflib
import functools
import json
import re
from pathlib import Path

from guidance.errors import UnknownPracticeError
from guidance.model import Enforcement, Practice

CATALOG = Path(__file__).parent / "catalog"


@functools.cache
def practices() -> dict[str, Practice]:
    """Every practice by its id, in order of area and id."""
    found: dict[str, Practice] = {}
    for entry in json.loads(CATALOG.with_name("compiled.json").read_bytes()):
        entry["source"] = tuple(entry["source"])
        entry["enforced_by"] = tuple(Enforcement(*link) for link in entry["enforced_by"])
        found[entry["id"]] = Practice(**entry)
    return found


def areas() -> dict[str, tuple[Practice, ...]]:
    """The practices of each area, by the area's id: `sqs-configuration`."""
    found: dict[str, list[Practice]] = {}
    for each in practices().values():
        found.setdefault(each.area.replace(" ", "-"), []).append(each)
    return {name: tuple(each) for name, each in found.items()}


def practice(practice_id: str) -> Practice:
    """One practice by its id, in any case: `CRUD-01`, `crud-1`, `crud1`.

    Raises:
        UnknownPracticeError: when there is none; the message offers the nearest ids.

    """
    wanted = practice_id.strip().upper()
    if shape := re.fullmatch(r"([A-Z]+)[- ]?(\d{1,2})", wanted):
        wanted = f"{shape[1]}-{int(shape[2]):02}"
    if found := practices().get(wanted):
        return found
    near = difflib.get_close_matches(wanted, practices(), n=3, cutoff=0.5)
    offer = f"; did you mean {' or '.join(near)}?" if near else "."
    raise UnknownPracticeError(
        f"There is no practice '{practice_id[:40]}'{offer} `serverless-mcp practices` lists all."
    )
