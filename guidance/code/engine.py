"""Runs the code rules over a program; orders and caps what they find; honours what people have silenced."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace

from guidance import registry
from guidance.code.model import Flaw, Program
from guidance.code.suppressions import Silence, silences
from guidance.file_finding import FileFinding, file_of
from guidance.model import CodeReport, Confidence, Edit, Finding, Fix, Profile, Rule, Severity, Suppressed

PER_RULE = 25
"""Findings of one rule in one program; more of the same helps nobody."""
INTERNAL = "internal-rule-failed"
_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_log = logging.getLogger(__name__)


def check(
    program: Program,
    *,
    profile: Profile = Profile.DEFAULT,
    rules: Sequence[str] = (),
    exclude: Sequence[str] = (),
    max_findings: int | None = None,
    per_rule: int = PER_RULE,
) -> CodeReport:
    """Check a program against the code rules.

    Args:
        program: what a reader found.
        profile: which rules, when none are named.
        rules: only these, by id or alias, whatever their profile; names of rules over templates are passed over.
        exclude: not these.
        max_findings: how many to report at most, the worst first; the rest is counted.
        per_rule: how many of one rule to report at most.

    Raises:
        UnknownRuleError: when a name is not a rule.

    """
    selected = registry.select(profile, tuple(rules), tuple(exclude), registry.code_rules())
    kept, suppressed = _split([each for rule in selected for each in run(rule, program, per_rule)], program)
    counts = dict(Counter(finding.severity for finding in kept))
    shown = kept if max_findings is None else sorted(kept, key=lambda each: _RANK[each.severity])[:max_findings]
    return CodeReport(
        tuple(_ordered(shown)),
        tuple(suppressed),
        len(kept) - len(shown),
        counts,
        handlers=program.handlers,
        files=(program.main, *sorted(name for name in program.files if name != program.main)),
        notes=tuple(dict.fromkeys(program.notes)),
    )


def run(rule: Rule, program: Program, most: int = PER_RULE) -> list[Finding]:
    """One rule's findings, at most one a place. A rule that crashes becomes one finding that says so."""
    try:
        flaws = list(registry.code_check_of(rule.id)(program))
    except Exception as error:  # noqa: BLE001 - one broken rule must not hide what the others find
        _log.exception("Rule %s failed", rule.id)
        return [_failure(rule, error)]
    first: dict[tuple[str, int, int], Flaw] = {}
    for flaw in flaws:
        first.setdefault((flaw.at.file, flaw.at.line, flaw.at.column), flaw)
    chosen = sorted(first.values(), key=lambda each: ("" if each.at.file == program.main else each.at.file, each.at))
    found = [_finding(rule, flaw, program) for flaw in chosen[:most]]
    if len(chosen) > most:
        more = f" ({len(chosen) - most} more of this rule are not shown.)"
        found[-1] = replace(found[-1], message=found[-1].message + more)
    return found


def _finding(rule: Rule, flaw: Flaw, program: Program) -> Finding:
    at = flaw.at
    finding = Finding(
        rule_id=rule.id,
        severity=Severity(flaw.severity) if flaw.severity else rule.severity,
        confidence=Confidence(flaw.confidence) if flaw.confidence else rule.confidence,
        message=flaw.message,
        line=at.line,
        column=at.column,
        end_line=max(at.end_line, at.line),
        source_url=rule.sources[0].url if rule.sources else None,
        fix=_fix(flaw),
    )
    if at.file == program.main:
        return finding
    return FileFinding(**{each.name: getattr(finding, each.name) for each in fields(Finding)}, file=at.file)


def _fix(flaw: Flaw) -> Fix | None:
    if flaw.edit is None:
        return None
    at = flaw.edit_at or flaw.at
    edit = Edit(at.line, at.column, at.end_line, at.end_column, flaw.edit)
    return Fix(flaw.safe, flaw.edit_says, (edit,))


def _split(findings: list[Finding], program: Program) -> tuple[list[Finding], list[Suppressed]]:
    silenced_by: dict[str, list[Silence]] = {name: silences(source) for name, source in program.files.items()}
    if not any(silenced_by.values()):
        return findings, []
    known = registry.code_rules()
    kept, silenced = [], []
    for finding in findings:
        rule = known.get(finding.rule_id)
        names = frozenset(name.lower() for name in (finding.rule_id, *(rule.aliases if rule is not None else ())))
        there = silenced_by.get(file_of(finding) or program.main, [])
        by = next((each for each in there if each.covers(finding.line, names)), None)
        if by is None:
            kept.append(finding)
        else:
            silenced.append(Suppressed(finding, by.reason, "comment"))
    return kept, silenced


def _ordered(findings: Iterable[Finding]) -> list[Finding]:
    """In the order of the text: the main file first, then the others by name."""
    return sorted(
        findings, key=lambda each: (file_of(each) or "", each.line, each.column, _RANK[each.severity], each.rule_id)
    )


def _failure(rule: Rule, error: Exception) -> Finding:
    message = f"The rule {rule.id} failed on this code ({type(error).__name__}) and was skipped; please report it."
    return Finding(rule_id=INTERNAL, severity=Severity.INFO, message=message, line=1, end_line=1)
