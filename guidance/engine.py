"""Runs rules over a template; orders, joins and caps what they find; honours what people have silenced."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace

from guidance import files, registry
from guidance.file_finding import FileFinding, file_of
from guidance.model import Confidence, Finding, Found, Profile, Related, Report, Rule, Severity, Suppressed
from guidance.suppressions import names_of, suppressions
from guidance.template import Resource, Template, Value
from guidance.template.conditions import ALWAYS, describe

PER_RULE = 25
"""Findings of one rule in one template; more of the same helps nobody."""
INTERNAL = "internal-rule-failed"
_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_GENERAL = frozenset(
    ("E3001", "E3002", "E3003", "E3012", "E3017", "E3030", "E3031", "E3032", "E3033", "E3034", "E3037")
)
"""Ids under which cfn-lint reports any property: two of them say the same only on the same line."""
_log = logging.getLogger(__name__)


def check(
    template: Template,
    *,
    profile: Profile = Profile.DEFAULT,
    rules: Sequence[str] = (),
    exclude: Sequence[str] = (),
    max_findings: int | None = None,
    others: Iterable[Finding] = (),
    last: Callable[[Sequence[Finding]], Iterable[Finding]] | None = None,
) -> Report:
    """Check a template against the rules.

    Args:
        template: what to check.
        profile: which rules, when none are named.
        rules: only these, by id or alias, whatever their profile.
        exclude: not these.
        max_findings: how many to report at most, the worst first; the rest is counted.
        others: findings of other engines, such as guidance.schema; where a rule says the same, the rule's stands.
        last: gives the findings of an engine that adds only to what all others have found.

    Raises:
        UnknownRuleError: when a name is not a rule.

    """
    selected = registry.select(profile, tuple(rules), tuple(exclude))
    own = [finding for rule in selected for finding in run(rule, template)]
    found = [*own, *_news(own, others)]
    everything = _ordered([*found, *(_news(own, last(found)) if last is not None else ())])
    kept, suppressed = _split(everything, template)
    counts = dict(Counter(finding.severity for finding in kept))
    shown = kept if max_findings is None else sorted(kept, key=lambda each: _RANK[each.severity])[:max_findings]
    return Report(tuple(_ordered(shown)), tuple(suppressed), len(kept) - len(shown), counts)


def run(rule: Rule, template: Template) -> list[Finding]:
    """One rule's findings, at most one a place. A rule that crashes becomes one finding that says so."""
    try:
        found = list(registry.check_of(rule.id)(template))
    except Exception as error:  # noqa: BLE001 - one broken rule must not hide what the others find
        _log.exception("Rule %s failed", rule.id)
        return [_failure(rule, error)]
    joined = _joined([_finding(rule, each) for each in found])
    if len(joined) <= PER_RULE:
        return joined
    last = joined[PER_RULE - 1]
    more = f" ({len(joined) - PER_RULE} more of this rule are not shown.)"
    return [*joined[: PER_RULE - 1], replace(last, message=last.message + more)]


def _finding(rule: Rule, found: Found) -> Finding:
    at = found.at
    if not isinstance(at, Value | Resource):
        raise TypeError(f"{rule.id} yields a Found at a {type(at).__name__}; it takes a Value or a Resource.")
    others = [each for each in found.related if isinstance(each, Value | Resource)]
    place, file = files.place(at)
    finding = Finding(
        rule_id=rule.id,
        severity=found.severity or rule.severity,
        confidence=found.confidence or rule.confidence,
        message=found.message + _caveats(at, others),
        resource=_logical_id(at),
        path=place.pointer,
        line=place.span.line,
        column=place.span.column,
        end_line=max(place.span.end_line, place.span.line),
        related=tuple(_related(each, file) for each in others),
        source_url=rule.sources[0].url if rule.sources else None,
        fix=None if files.is_quoted(at) else found.fix,
    )
    if file is None:
        return finding
    return FileFinding(**{each.name: getattr(finding, each.name) for each in fields(Finding)}, file=file)


def _related(at: Value | Resource, file: str | None) -> Related:
    place, other = files.place(at)
    return Related(_logical_id(at), place.span.line, f"in {other or 'the template'}" if other != file else "")


def _caveats(at: Value | Resource, others: Sequence[Value | Resource]) -> str:
    """Which parameter defaults and conditions a finding rests on."""
    ends = (at, *others)
    assumed = sorted({name for each in ends if isinstance(each, Value) for name in each.assumed})
    when = ALWAYS.union(*(each.when for each in ends if isinstance(each, Value)))
    owners = (each.owner.when for each in ends if isinstance(each, Value) and each.owner is not None)
    when -= ALWAYS.union(*owners)
    said = []
    if assumed:
        said.append(f"with the default of {' and '.join(assumed)}")
    if words := describe(when):
        said.append(f"when {words}")
    return f" ({', '.join(said)})" if said else ""


def _logical_id(at: Value | Resource) -> str | None:
    if isinstance(at, Resource):
        return at.declared.id
    if at.owner is not None:
        return at.owner.declared.id
    path = at.node.path
    return str(path[1]) if path[:1] == ("Resources",) and len(path) > 1 else None


def _joined(findings: list[Finding]) -> list[Finding]:
    """One finding a place: what several functions inherit from Globals is said once, with the others named."""
    first: dict[tuple[str | None, int, int, str], Finding] = {}
    others: dict[tuple[str | None, int, int, str], list[str]] = {}
    for finding in findings:
        key = (file_of(finding), finding.line, finding.column, finding.path)
        kept = first.setdefault(key, finding)
        if kept is not finding and finding.resource not in {None, kept.resource}:
            others.setdefault(key, []).append(str(finding.resource))
    return [_naming(finding, list(dict.fromkeys(others.get(key, [])))) for key, finding in first.items()]


def _naming(finding: Finding, others: list[str]) -> Finding:
    if not others:
        return finding
    names = ", ".join(others[:5]) + (f" and {len(others) - 5} more" if len(others) > 5 else "")
    return replace(finding, message=f"{finding.message} Likewise for {names}.")


def _news(own: list[Finding], others: Iterable[Finding]) -> list[Finding]:
    """The findings of other engines that our rules do not already make."""
    known = registry.rules()
    said = {
        (name, place)
        for each in own
        if (rule := known.get(each.rule_id)) is not None
        for name in rule.equivalents
        for place in ((each.line,) if name in _GENERAL else (each.resource, each.line))
    }
    return [each for each in others if not {(each.rule_id, each.resource), (each.rule_id, each.line)} & said]


def _split(findings: list[Finding], template: Template) -> tuple[list[Finding], list[Suppressed]]:
    silencers = suppressions(template)
    if not silencers:
        return findings, []
    kept, silenced = [], []
    known = registry.rules()
    for finding in findings:
        names = names_of(finding, known.get(finding.rule_id))
        declared = template.declared.get(finding.resource or "")
        line = declared.body.header.line if declared is not None else None
        own = finding if file_of(finding) is None else replace(finding, line=line or 0)
        by = next((each for each in silencers if each.covers(own, names, resource_line=line)), None)
        if by is None:
            kept.append(finding)
        else:
            silenced.append(Suppressed(finding, by.reason, by.by))
    return kept, silenced


def _ordered(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda each: (each.line, each.column, _RANK[each.severity], each.rule_id))


def _failure(rule: Rule, error: Exception) -> Finding:
    message = f"The rule {rule.id} failed on this template ({type(error).__name__}) and was skipped; please report it."
    return Finding(
        rule_id=INTERNAL, severity=Severity.INFO, confidence=Confidence.HIGH, message=message, line=1, end_line=1
    )
