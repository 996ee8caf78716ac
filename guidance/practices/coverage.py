"""The table of what enforces each practice: `COVERAGE.md`, which `pytest --update` writes."""

from __future__ import annotations

from collections import Counter

from guidance.model import Practice
from guidance.practices import CATALOG, areas, practices

TABLE = CATALOG.with_name("COVERAGE.md")
_KINDS = ("rule", "code rule", "scaffold", "advice")


def coverage() -> str:
    """By area how many practices each kind of enforcement carries, then of each practice what carries it, or why nothing does."""
    lines = [
        "# What enforces the practices",
        "",
        "Generated. A practice may be carried in several ways; facts are numbers that its page has from `guidance/data`.",
        "",
        "| area | practices | rule | code rule | scaffold | advice | facts | nothing |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, found in areas().items():
        lines.append(_row(name.replace("-", " "), found))
    lines.append(_row("**all**", tuple(practices().values())))
    lines += ["", "| practice | carried by |", "| --- | --- |"]
    lines += [f"| {each.id} | {_carried(each)} |" for each in practices().values()]
    return "\n".join(lines) + "\n"


def _row(name: str, found: tuple[Practice, ...]) -> str:
    counts: Counter[str] = Counter()
    for each in found:
        kinds = {link.kind for link in each.enforced_by}
        counts.update(kinds)
        counts["nothing"] += not kinds.intersection(_KINDS)
    cells = [str(counts[kind]) for kind in (*_KINDS, "fact", "nothing")]
    return f"| {name} | {len(found)} | {' | '.join(cells)} |"


def _carried(found: Practice) -> str:
    links = [
        f"{each.kind} `{each.name}`" + (f" in `{each.where}`" if each.where else "")
        for each in found.enforced_by
        if each.kind in _KINDS
    ]
    return ", ".join(links) if links else f"nothing: {found.unenforced}"
