"""Secrets in log lines: what is masked before anybody, or any model, reads it. The patterns are `data/log_secrets.toml`."""

from __future__ import annotations

import functools
import re
import tomllib
from collections import Counter
from dataclasses import dataclass

from guidance.facts import DATA

MOST_CHARACTERS = 20_000
"""Of one line; the rest is cut before it is searched, so that a hostile line costs no more than a long one."""


@dataclass(frozen=True)
class Secret:
    """A kind of secret, and how it looks."""

    kind: str
    pattern: re.Pattern[str]
    hides: tuple[str, ...]
    """Lines in which what stands in {{ }} is masked."""
    keeps: tuple[str, ...]
    """Lines that look alike and stay."""


@functools.cache
def secrets() -> tuple[Secret, ...]:
    """Every kind that is masked, in the order in which they are looked for."""
    return tuple(
        Secret(entry["kind"], re.compile(entry["pattern"]), tuple(entry["hides"]), tuple(entry["keeps"]))
        for entry in tomllib.loads(DATA.joinpath("log_secrets.toml").read_text("utf-8"))["secrets"]
    )


def mask(text: str, counts: Counter[str] | None = None) -> str:
    """A line without its secrets: each is replaced by "[masked KIND]".

    Args:
        text: The line; what goes beyond 20,000 characters is cut.
        counts: Where to count what was masked, by kind.

    """
    if len(text) > MOST_CHARACTERS:
        text = text[:MOST_CHARACTERS] + "..."
    for each in secrets():
        text = each.pattern.sub(functools.partial(_masked, each.kind, counts), text)
    return text


def quoted(text: str) -> str:
    """Log text as a quotation in Markdown that nothing in it can end."""
    words = text.replace("`", "'")
    return f"`{words}`"


def _masked(kind: str, counts: Counter[str] | None, match: re.Match[str]) -> str:
    if "[masked" in match["secret"]:
        return match[0]
    if counts is not None:
        counts[kind] += 1
    start, end = (at - match.start() for at in match.span("secret"))
    return f"{match[0][:start]}[masked {kind}]{match[0][end:]}"
