"""The set of rules and facts: unique, dated, quick to list."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

from guidance import facts, registry
from guidance.registry import RuleFileError

RULE = 'RULE = Rule(\n    title="x",\n    severity=Severity.INFO,\n    pillars=(Pillar.COST,),\n    sources=(),\n    aliases=("A1",),\n)\n'


def write(root: Path, service: str, smell: str, text: str) -> None:
    """One rule's folder."""
    folder = root / service / smell
    folder.mkdir(parents=True)
    folder.joinpath("rule.py").write_text('"""x"""\n' + text)


def test_an_id_comes_from_the_path(tmp_path: Path) -> None:
    write(tmp_path, "lambda_", "too_slow", RULE)

    assert list(registry.read_rules(tmp_path)) == ["lambda-too-slow"]


def test_two_rules_of_one_name_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "lambda_", "one", RULE)
    write(tmp_path, "lambda_", "two", RULE)

    with pytest.raises(RuleFileError, match="A1"):
        registry.read_rules(tmp_path)


@pytest.mark.parametrize("text", ["", "RULE = 1\n", RULE.replace('"x"', "str(1)")])
def test_a_rule_without_readable_metadata_is_refused(tmp_path: Path, text: str) -> None:
    write(tmp_path, "lambda_", "one", text)

    with pytest.raises(RuleFileError):
        registry.read_rules(tmp_path)


def test_listing_the_rules_imports_neither_rules_nor_pydantic_nor_yaml() -> None:
    code = (
        "import sys, guidance; guidance.rules();"
        "bad = [m for m in sys.modules if m.split('.')[0] in ('pydantic', 'yaml', 'cfnlint') or m.startswith('guidance.rules.')];"
        "sys.exit(str(bad) if bad else 0)"
    )
    root = Path(registry.__file__).parent.parent

    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_every_fact_has_a_unit_a_source_and_a_date() -> None:
    for fact in facts.facts().values():
        assert fact.unit
        assert fact.source.startswith("https://")
        assert isinstance(fact.read, dt.date)


@pytest.mark.parametrize("table", ["runtimes", "sam_policy_templates"])
def test_every_table_has_a_source_and_a_date(table: str) -> None:
    source, read = facts.provenance(table)

    assert source.startswith("https://")
    assert isinstance(read, dt.date)


def test_runtimes_agree_with_cfn_lint() -> None:
    import json

    import cfnlint

    path = Path(cfnlint.__file__).parent / "data" / "AdditionalSpecs" / "LmbdRuntimeLifecycle.json"
    theirs = json.loads(path.read_text("utf-8"))

    for name, entry in theirs.items():
        ours = facts.runtimes()[name]
        assert [str(day) if day else None for day in (ours.deprecated, ours.create_blocked, ours.update_blocked)] == [
            entry.get(key) for key in ("deprecated", "create-block", "update-block")
        ]
