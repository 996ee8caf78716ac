"""The catalogue of practices: one file an area in `catalog/`, from the re:Invent 2025 talks CNS211, CNS380 and CNS403."""

from __future__ import annotations

import difflib
import functools
import re
import tomllib
from pathlib import Path

from guidance.errors import UnknownPracticeError
from guidance.model import Practice

CATALOG = Path(__file__).parent / "catalog"


@functools.cache
def practices() -> dict[str, Practice]:
    """Every practice by its id, in order of area and id."""
    found: dict[str, Practice] = {}
    for path in sorted(CATALOG.glob("*.toml")):
        for entry in tomllib.loads(path.read_text("utf-8"))["practices"]:
            practice = Practice(**{**entry, "area": path.stem.replace("_", " "), "source": tuple(entry["source"])})
            found[practice.id] = practice
    return found


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
