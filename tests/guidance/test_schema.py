"""cfn-lint through its adapter: exact lines, no configuration of the user's, safe across threads."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from guidance.errors import TemplateError
from guidance.schema import check_schema
from tests.conftest import ROOT

BAD = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Code: {ZipFile: "pass"}
      Handler: index.handler
      Runtime: python3.13
      Role: arn:aws:iam::123456789012:role/r
      MemorySize: 64
"""


def test_a_wrong_value_is_found_at_its_line() -> None:
    (finding,) = check_schema(BAD)

    assert (finding.rule_id, finding.severity, finding.resource, finding.line) == ("E3034", "error", "Function", 10)
    assert finding.path == "/Resources/Function/Properties/MemorySize"
    assert finding.engine == "schema"


@pytest.mark.parametrize("text", ["", "a: [", "{", "Resources: {A: *b}"])
def test_what_is_no_template_is_an_error(text: str) -> None:
    with pytest.raises(TemplateError):
        check_schema(text)


def test_a_configuration_in_the_users_folder_neither_runs_code_nor_hides_findings(tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "evil.py").write_text(f"open({str(marker)!r}, 'w')")
    (tmp_path / ".cfnlintrc").write_text("append_rules: [rules]\nignore_checks: [E]\n")
    # A process of its own: the linter is made once, and here it has to be made in that folder.
    code = "import sys; from guidance.schema import check_schema; print([each.rule_id for each in check_schema(sys.stdin.read())])"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, input=BAD, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "['E3034']"
    assert not marker.exists()


def test_threads_do_not_mix() -> None:
    good = BAD.replace("64", "128")
    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(lambda text: len(check_schema(text)), [BAD, good] * 20))

    assert counts == [1, 0] * 20


def test_a_reference_to_something_of_another_type_is_not_called_dangling() -> None:
    text = BAD.replace("MemorySize: 64", "Architectures: !Ref Chip") + "Parameters: {Chip: {Type: String}}\n"
    missing = BAD.replace("MemorySize: 64", "MemorySize: !Ref Nothing")

    assert [each.message for each in check_schema(text)] == ["What this refers to is not of type 'array'."]
    assert [each.message for each in check_schema(missing)] == ["This refers to nothing in the template."]
