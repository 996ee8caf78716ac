"""The knowledge. Pure: text and numbers in, findings and advice out. No MCP, no AWS calls, no network.

The door: `check_template()` and `fix_template()`; `rules()` and `explain()`; `practices()` and `practice(id)`; and the
errors they raise. What is slow to import is imported when it is asked for.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from guidance.errors import GuidanceError, TemplateError, UnknownPracticeError, UnknownRuleError
from guidance.model import Finding, Profile, Report, Rule
from guidance.practices import practice, practices

if TYPE_CHECKING:
    from guidance.fixes import Fixed
    from guidance.template import Template

__all__ = [
    "Finding",
    "GuidanceError",
    "Profile",
    "Report",
    "Rule",
    "TemplateError",
    "UnknownPracticeError",
    "UnknownRuleError",
    "check_template",
    "explain",
    "fix_template",
    "practice",
    "practices",
    "rules",
]


def check_template(
    source: str | bytes,
    path: Path | None = None,
    *,
    root: Path | None = None,
    profile: Profile = Profile.DEFAULT,
    rules: Sequence[str] = (),
    exclude: Sequence[str] = (),
    max_findings: int | None = None,
    schema: bool = True,
    sam: bool = True,
    region: str = "us-east-1",
) -> Report:
    """Check a SAM or CloudFormation template: our rules; AWS's schemas and SAM's translator unless only some rules are wanted.

    Args:
        source: the template's text or bytes.
        path: where it lies, so that the files it names are read too.
        root: the folder that those files may not leave; by default the one the template lies in.
        profile: which rules, when none are named.
        rules: only these, by id or alias, whatever their profile.
        exclude: not these; findings of cfn-lint and of the translator by their ids.
        max_findings: how many to report at most, the worst first; the rest is counted.
        schema: whether AWS's schemas are checked (cfn-lint).
        sam: whether SAM's translator runs, where it is installed.
        region: the region whose schemas count.

    Raises:
        TemplateError: when the source is no template; the message says where and why.
        UnknownRuleError: when a name in `rules` or `exclude` is not a rule.

    """
    from guidance import engine, translator

    ours, theirs = _parted(exclude)
    template = _parse(source, path, root)
    others = _schema_findings(template, region) if schema and not rules else []
    translate = sam and not rules and translator.RULE not in theirs and translator.available()
    return engine.check(
        template,
        profile=profile,
        rules=rules,
        exclude=ours,
        max_findings=max_findings,
        others=[each for each in others if each.rule_id.lower() not in theirs],
        last=(lambda found: translator.check(template, found, region)) if translate else None,
    )


def fix_template(
    source: str | bytes,
    path: Path | None = None,
    *,
    root: Path | None = None,
    profile: Profile = Profile.DEFAULT,
    rules: Sequence[str] = (),
    exclude: Sequence[str] = (),
    unsafe: bool = False,
    most: int | None = None,
    seconds: float | None = None,
) -> Fixed:
    """Apply the fixes that prove themselves; the safe ones, unless `unsafe`; no more than `most`, for no longer than `seconds`.

    Raises:
        TemplateError: when the source is no template.
        UnknownRuleError: when a name in `rules` or `exclude` is not a rule.

    """
    from guidance import engine, fixes

    ours, _ = _parted(exclude)

    def check(template: Template) -> Sequence[Finding]:
        return engine.check(template, profile=profile, rules=rules, exclude=ours).findings

    return fixes.fix(_parse(source, path, root), check, unsafe=unsafe, most=most, seconds=seconds)


importlib.import_module("guidance.rules")  # before the function of that name, or the folder would replace it later


def rules() -> dict[str, Rule]:
    """Every rule's metadata by id; imports none of the rules."""
    from guidance import registry

    return registry.rules()


def explain(name: str) -> str:
    """A rule's page by its id or alias: why, Avoid, Prefer, limits, sources.

    Raises:
        UnknownRuleError: when there is none; the message offers the nearest.

    """
    from guidance import registry

    return registry.explain(name)


def _parse(source: str | bytes, path: Path | None, root: Path | None) -> Template:
    from guidance.bounds import refuse_deep
    from guidance.template import parse
    from guidance.template.reader import MAX_BYTES

    if len(source) <= MAX_BYTES:  # else the reader refuses it anyway
        refuse_deep(source)
    return parse(source, path, root)


def _schema_findings(template: Template, region: str) -> list[Finding]:
    from guidance import schema

    return schema.check(template, (region,)) if schema.available() else []


_THEIRS = re.compile(r"[EWI]\d{4}|sam-transform", re.IGNORECASE)


def _parted(exclude: Sequence[str]) -> tuple[list[str], frozenset[str]]:
    """The names of our rules, and in lower case those of other engines; an id that is both is both."""
    theirs = frozenset(name.strip().lower() for name in exclude if _THEIRS.fullmatch(name.strip()))
    return [name for name in exclude if name.strip().lower() not in theirs], theirs
