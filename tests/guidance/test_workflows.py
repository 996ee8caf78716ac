"""Definitions of state machines are read wherever they are written, and never outside the folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from guidance.template import StateMachine, parse
from guidance.template.workflows import workflows

ASL = '{"StartAt": "A", "States": {"A": {"Type": "Map", "Next": "B", "ItemProcessor": {"States": {"C": {"Type": "Pass"}}}}, "B": {"Type": "Succeed"}}}'
HEAD = "Transform: AWS::Serverless-2016-10-31\nResources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n"


def names(text: str, path: Path | None = None) -> list[list[str]]:
    """The states of each level."""
    (machine,) = parse(text, path).of(StateMachine)
    return [[state.name for state in workflow.states()] for workflow in workflows(machine)]


@pytest.mark.parametrize(
    "written", [f"Definition: {ASL}", f"DefinitionString: '{ASL}'", f"DefinitionString: !Sub |\n        {ASL}"]
)
def test_a_definition_in_the_template_is_read(written: str) -> None:
    text = f"{HEAD}      {written}\n"
    if "String" in written:
        text = text.replace("Serverless::StateMachine", "StepFunctions::StateMachine")

    assert names(text) == [["A", "B"], ["C"]]


def test_a_state_in_a_block_string_has_its_own_line() -> None:
    body = "".join(f"        {line}\n" for line in ASL.replace(', "B"', ',\n"B"').splitlines())
    text = f"{HEAD.replace('Serverless::', 'StepFunctions::')}      DefinitionString: |\n{body}"
    (machine,) = parse(text).of(StateMachine)
    last = workflows(machine)[0].states()[-1]

    assert last.at.place.span.line == len(text.splitlines())


def test_a_definition_beside_the_template_is_read_but_none_outside(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "flow.asl.json").write_text(ASL)
    (tmp_path / "outside.json").write_text(ASL)
    (folder / "link.json").symlink_to(tmp_path / "outside.json")
    template = folder / "template.yaml"

    assert names(f"{HEAD}      DefinitionUri: flow.asl.json\n", template) == [["A", "B"], ["C"]]
    assert names(f"{HEAD}      DefinitionUri: ../outside.json\n", template) == []
    assert names(f"{HEAD}      DefinitionUri: link.json\n", template) == []
    assert names(f"{HEAD}      DefinitionUri: flow.asl.json\n") == []
