"""All rules at once: their examples behave, their pages are whole, their fixes prove themselves."""

from __future__ import annotations

import dataclasses
import importlib
import re
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from guidance import engine, fixes, registry
from guidance.model import Finding, FixKind, Rule, Severity
from guidance.practices import practices
from guidance.template import Template, parse

CASES = Path(__file__).parent / "cases"
HEADINGS = ["Why", "Avoid", "Prefer", "Limits", "Sources"]
RULES = list(registry.template_rules().values())
_FENCE = re.compile(r"^```(?:yaml|json)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FINDS = re.compile(r"# finds: ([\d, ]+)")


def sections(rule: Rule) -> dict[str, str]:
    """The sections of a rule's page, by heading; what stands before the first is under ""."""
    parts = re.split(r"^## (.+)$", registry.explain(rule.id), flags=re.MULTILINE)
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}


def examples(heading: str) -> list[ParameterSet]:
    """Each fenced template under a heading, and each hard case of that kind."""
    found = []
    for rule in RULES:
        texts = enumerate(_FENCE.findall(sections(rule)[heading]), 1)
        found += [pytest.param(rule, text, id=f"{rule.id}-{number}") for number, text in texts]
        folder = CASES.joinpath(*registry.folder(rule.id).relative_to(registry.RULES).parts)
        found += [
            pytest.param(rule, path.read_text("utf-8"), id=f"{rule.id}-{path.stem}")
            for path in sorted(folder.glob(f"{heading.lower()}-*"))
        ]
    return found


def run(rule: Rule, text: str) -> list[Finding]:
    """One rule over a text."""
    template = parse(text)
    findings = engine.run(rule, template)
    assert not [each for each in findings if each.rule_id == engine.INTERNAL]
    return findings


@pytest.mark.parametrize(("rule", "text"), examples("Avoid"))
def test_rule_fires_on_what_to_avoid(rule: Rule, text: str) -> None:
    findings = run(rule, text)

    assert findings
    assert all(1 <= each.line <= each.end_line <= len(text.splitlines()) for each in findings)
    if pinned := _FINDS.search(text):
        assert sorted(each.line for each in findings) == [int(line) for line in pinned[1].split(",")]


@pytest.mark.parametrize(("rule", "text"), examples("Prefer"))
def test_rule_is_silent_on_what_to_prefer(rule: Rule, text: str) -> None:
    assert not run(rule, text)


@pytest.mark.parametrize(("rule", "text"), examples("Avoid"))
def test_fix_cures_the_finding_and_brings_nothing_new(rule: Rule, text: str) -> None:
    template = parse(text)

    def check(each: Template) -> list[Finding]:
        return list(engine.check(each).findings) + ([] if rule.profile == "default" else engine.run(rule, each))

    found = [each for each in check(template) if each.rule_id == rule.id]
    fixed = fixes.fix(template, check, lambda each: each.rule_id == rule.id, unsafe=True)

    assert not fixed.rejected
    if rule.fix is FixKind.ALWAYS:
        assert all(each.fix for each in found)
    if rule.fix is FixKind.NONE:
        assert not any(each.fix for each in found)
    if rule.fix_safe:
        assert all(each.fix.safe for each in found if each.fix)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_page_has_every_section_and_names_every_source(rule: Rule) -> None:
    parts = sections(rule)

    assert list(parts)[1:] == HEADINGS
    assert parts[""].startswith(f"# {rule.title}\n\n")
    assert _FENCE.search(parts["Avoid"])
    assert _FENCE.search(parts["Prefer"])
    assert all(f"]({source.url}), cited {source.cited}" in parts["Sources"] for source in rule.sources)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_says_what_it_is(rule: Rule) -> None:
    source = registry.folder(rule.id).joinpath("rule.py").read_text("utf-8")

    assert rule.sources
    assert all(
        each.url.startswith("https://") and re.fullmatch(r"20\d\d-\d\d-\d\d", each.cited) for each in rule.sources
    )
    assert rule.pillars
    assert rule.aliases
    assert not rule.title.startswith(("Ensure", "Should", "Use "))
    assert not rule.title.endswith(".")
    assert set(rule.practices) <= set(practices())
    assert len(source.splitlines()) <= 80


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_index_reads_the_same_metadata_as_the_import(rule: Rule) -> None:
    module = importlib.import_module(registry.check_of(rule.id).__module__)

    assert rule == dataclasses.replace(module.RULE, id=rule.id)


def test_every_hard_case_belongs_to_a_rule() -> None:
    folders = {registry.folder(rule.id).relative_to(registry.RULES) for rule in RULES}

    assert {path.parent.relative_to(CASES) for path in CASES.glob("*/*/*")} <= folders


def test_severities_are_known() -> None:
    assert {rule.severity for rule in RULES} <= set(Severity)
