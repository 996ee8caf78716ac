"""What the knowledge looks like as Markdown, for resources, tools and the command line alike."""

from __future__ import annotations

from guidance.model import Practice


def practice_markdown(found: Practice) -> str:
    """A practice as a short page: what, why, what has changed, where it comes from."""
    lines = [f"# {found.id}: {found.statement}", "", found.why, ""]
    if found.correction:
        lines += [f"Since the talk: {found.correction}", ""]
    beyond = " (goes beyond what the speaker said)" if found.derived else ""
    lines += [
        f"Area: {found.area}. Checked by: {found.check_kind.replace('_', ' ')}.",
        f"Source: {'; '.join(found.source)}{beyond}",
    ]
    return "\n".join(lines) + "\n"
