"""Fixes of code are applied where they are proved: read again, the finding is gone, nothing new has come, the syntax holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from guidance import fix_code
from guidance.code import fixing
from guidance.code.checking import program_of
from guidance.code.model import Program
from guidance.model import Edit, Finding, Fix, Severity

PYTHON = """\
from aws_durable_execution_sdk_python import DurableContext, durable_execution
from notes import note


@durable_execution
def handler(event: dict, context: DurableContext) -> str:
    note(context, "a")
{lines}
    return context.step(lambda _: "done", name="finish")
"""
NOTES = "def note(context, text):\n    print(text)\n"
SCRIPT = """\
import { withDurableExecution } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event, context) => {
  context.step("finish", async () => "é");
  return "ok";
});
"""
CASES = {"python": PYTHON.format(lines='    print("b")'), "typescript": SCRIPT}


def test_every_finding_is_fixed_however_many_there_are() -> None:
    text = PYTHON.format(lines="\n".join(f'    print("{number}"); print("x")' for number in range(40)))
    (fixed,) = fix_code(text, unsafe=True, rules=["DF011"]).values()

    assert "print(" not in fixed.text
    assert (len(fixed.applied), fixed.rejected) == (80, ())


def test_only_safe_fixes_are_applied_unless_asked() -> None:
    (fixed,) = fix_code(CASES["python"], rules=["DF011"]).values()

    assert fixed.text == CASES["python"]


def test_what_is_imported_is_fixed_in_its_own_file(tmp_path: Path) -> None:
    path = tmp_path / "app.py"
    path.write_text(CASES["python"])
    (tmp_path / "notes.py").write_text(NOTES)
    fixed = fix_code(CASES["python"], path, rules=["DF011"], unsafe=True)

    assert {name: len(each.applied) for name, each in fixed.items()} == {"app.py": 1, "notes.py": 1}
    assert fixed["notes.py"].text == NOTES.replace("print", "context.logger.info")
    assert (tmp_path / "notes.py").read_text() == NOTES

    again = fix_code(CASES["python"], path, rules=["DF011"], unsafe=True, texts={"notes.py": fixed["notes.py"].text})
    assert list(again) == ["app.py"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_typescript_is_fixed_in_place(newline: str) -> None:
    text = SCRIPT.replace("\n", newline)
    (fixed,) = fix_code(text, language="typescript", unsafe=True, rules=["DF007"]).values()

    assert fixed.text == text.replace("  context.step", "  await context.step")


def finding(text: str, message: str = "wrong", line: int = 1, column: int = 1) -> Finding:
    edit = Edit(line, column, line, column, text)
    fix = Fix(safe=True, description="x", edits=(edit,))
    return Finding(
        rule_id="r", severity=Severity.ERROR, message=message, line=line, column=column, end_line=line, fix=fix
    )


def tried(language: str, cure: str, after: Sequence[Finding]) -> tuple[bool, str]:
    """What comes of a fix that puts a text at the beginning; what is found once it stands there."""
    text = CASES[language]

    def read(texts: Mapping[str, str]) -> Program:
        return program_of(text, language=language, texts=texts)

    def check(program: Program) -> Sequence[Finding]:
        return [finding(cure)] if program.files[program.main].text == text else after

    (fixed,) = fixing.fix(read, check).values()
    return bool(fixed.applied), fixed.text


@pytest.mark.parametrize(
    ("language", "cure", "after"),
    [
        ("python", "def x(:\n", []),
        ("typescript", "const = (;\n", []),
        ("python", "# same\n", [finding("")]),
        ("python", "# other\n", [finding("", "something new")]),
    ],
    ids=["broken Python", "broken TypeScript", "no cure", "something new"],
)
def test_a_fix_that_does_not_prove_itself_is_refused(language: str, cure: str, after: list[Finding]) -> None:
    assert tried(language, cure, after) == (False, CASES[language])


@pytest.mark.parametrize(("language", "cure"), [("python", "# new\n"), ("typescript", "// new\n")])
def test_a_fix_that_proves_itself_is_applied(language: str, cure: str) -> None:
    assert tried(language, cure, []) == (True, cure + CASES[language])
