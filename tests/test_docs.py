"""What the README says is what the code says."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from pathlib import Path

import pytest

from guidance import practices
from mcp_server.cli import _COMMANDS, _parser, run
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


def console_examples(text: str) -> list[list[str]]:
    """The commands of this program in a document's console blocks, as a shell splits them, up to a redirection."""
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    commands = [command for block in blocks for command in re.split(r"^\$ ", block, flags=re.MULTILINE)]
    found = [shlex.split(command, comments=True) for command in commands if command.startswith("serverless-mcp")]
    return [words[1 : words.index(">") if ">" in words else None] for words in found]


EXAMPLES = console_examples((ROOT / "README.md").read_text("utf-8"))
QUICK = [words for words in EXAMPLES if words[0] in {"call", "rules", "setup", "metrics", "diagnose", "logs"}]
DURABLE = """\
from aws_durable_execution_sdk_python import DurableContext, durable_execution


@durable_execution
def handler(event: dict, context: DurableContext) -> str:
    return context.step(lambda _: "done", name="work")
"""


def test_every_command_of_the_readme_is_one() -> None:
    assert len(EXAMPLES) > 20

    for words in EXAMPLES:
        late = _parser(words).parse_known_args(words)[1]  # exits where it is none
        assert len(late) <= 1  # JSON behind an option
        assert not any(word.startswith("--") for word in late)


@pytest.mark.parametrize("words", QUICK, ids=lambda words: f"{'-'.join(words[:2])}-{QUICK.index(words)}")
def test_an_example_of_the_readme_runs_as_it_is_printed(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.py").write_text(DURABLE)
    monkeypatch.chdir(tmp_path)
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    asks_aws = (
        words[0] in {"metrics", "diagnose", "logs"} or words[1] == "get_metrics" or '"registry"' in " ".join(words)
    )
    uuid = "14e0db71-5d35-4eb5-b481-8945cf9d10c2"

    code = run([word.replace("mapping:UUID", f"mapping:{uuid}") for word in words])

    out, err = capsys.readouterr()
    if asks_aws:  # what it was given is well-formed; there is only no account here
        assert (code, out) == (1, "")
        assert "No region is set" in err
    else:
        assert code == 0
        assert len(out) > 100
