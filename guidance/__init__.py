"""The knowledge. Pure: text and numbers in, findings and advice out. No MCP, no AWS calls, no network.

The door: `check_template()` and `fix_template()`; `check_code()` and `fix_code()`; `rules()`; `explain()` for any rule or fact;
`practices()` and `practice(id)`; and the errors they raise. What is slow to import is imported when it is asked for.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from guidance.errors import CodeError, GuidanceError, TemplateError, UnknownPracticeError, UnknownRuleError
from guidance.model import CodeReport, Finding, Profile, Report, Rule
from guidance.practices import practice, practices

if TYPE_CHECKING:
    from guidance.code.model import Program
    from guidance.fixes import Fixed
    from guidance.template import Template

__all__ = [
    "CodeError",
    "CodeReport",
    "Finding",
    "GuidanceError",
    "Profile",
    "Report",
    "Rule",
    "TemplateError",
    "UnknownPracticeError",
    "UnknownRuleError",
    "check_code",
    "check_template",
    "explain",
    "fix_code",
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


def check_code(
    source: str | bytes,
    path: Path | None = None,
    *,
    language: str | None = None,
    root: Path | None = None,
    profile: Profile = Profile.DEFAULT,
    rules: Sequence[str] = (),
    exclude: Sequence[str] = (),
    max_findings: int | None = None,
    texts: Mapping[str, str] | None = None,
) -> CodeReport:
    """Check durable code, in Python, TypeScript or JavaScript; what it imports from files below `root` is followed.

    Args:
        source: the code's text or bytes.
        path: where it lies, so that the helpers it imports are read too; also tells the language.
        language: python, typescript or javascript, when the path does not tell.
        root: the folder that imports may not leave; by default the one the file lies in.
        profile: which rules, when none are named.
        rules: only these, by id or alias, whatever their profile.
        exclude: not these; ids of cfn-lint and of the translator are passed over.
        max_findings: how many to report at most, the worst first; the rest is counted.
        texts: files by their path below `root` that count instead of those on disk.

    Findings in other files are FileFindings; `file` is relative to `root`.

    Raises:
        CodeError: when the code cannot be read, or is generated; the message says where and why.
        UnknownRuleError: when a name in `rules` or `exclude` is not a rule.

    """
    from guidance.code import checking
    from guidance.code import engine as code_engine

    ours, _ = _parted(exclude)
    program = checking.program_of(source, path, language=language, root=root, texts=texts)
    return code_engine.check(program, profile=profile, rules=rules, exclude=ours, max_findings=max_findings)


def fix_code(
    source: str | bytes,
    path: Path | None = None,
    *,
    language: str | None = None,
    root: Path | None = None,
    profile: Profile = Profile.DEFAULT,
    rules: Sequence[str] = (),
    exclude: Sequence[str] = (),
    unsafe: bool = False,
    texts: Mapping[str, str] | None = None,
    most: int | None = None,
    seconds: float | None = None,
) -> dict[str, Fixed]:
    """Apply the fixes that prove themselves to a file of code and to what it imports: the files that have any, by path.

    Raises:
        CodeError: when the code cannot be read.
        UnknownRuleError: when a name in `rules` or `exclude` is not a rule.

    """
    from guidance.code import checking, fixing
    from guidance.code import engine as code_engine

    ours, _ = _parted(exclude)

    def read(changed: Mapping[str, str]) -> Program:
        return checking.program_of(source, path, language=language, root=root, texts={**(texts or {}), **changed})

    def check(program: Program) -> Sequence[Finding]:
        everything = sys.maxsize
        return code_engine.check(program, profile=profile, rules=rules, exclude=ours, per_rule=everything).findings

    return fixing.fix(read, check, unsafe=unsafe, most=most, seconds=seconds)


importlib.import_module("guidance.rules")  # before the function of that name, or the folder would replace it later


def rules() -> dict[str, Rule]:
    """Every rule's metadata by id; imports none of the rules."""
    from guidance import registry

    return registry.rules()


def explain(name: str) -> str:
    """A rule's page by its id or alias: why, Avoid, Prefer, limits, sources; a fact's, by its name: value, source, date.

    Raises:
        UnknownRuleError: when there is neither; the message offers the nearest.

    """
    from guidance import registry
    from guidance.facts import facts, prices
    from guidance.figures import explained

    found = facts().get(name) or prices().get(name)
    return explained(found) if found else registry.explain(name)


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
