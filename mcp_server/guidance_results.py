"""What `get_guidance` returns: practices, rules and facts as typed data, and the same as Markdown of at most 1,200 tokens."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from guidance.model import Enforcement, Practice
from mcp_server.results import Result

MOST_BYTES = 4_700
"""1,200 tokens of four bytes, with a little to spare."""


class PracticeAnswer(BaseModel):
    """A practice in full."""

    id: str
    statement: str
    why: str
    apply: str = Field(description="settings and values")
    limits: str = Field(description="when not")
    correction: str | None = Field(None, description="changed since the talk; wins")
    enforced_by: list[str]
    unenforced: str | None = None
    source: list[str]


class Brief(BaseModel):
    """A practice or a rule by name."""

    id: str
    statement: str


class FactAnswer(BaseModel):
    """A number with where it comes from."""

    name: str
    value: str
    source: str
    read: str
    note: str | None = None


class GuidanceResult(Result):
    """What is known of a question or an id."""

    kind: Literal["question", "practice", "rule", "fact", "topic", "nothing"]
    facts: list[FactAnswer] = Field([])
    practices: list[PracticeAnswer] = Field([])
    more: list[Brief] = Field([], description="practices, by name")
    rules: list[Brief] = Field([])
    page: str | None = Field(None, description="of the rule that fits")
    note: str | None = None

    def text(self) -> str:
        """Values first, then the practices in full, then what else there is by name."""
        parts = [self.note] if self.note else []
        parts += [_fact_line(each) for each in self.facts]
        parts += [self.page.rstrip()] if self.page else []
        parts += [_practice_block(each) for each in self.practices]
        listed = self.kind in {"topic", "fact", "rule"}
        for title, briefs in (("Practices" if listed else "Also", self.more), ("Rules", self.rules)):
            if briefs:
                parts.append(f"{title}:\n" + "\n".join(f"- `{each.id}`: {each.statement}" for each in briefs))
        return "\n\n".join(parts) + "\n"


def _fact_line(fact: FactAnswer) -> str:
    note = f" {fact.note}" if fact.note else ""
    return f"`{fact.name}`: **{fact.value}**.{note} ({fact.source}, read {fact.read})"


def _practice_block(found: PracticeAnswer) -> str:
    lines = [f"**{found.id}: {found.statement}**"]
    if found.correction:
        lines.append(f"Since the talk: {found.correction}")
    lines += [f"How: {found.apply}", f"Limits: {found.limits}", f"Why: {found.why}"]
    kept = f"Kept by {', '.join(found.enforced_by)}" if found.enforced_by else f"Kept by nothing: {found.unenforced}"
    return "\n".join([*lines, f"{kept.rstrip('.')}. Source: {'; '.join(found.source)}."])


def kept_by(link: Enforcement) -> str:
    """A link in words: `rule sqs-low-receive-count`, `scaffold crud_api (template.yaml)`."""
    return f"{link.kind} {link.name}" + (f" ({link.where})" if link.where else "")


def practice_answer(found: Practice) -> PracticeAnswer:
    """A practice as data; the facts that its text has filled in are not named again."""
    links = [each for each in found.enforced_by if each.kind != "fact"]
    return PracticeAnswer(
        id=found.id,
        statement=found.statement,
        why=found.why,
        apply=found.apply,
        limits=found.limits,
        correction=found.correction,
        enforced_by=[kept_by(each) for each in links],
        unenforced=None if links else found.unenforced,
        source=list(found.source),
    )


def fitted(result: GuidanceResult) -> GuidanceResult:
    """The result within 1,200 tokens: practices beyond become names, then the longer list of names is cut, which `note` says."""
    practices, more, rules, note = list(result.practices), list(result.more), list(result.rules), result.note
    left_out = 0
    while len(result.text().encode()) > MOST_BYTES:
        if len(practices) > (0 if result.page else 1):
            last = practices.pop()
            more.insert(0, Brief(id=last.id, statement=last.statement))
        elif more or rules:
            max(more, rules, key=len).pop()
            left_out += 1
        else:
            break
        said = f"{note or ''} {left_out} more are not shown: ask a narrower question.".strip() if left_out else note
        result = result.model_copy(update={"practices": practices, "more": more, "rules": rules, "note": said})
    return result
