"""What the knowledge looks like as Markdown, for resources, tools and the command line alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidance.model import Practice

if TYPE_CHECKING:
    from scaffolds.model import Scaffold


def practice_markdown(found: Practice) -> str:
    """A practice as a short page: what, how, when not, why, what has changed, what keeps it, where it comes from."""
    lines = [f"# {found.id}: {found.statement}", ""]
    if found.correction:
        lines += [f"Since the talk: {found.correction}", ""]
    lines += [f"How: {found.apply}", "", f"Limits: {found.limits}", "", f"Why: {found.why}", ""]
    kept = [each for each in found.enforced_by if each.kind != "fact"]
    for each in kept:
        lines.append(f"- {each.kind} `{each.name}`" + (f" in `{each.where}`" if each.where else ""))
    if found.unenforced and not kept:
        lines.append(f"Nothing here enforces it. {found.unenforced}")
    facts = [f"`{each.name}`" for each in found.enforced_by if each.kind == "fact"]
    beyond = " (goes beyond what the speaker said)" if found.derived else ""
    lines += ["", f"Facts: {', '.join(facts)}."] if facts else [""]
    lines += [f"Area: {found.area}. Source: {'; '.join(found.source)}{beyond}"]
    return "\n".join(lines) + "\n"


def scaffold_markdown(found: Scaffold) -> str:
    """A scaffold as a page: what it writes, by which tool, and where it follows which practice."""
    from mcp_server.tools import TOOLS

    places: dict[str, list[str]] = {}
    for each in found.practices:
        ids = places.setdefault(each.where, [])
        if each.id not in ids:
            ids.append(each.id)
    tool = next(spec.name for spec in TOOLS if spec.toolset == "build" and spec.name.endswith(f"_{found.name}"))
    lines = [
        f"# {found.title}",
        "",
        found.summary,
        "",
        f"Written by the tool `{tool}`.",
        "",
        "Files, some of them only for certain answers:",
    ]
    lines += [f"- `{each.path}`: {each.purpose}" for each in found.sources]
    lines += ["", "Practices it follows, by where to see them:"]
    lines += [f"- `{where}`: {', '.join(ids)}" for where, ids in sorted(places.items())]
    return "\n".join(lines) + "\n"
