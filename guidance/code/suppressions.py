"""What people have silenced in code: `# serverless-practices: ignore DF011 -- reason`, on the line or alone above it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from guidance.code.model import SourceFile

MARK = "serverless-practices:"
_COMMENT = re.compile(
    r"(?:#|//|/\*|\{/\*)\s*serverless-practices:\s*ignore\s+(?P<rules>\*|[\w-]+(?:\s*,\s*[\w-]+)*)(?P<rest>.*)$"
)
_REASON = re.compile(r"\s*--\s*(?P<reason>.*?)\s*(?:\*/\}?)?\s*$")
_BREAK = re.compile(r"\r\n|\r|\n")
_ALONE = ("#", "//", "/*", "{/*")


@dataclass(frozen=True, slots=True)
class Silence:
    """One comment that silences rules on a line."""

    names: frozenset[str]
    """Lower case; "*" is every rule."""
    line: int
    reason: str | None

    def covers(self, line: int, names: frozenset[str]) -> bool:
        """Whether it silences a rule that goes by these names on a line."""
        return line == self.line and ("*" in self.names or bool(self.names & names))


def silences(source: SourceFile) -> list[Silence]:
    """Every comment in a file that silences something, with the line that it is about."""
    if MARK not in source.text:
        return []
    lines = _BREAK.split(source.text)
    return [found for number, line in enumerate(lines, 1) if MARK in line and (found := _read(line, number, lines))]


def _read(line: str, number: int, lines: list[str]) -> Silence | None:
    match = _COMMENT.search(line)
    if match is None:
        return None
    reason = _REASON.match(match["rest"])
    names = frozenset(name.strip().lower() for name in match["rules"].split(","))
    at = number
    if line.lstrip().startswith(_ALONE):
        at = next(
            (each for each in range(number + 1, len(lines) + 1) if not _is_comment(lines[each - 1])), number
        )  # past further comments to the code
    return Silence(names, at, (reason["reason"] or None) if reason else None)


def _is_comment(line: str) -> bool:
    text = line.strip()
    return not text or text.startswith(_ALONE)
