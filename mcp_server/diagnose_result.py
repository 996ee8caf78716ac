"""What `diagnose` returns: causes with evidence and next step, the likeliest first, as typed data and as Markdown to act on."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from guidance.advice.diagnose import Cause
from guidance.advice.logs import cost, mask
from guidance.advice.metrics.figures import told
from guidance.advice.metrics.words import count, money
from guidance.model import Confidence, Severity
from mcp_server.diagnose import Case
from mcp_server.findings import SEVERITIES, clean
from mcp_server.metrics_text import facts_of
from mcp_server.results import Result

_MOST_CAUSES = 6
_MOST_ALSO = 8
_MOST_DEPLOYED = 8
_LONGEST = 420


class CauseFound(BaseModel):
    """One cause."""

    id: str
    cause: str
    resource: str = ""
    severity: Severity
    confidence: Confidence
    evidence: list[str]
    next_step: str
    practices: list[str]


class AlsoSeen(BaseModel):
    """What is seen, and not explained by the causes."""

    resource: str
    severity: Severity
    message: str
    next_step: str


class DeployedFinding(BaseModel):
    """A rule that what is deployed breaks."""

    rule_id: str
    severity: Severity
    resource: str
    message: str


def _undescribed(schema: dict[str, Any]) -> None:
    """Every byte of a definition is read in every conversation; the tool's own description says what this is."""
    schema.pop("description", None)


class DiagnosisResult(Result):
    """Causes of what is seen."""

    model_config: ClassVar[ConfigDict] = ConfigDict(json_schema_extra=_undescribed)

    target: str
    status: Literal["causes_found", "nothing_wrong", "no_data"]
    headline: str
    start: str
    end: str
    region: str
    causes: list[CauseFound] = Field(description="likeliest first")
    also: list[AlsoSeen]
    deployed: list[DeployedFinding]
    facts: list[str]
    notes: list[str]

    def text(self) -> str:
        """The likeliest cause first, then its evidence and what to do; the others; what is deployed; what was not seen."""
        lines = [self._first(), *(line for number, each in enumerate(self.causes) for line in _cause(each, number))]
        if self.also:
            lines += ["", "Also seen:"] if self.causes else ["", "Seen:"]
            lines += [f"- {each.severity}: **{each.resource}** {each.message} {each.next_step}" for each in self.also]
        if self.deployed:
            lines += ["", "The rules of validate_template, on what is deployed:"]
            lines += [f"- {each.severity} {each.rule_id}: {each.message}" for each in self.deployed]
        lines += ["", *self.facts, f"Looked at {self.start} to {self.end} in {self.region}."]
        lines += [f"Note: {each}" for each in self.notes]
        return "\n".join(lines) + "\n"

    def _first(self) -> str:
        if self.causes:
            return f"**{self.headline}.**"
        return f"{self.headline}."


def _cause(each: CauseFound, number: int) -> list[str]:
    head = [] if number == 0 else ["", f"{number + 1}. {each.cause} ({each.severity}, confidence {each.confidence})"]
    return [
        *head, *(f"- {said}" for said in each.evidence), f"Do: {each.next_step} [{', '.join(each.practices)}]"
    ]  # fmt: skip


def answer(case: Case) -> DiagnosisResult:
    """A diagnosis as a result."""
    name = case.target.partition(":")[2] or case.target
    idle = case.summary is not None and case.summary.status == "no_data"
    causes = [_found(each) for each in case.diagnosis.causes[:_MOST_CAUSES]]
    also = [
        AlsoSeen(resource=_said(resource), severity=each.severity, message=each.message, next_step=each.next_step)
        for resource, each in case.diagnosis.also
    ]
    return DiagnosisResult(
        target=case.target,
        status="causes_found" if causes else "no_data" if idle else "nothing_wrong",
        headline=_headline(case, name, causes, idle=idle, seen=bool(also)),
        start=f"{case.window.start:%Y-%m-%dT%H:%M:%SZ}",
        end=f"{case.window.end:%Y-%m-%dT%H:%M:%SZ}",
        region=case.where.told,
        causes=causes,
        also=also[:_MOST_ALSO],
        deployed=_deployed(case),
        facts=[*_facts(case), *case.facts],
        notes=_notes(case, len(also)),
    )


def _found(each: Cause) -> CauseFound:
    return CauseFound(
        id=each.id, cause=_said(each.title), resource=_said(each.resource), severity=each.severity,
        confidence=each.confidence, evidence=[_said(said) for said in each.evidence], next_step=each.next_step,
        practices=list(each.practices),
    )  # fmt: skip


def _headline(case: Case, name: str, causes: list[CauseFound], *, idle: bool, seen: bool) -> str:
    if causes:
        also = f"; {len(causes) - 1} more below" if len(causes) > 1 else ""
        sure = f"{causes[0].severity}, confidence {causes[0].confidence}{also}"
        return f"{_said(case.headline or name)}: {causes[0].cause} ({sure})"
    if case.headline:
        return _said(case.headline)
    if idle:
        return f"{_said(name)} exists, but did nothing in this window: widen it with `start`"
    return f"{_said(name)}: no fault stands out" + (", but see below" if seen else "")


def _deployed(case: Case) -> list[DeployedFinding]:
    ranked = sorted(case.deployed, key=lambda each: SEVERITIES.index(each.severity))
    return [
        DeployedFinding(
            rule_id=each.rule_id, severity=each.severity, resource=_renamed(each.resource or "", case.names),
            message=_renamed(each.message, case.names),
        )
        for each in ranked[:_MOST_DEPLOYED]
    ]  # fmt: skip


def _renamed(text: str, names: dict[str, str]) -> str:
    """A text with the real names in place of the logical ids that stand for them."""
    return _said(re.sub(r"\bDeployed[A-Za-z]+\d*", lambda match: names.get(match[0], match[0]), text))


def _facts(case: Case) -> list[str]:
    if case.summary is None or case.summary.status == "no_data":
        return []
    figures = ", ".join(told(each) for each in case.summary.figures)
    known = ", ".join(facts_of(case.summary))
    invocations = case.summary.metric("Invocations")
    runs = f"{count(invocations.sum or 0)} invocations" if invocations is not None else ""
    return [f"{'; '.join(each for each in (known, runs, figures) if each)}."]


def _notes(case: Case, also: int) -> list[str]:
    notes = [*case.window.notes, *dict.fromkeys(case.notes)]
    if case.scanned_bytes:
        notes.append(
            f"Logs Insights scanned {case.scanned_bytes / 1e6:,.1f} MB, {money(cost(case.scanned_bytes))}; secrets are masked."
        )
    if (more := len(case.deployed) - _MOST_DEPLOYED) > 0:
        notes.append(f"{more} findings more on what is deployed: validate_template on the template tells all.")
    if (more := len(case.diagnosis.causes) - _MOST_CAUSES) > 0 or also > _MOST_ALSO:
        notes.append(f"{max(more, 0) + max(also - _MOST_ALSO, 0)} weaker ones were left out.")
    return notes


def _said(text: str) -> str:
    """Text that may come from logs or names: one line, bounded, without what rewrites a terminal or breaks out of the answer."""
    words = " ".join(clean(mask(text)).split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}..."
