"""Applies fixes to a text as written, and proves each: read again, the finding is gone and nothing new has come."""

from __future__ import annotations

import difflib
import itertools
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from guidance.errors import GuidanceError
from guidance.model import Edit, Finding
from guidance.template import Template, parse

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
Checker = Callable[[Template], Sequence[Finding]]
TextChecker = Callable[[str], Sequence[Finding]]
Key = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Manner:
    """How findings of a kind of text are told apart, and where its lines break."""

    identity: Callable[[Finding], tuple[object, ...]]
    """The same for what has been tried already."""
    key: Callable[[Finding], Key]
    """The same for findings that say the same of the same thing: what a proof counts."""
    breaks: re.Pattern[str]


TEMPLATE = Manner(
    identity=lambda each: (each.rule_id, each.path, each.resource),
    key=lambda each: (each.rule_id, each.resource),
    breaks=_BREAK,
)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text after fixing, and what became of each fix."""

    text: str
    applied: tuple[Finding, ...]
    rejected: tuple[Finding, ...]
    """Findings whose fix did not prove itself, or clashed with another."""

    def diff(self, before: str, name: str = "template.yaml") -> str:
        """A unified diff."""
        lines = difflib.unified_diff(
            before.splitlines(keepends=True), self.text.splitlines(keepends=True), f"a/{name}", f"b/{name}"
        )
        return "".join(lines)


def apply(text: str, edits: Iterable[Edit], breaks: re.Pattern[str] = _BREAK) -> str:
    """Apply edits to a text; they must not overlap.

    Raises:
        ValueError: when two edits overlap, or one lies outside the text.

    """
    starts = [0, *(match.end() for match in breaks.finditer(text))]
    newline = next((match[0] for match in breaks.finditer(text)), "\n")
    spans = sorted(
        {
            (_offset(starts, text, e.line, e.column), _offset(starts, text, e.end_line, e.end_column), e.text)
            for e in edits
        }
    )
    if any(before[1] > after[0] for before, after in itertools.pairwise(spans)):
        raise ValueError("Two edits overlap.")
    for start, end, new in reversed(spans):
        text = text[:start] + new.replace("\n", newline) + text[end:]
    return text


def fix(
    template: Template,
    check: Checker,
    wanted: Callable[[Finding], bool] | None = None,
    *,
    unsafe: bool = False,
    most: int | None = None,
    seconds: float | None = None,
) -> Fixed:
    """Apply the fixes of what a check finds in a template: `fix_text()` says how."""

    def check_text(text: str) -> Sequence[Finding]:
        return check(template if text == template.text else parse(text, template.path, template.root_folder))

    return fix_text(template.text, check_text, wanted, unsafe=unsafe, most=most, seconds=seconds)


def fix_text(
    text: str,
    check: TextChecker,
    wanted: Callable[[Finding], bool] | None = None,
    manner: Manner = TEMPLATE,
    *,
    unsafe: bool = False,
    most: int | None = None,
    seconds: float | None = None,
) -> Fixed:
    """Apply the fixes of what a check finds, as many at a time as prove themselves together, and keep those.

    Args:
        text: what to fix.
        check: gives a text's findings; run again after each step. A GuidanceError says that a step broke the text.
        wanted: which findings to fix; all that have a fix when left out.
        manner: how findings are told apart.
        unsafe: also those fixes that may change behaviour.
        most: how many fixes to try; all when left out.
        seconds: when to stop trying, also when some are left.

    """
    until = None if seconds is None else time.monotonic() + seconds
    state = _State(text, list(check(text)), check, manner)
    while True:
        tried = {manner.identity(each) for each in (*state.applied, *state.rejected)}
        left = None if most is None else most - len(tried)
        batch: dict[tuple[object, ...], Finding] = {}
        for finding in state.current:
            cure = finding.fix
            if cure is None or not (cure.safe or unsafe) or (wanted is not None and not wanted(finding)):
                continue
            if manner.identity(finding) not in tried:
                batch.setdefault(manner.identity(finding), finding)
        late = until is not None and time.monotonic() > until
        if not batch or late or (left is not None and left <= 0):
            return Fixed(state.text, tuple(state.applied), tuple(state.rejected))
        state.step(list(batch.values())[:left])


@dataclass(slots=True)
class _State:
    """A text on its way to being fixed."""

    text: str
    current: list[Finding]
    check: TextChecker
    manner: Manner
    applied: list[Finding] = field(default_factory=list)
    rejected: list[Finding] = field(default_factory=list)

    def step(self, batch: Sequence[Finding]) -> None:
        """Apply as much of a batch as proves itself, at least its first, which is rejected when even that does not."""
        batch = _apart(batch)
        while batch:
            after, suspects = self._tried(batch)
            if after is not None:
                self.text, self.current = after
                self.applied.extend(batch)
                return
            if len(batch) == 1:
                self.rejected.extend(batch)
                return
            others = [each for each in batch if each not in suspects]
            batch = others if others and len(others) < len(batch) else batch[: len(batch) // 2]

    def _tried(self, batch: Sequence[Finding]) -> tuple[tuple[str, list[Finding]] | None, list[Finding]]:
        """The text and the findings after some fixes; or None, and those that did not cure or are near what is new."""
        try:
            edits = (edit for each in batch if each.fix is not None for edit in each.fix.edits)
            fixed = apply(self.text, edits, self.manner.breaks)
            after = list(self.check(fixed))
        except (GuidanceError, ValueError):
            return None, []
        key = self.manner.key
        was, now, cured = Counter(map(key, self.current)), Counter(map(key, after)), Counter(map(key, batch))
        left = {key for key, count in cured.items() if now[key] > was[key] - count}
        new = now - was
        if not left and not new:
            return (fixed, after), []
        near = {thing for _, thing in new}
        return None, [each for each in batch if key(each) in left or key(each)[1] in near]


def _apart(batch: Sequence[Finding]) -> list[Finding]:
    """Those of a batch whose edits do not touch each other."""
    taken: list[tuple[tuple[int, int], tuple[int, int]]] = []
    apart = []
    for finding in batch:
        edits = finding.fix.edits if finding.fix is not None else ()
        spans = [((edit.line, edit.column), (edit.end_line, edit.end_column)) for edit in edits]
        if not any(start <= end_ and start_ <= end for start, end in spans for start_, end_ in taken):
            taken += spans
            apart.append(finding)
    return apart


def _offset(starts: list[int], text: str, line: int, column: int) -> int:
    if line > len(starts):
        return len(text)
    offset = starts[line - 1] + column - 1
    if offset > len(text):
        raise ValueError("An edit lies outside the text.")
    return offset
