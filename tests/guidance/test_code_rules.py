"""All code rules at once: every marked line of the corpus is found, and nothing else; the examples of the pages behave."""

from __future__ import annotations

import dataclasses
import importlib
import re
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

import guidance
from guidance import registry
from guidance.code import SUFFIXES
from guidance.file_finding import file_of
from guidance.model import FixKind, Report, Rule
from guidance.practices import practices

CASES = Path(__file__).parent / "code_cases"
HEADINGS = ["Why", "Avoid", "Prefer", "Limits", "Sources"]
RULES = list(registry.code_rules().values())
ALIASES = {rule.id: rule.aliases[0] for rule in RULES}
PROFILES = {registry.folder(rule.id).name: rule.profile for rule in RULES}
"""By folder of the corpus: a rule of the strict profile is tried with it."""
_MARK = re.compile(r"(?:#|//|\*)\s*finds (DF\d{3}(?:, ?DF\d{3})*)")
_FENCE = re.compile(r"^```(python|typescript)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
Places = set[tuple[str, int, str]]


def cases() -> list[ParameterSet]:
    """Every file or folder of the corpus."""
    found = sorted(path for path in CASES.glob("*/*") if path.is_dir() or path.suffix in SUFFIXES)
    return [pytest.param(path, id=path.relative_to(CASES).as_posix()) for path in found]


def files_of(case: Path) -> list[Path]:
    """The files of a case."""
    return [case] if case.is_file() else sorted(path for path in case.rglob("*") if path.suffix in SUFFIXES)


def marked(case: Path, root: Path) -> Places:
    """What the comments of a case say is to be found."""
    return {
        (path.relative_to(root).as_posix(), number, rule.strip())
        for path in files_of(case)
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1)
        if (match := _MARK.search(line))
        for rule in match[1].split(",")
    }


def found_in(case: Path, root: Path) -> Places:
    """What the checker finds in a case, each of its files checked."""
    found: Places = set()
    for path in files_of(case):
        report = guidance.check_code(path.read_bytes(), path, root=root, profile=PROFILES[case.parent.name])
        own = path.relative_to(root).as_posix()
        found |= {
            (file_of(each) or own, each.line, ALIASES.get(each.rule_id, each.rule_id)) for each in report.findings
        }
    return found


@pytest.mark.parametrize("case", cases())
def test_what_is_marked_is_found_and_nothing_else(case: Path) -> None:
    root = case if case.is_dir() else case.parent

    assert found_in(case, root) == marked(case, root)


@pytest.mark.parametrize("case", cases())
def test_the_name_of_a_case_says_whether_it_is_marked(case: Path) -> None:
    root = case if case.is_dir() else case.parent

    assert case.name.startswith("bad-" if marked(case, root) else "good-")


def test_every_case_belongs_to_a_rule() -> None:
    folders = {registry.folder(rule.id).name for rule in RULES}

    assert {path.name for path in CASES.iterdir() if path.is_dir()} <= folders


def sections(rule: Rule) -> dict[str, str]:
    """A page's parts by heading; the first, without a heading, is ""."""
    parts = re.split(r"^## (.+)\n", registry.explain(rule.id), flags=re.MULTILINE)
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}


def examples(heading: str) -> list[ParameterSet]:
    """The fenced blocks below a heading of all pages."""
    return [
        pytest.param(rule, language, code, id=f"{rule.id}-{language}-{number}")
        for rule in RULES
        for number, (language, code) in enumerate(_FENCE.findall(sections(rule).get(heading, "")))
    ]


def check(code: str, language: str, rule: Rule) -> Report:
    """An example's findings."""
    return guidance.check_code(code, language=language, profile=rule.profile)


@pytest.mark.parametrize(("rule", "language", "code"), examples("Avoid"))
def test_rule_fires_on_what_to_avoid(rule: Rule, language: str, code: str) -> None:
    assert rule.id in {each.rule_id for each in check(code, language, rule).findings}


@pytest.mark.parametrize(("rule", "language", "code"), examples("Prefer"))
def test_all_rules_are_silent_on_what_to_prefer(rule: Rule, language: str, code: str) -> None:
    assert [(each.rule_id, each.line) for each in check(code, language, rule).findings] == []


@pytest.mark.parametrize(("rule", "language", "code"), examples("Avoid"))
def test_an_edit_cures_the_finding(rule: Rule, language: str, code: str) -> None:
    before = check(code, language, rule).findings
    edits = [edit for each in before if each.fix is not None for edit in each.fix.edits]
    lines = code.split("\n")
    for edit in sorted(edits, key=lambda each: (each.line, each.column), reverse=True):
        assert edit.line == edit.end_line
        line = lines[edit.line - 1]
        lines[edit.line - 1] = line[: edit.column - 1] + edit.text + line[edit.end_column - 1 :]

    after = check("\n".join(lines), language, rule).findings

    assert len(after) == len([each for each in before if each.fix is None])
    if rule.fix is FixKind.NONE:
        assert not any(each.fix for each in before if each.rule_id == rule.id)


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

    assert rule.service == "durable"
    assert rule.sources
    assert rule.pillars
    assert re.fullmatch(r"DF\d{3}", rule.aliases[0])
    assert not rule.title.startswith(("Ensure", "Should", "Use "))
    assert not rule.title.endswith(".")
    assert set(rule.practices) <= set(practices())
    assert len(source.splitlines()) <= 80


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_index_reads_the_same_metadata_as_the_import(rule: Rule) -> None:
    module = importlib.import_module(registry.code_check_of(rule.id).__module__)

    assert rule == dataclasses.replace(module.RULE, id=rule.id)


def test_the_aliases_count_without_a_gap() -> None:
    assert sorted(ALIASES.values()) == [f"DF{number:03d}" for number in range(1, len(RULES) + 1)]
