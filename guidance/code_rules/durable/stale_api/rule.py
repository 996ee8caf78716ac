"""Code uses what the SDK has renamed or removed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance.code import tables
from guidance.code.model import Flaw, Program
from guidance.model import FixKind, Pillar, Rule, Severity, Source

RULE = Rule(
    title="Name or argument of a former SDK",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://github.com/aws/aws-durable-execution-sdk-python/blob/main/docs/migration-1.x-to-2.0.md",
            "2026-11-20",
        ),
        Source("https://github.com/aws/aws-durable-execution-sdk-js/blob/main/CHANGELOG.md", "2026-11-20"),
    ),
    fix=FixKind.SOMETIMES,
    since="0.2.0",
    aliases=("DF021",),
    practices=("DUR-31",),
)

_SHAPES = frozenset(("positional", "plugins", "CallbackError"))
"""What stands in the parentheses of the table's names when it is no name, but a way to write the call."""


def check(program: Program) -> Iterator[Flaw]:
    """Yield each use of what the SDK has renamed or removed."""
    known = tables.stale(program.language)
    for use in program.sdk_uses:
        entry = known.get(use.name)
        if entry is None:
            continue
        label = re.sub(r".*\((\w+)\)", r"\1", use.name)
        shaped = use.name.startswith(".") or label in _SHAPES
        message = f"{entry['says']}." if shaped else f"{label} is out of date: {entry['says']}."
        yield Flaw(
            use.place,
            message[0].upper() + message[1:],
            edit=entry.get("now"),
            edit_at=use.place,
            edit_says=f"Write {entry.get('now')}",
        )
