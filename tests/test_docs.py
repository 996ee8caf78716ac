"""What the README says is what the code says."""

from __future__ import annotations

import re
import shlex
from collections import Counter

import pytest

from guidance import practices
from mcp_server.cli import _COMMANDS
from mcp_server.rules import rules_list, rules_table
from mcp_server.tools import TOOLS
from scaffolds import get_scaffold, scaffold_names
from tests.conftest import ROOT
from tests.iam_policy import policy_block


def tools_table() -> str:
    rows = ["| tool | toolset | does |", "| --- | --- | --- |"]
    rows += [f"| `{spec.name}` | {spec.toolset} | {spec.description.splitlines()[0]} |" for spec in TOOLS]
    return "\n".join(rows)


def scaffolds_table() -> str:
    rows = ["| scaffold | writes | practices it follows |", "| --- | --- | --- |"]
    for name in scaffold_names():
        scaffold = get_scaffold(name)
        rows.append(f"| `{name}` | {scaffold.summary} | {', '.join(sorted({p.id for p in scaffold.practices}))} |")
    return "\n".join(rows)


def practices_table() -> str:
    rows = ["| area | practices | ids |", "| --- | ---: | --- |"]
    for area, count in sorted(Counter(practice.area for practice in practices().values()).items()):
        ids = [practice.id for practice in practices().values() if practice.area == area]
        rows.append(f"| {area} | {count} | {ids[0]} to {ids[-1]} |")
    return "\n".join(rows)


REGIONS = {
    "tools": tools_table,
    "rules": rules_table,
    "scaffolds": scaffolds_table,
    "practices": practices_table,
    "iam-policy": policy_block,
}


@pytest.mark.parametrize("region", REGIONS)
def test_generated_tables_are_current(region: str, update: bool) -> None:
    path = ROOT / "README.md"
    text = path.read_text("utf-8")
    pattern = re.compile(rf"(<!-- {region}:start -->\n).*?(<!-- {region}:end -->)", re.DOTALL)
    expected = pattern.sub(lambda m: f"{m[1]}{REGIONS[region]()}\n{m[2]}", text)
    if update:
        path.write_text(expected, "utf-8")

    assert pattern.search(text)
    assert path.read_text("utf-8") == expected, "run pytest --update"


def test_every_command_is_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text("utf-8")

    for name in _COMMANDS:
        assert re.search(rf"`(serverless-mcp )?{name}\b", text), name


def test_every_make_target_is_a_target() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))

    for document in ("README.md", "CONTRIBUTING.md"):
        commands = re.findall(
            r"(?:^\$ |`)make ([a-z ]+?)(?: *#|`|$)", (ROOT / document).read_text("utf-8"), re.MULTILINE
        )
        assert {word for command in commands for word in command.split()} - {"install", "lint", "test"} <= targets


def test_the_ci_runs_the_readmes_test_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    last = [line for line in (ROOT / ".ci" / "run").read_text("utf-8").splitlines() if line.strip()][-1]

    assert shlex.split(last) == ["exec", "make", "test"]
    assert "$ make test " in readme


def test_adding_a_thing_takes_few_lines() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")

    for section in ("rule", "scaffold", "tool"):
        (body,) = re.findall(rf"## Add a {section}\n\n(.*?)\n\n", text, re.DOTALL)
        assert len(body.splitlines()) <= 8


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_relative_links_lead_somewhere(document: str) -> None:
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / document).read_text("utf-8")):
        assert (ROOT / link).exists(), link


def test_the_list_of_rules_is_current(update: bool) -> None:
    path = ROOT / "mcp_server" / "rules.txt"
    if update:
        path.write_text(rules_list(), "utf-8")

    assert path.read_text("utf-8") == rules_list(), "run pytest --update"
