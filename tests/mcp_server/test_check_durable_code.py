"""`check_durable_code` as a client meets it: what breaks on replay, where, and what was not looked at."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.types import TextContent

from mcp_server.server import build_server
from mcp_server.settings import settings

pytestmark = pytest.mark.anyio

CLEAN = """\
from aws_durable_execution_sdk_python import DurableContext, durable_execution


@durable_execution
def handler(event: dict, context: DurableContext) -> str:
    return context.step(lambda _: "done", name="finish")
"""
BAD = """\
import time

from aws_durable_execution_sdk_python import DurableContext, durable_execution
from lib.notes import note


@durable_execution
def handler(event: dict, context: DurableContext) -> str:
    started = time.time()
    print("packing")
    note("packing")
    return context.step(lambda _: "done", name=f"finish-{started}")
"""
NOTES = """\
def note(text):
    print(text)
"""
SCRIPT = """\
import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { id: string }, context: DurableContext) => {
  console.log("packing");
  context.step("finish", async () => "done");
  return "ok";
});
"""
CLOCK, LOG, UNAWAITED = "durable-nondeterminism-outside-step", "durable-plain-logging", "durable-missing-await"


@pytest.fixture(params=["auto", "legacy"])
async def client(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Client]:
    write(tmp_path, {"src/app.py": BAD, "lib/notes.py": NOTES, "clean.py": CLEAN})
    async with Client(build_server(settings({"workspace": [str(tmp_path)]})), mode=request.param) as connected:
        yield connected


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


async def call(client: Client, **arguments: Any) -> tuple[str, Any]:
    result = await client.call_tool("check_durable_code", arguments)
    (block,) = result.content
    assert isinstance(block, TextContent)
    return block.text, None if result.is_error else result.structured_content


def places(data: Any) -> list[tuple[str, str | None, int]]:
    return [(each["rule_id"], each.get("file"), each["line"]) for each in data["findings"]]


async def test_clean_code_takes_one_line(client: Client) -> None:
    text, data = await call(client, path="clean.py")

    assert text == "**Valid**: no findings in `clean.py` (1 durable handler, 1 file of code read).\n"
    assert data == {
        "valid": True,
        "summary": {"error": 0, "warning": 0, "info": 0},
        "findings": [],
        "hidden": 0,
        "suppressed": [],
        "suppressed_count": 0,
        "handlers": 1,
        "files_read": 1,
        "left_out": [],
        "notes": [],
    }


async def test_a_file_is_checked_with_what_it_imports(client: Client) -> None:
    text, data = await call(client, path="src/app.py", rules=["DF001", "DF011"])

    assert set(places(data)) == {(CLOCK, None, 9), (LOG, None, 10), (LOG, "lib/notes.py", 2)}
    assert (data["handlers"], data["files_read"], data["valid"]) == (1, 2, data["summary"]["error"] == 0)
    first = data["findings"][0]
    assert {
        key: first[key] for key in ("rule_id", "severity", "confidence", "line", "column", "end_line", "engine")
    } == {
        "rule_id": CLOCK,
        "severity": "error",
        "confidence": "high",
        "line": 9,
        "column": 15,
        "end_line": 9,
        "engine": "practices",
    }
    assert text.startswith(
        "**Not valid**: 1 error, 2 warnings in `src/app.py` (1 durable handler, 2 files of code read)."
    )
    assert f"\n- `lib/notes.py` line 2 · **warning** · {LOG}: print writes the line again" in text
    assert "Put `context.logger.info` at 10:5-10:10" in text


async def test_a_folder_names_the_file_of_each_finding_once(client: Client, tmp_path: Path) -> None:
    write(tmp_path, {"src/other.py": BAD})
    text, data = await call(client, path=".", rules=[LOG])

    assert sorted(places(data)) == [(LOG, "lib/notes.py", 2), (LOG, "src/app.py", 10), (LOG, "src/other.py", 10)]
    assert (data["handlers"], data["files_read"]) == (3, 4)
    assert "in `.` (3 durable handlers, 4 files of code read)" in text


async def test_what_is_left_out_of_a_folder_is_counted_with_its_reason(client: Client, tmp_path: Path) -> None:
    left_out: dict[str, str | bytes] = {
        "node_modules/x/index.js": SCRIPT,
        "app/node_modules/x/index.js": SCRIPT,
        ".aws-sam/build/app.py": BAD,
        "dist/app.js": SCRIPT,
        "env/pyvenv.cfg": "",
        "env/lib/x.py": BAD,
        "web/app.min.js": SCRIPT,
        "web/long.js": SCRIPT + "//" + "x" * 6_000,
        "web/types.d.ts": SCRIPT,
        "web/made.ts": "// @generated\n" + SCRIPT,
        "web/big.py": BAD + "#" * 1_000_000,
    }
    write(tmp_path, {**left_out, "notes.md": BAD})
    (tmp_path / "link.py").symlink_to(tmp_path / "src" / "app.py")
    text, data = await call(client, path=".", rules=[LOG])

    assert {file for _, file, _ in places(data)} == {"src/app.py", "lib/notes.py"}
    told = {each["reason"]: (each["count"], each["example"]) for each in data["left_out"]}
    assert told == {
        "a folder of packages or build output": (5, ".aws-sam"),
        "it is built, not written": (1, "web/app.min.js"),
        "it has lines of more than 5,000 characters": (1, "web/long.js"),
        "it only declares types": (1, "web/types.d.ts"),
        "it says that it is @generated": (1, "web/made.ts"),
        "it has more than 1,000,000 bytes": (1, "web/big.py"),
        "a symbolic link": (1, "link.py"),
    }
    assert "Left out: `.aws-sam` and 4 more, a folder of packages or build output; " in text


async def test_a_file_of_a_folder_that_cannot_be_read_is_a_finding(client: Client, tmp_path: Path) -> None:
    write(tmp_path, {"src/broken.py": CLEAN + "def x(:\n", "src/latin.py": (CLEAN + "# déjà").encode("latin-1")})
    text, data = await call(client, path=".", rules=[LOG])

    broken = [each for each in data["findings"] if each["rule_id"] == "code-unreadable"]
    assert [(each["file"], each["line"], each["severity"]) for each in broken] == [
        ("src/broken.py", 7, "error"),
        ("src/latin.py", 1, "error"),
    ]
    assert (data["valid"], data["summary"]) == (False, {"error": 2, "warning": 2, "info": 0})
    assert "`src/broken.py` line 7 · **error** · code-unreadable: This is not Python" in text


@pytest.mark.parametrize(
    ("source", "language", "found"),
    [
        (BAD, None, [CLOCK, LOG]),
        (BAD, "python", [CLOCK, LOG]),
        (SCRIPT, None, [UNAWAITED, LOG]),
        (SCRIPT, "typescript", [UNAWAITED, LOG]),
        (SCRIPT.replace(", type DurableContext", "").replace(": { id: string }", "").replace(": DurableContext", ""), "javascript", [UNAWAITED, LOG]),
    ],
)  # fmt: skip
async def test_code_itself_is_checked_in_every_language(
    client: Client, source: str, language: str | None, found: list[str]
) -> None:
    more = {"language": language} if language else {}
    text, data = await call(client, source=source, rules=["DF001", "DF007", "DF011"], **more)

    assert [each["rule_id"] for each in data["findings"]] == found
    assert data["handlers"] == 1
    assert "in `source` (1 durable handler" in text


async def test_code_without_a_durable_handler_is_not_called_clean(client: Client) -> None:
    text, data = await call(client, source="def add(a, b):\n    return a + b\n")

    assert text.startswith("**No durable handler found** in `source` (1 file of code read): nothing was checked.")
    assert data["handlers"] == 0
    assert data["notes"] == ["It was read as python; pass `language` if it is another."]

    text, data = await call(client, path="lib")
    assert text == "**No durable handler found** in `lib` (1 file of code read): nothing was checked.\n"


async def test_suppressed_findings_are_counted_with_their_reason(client: Client, tmp_path: Path) -> None:
    silenced = BAD.replace(
        'print("packing")', 'print("packing")  # serverless-practices: ignore DF011 -- the agent reads it'
    )
    write(tmp_path, {"src/app.py": silenced})
    text, data = await call(client, path="src", rules=[LOG], exclude_rules=["E1020"])

    assert data["suppressed"] == [
        {"rule_id": LOG, "file": "src/app.py", "line": 10, "by": "comment", "reason": "the agent reads it"}
    ]
    assert data["suppressed_count"] == 1
    assert f"Suppressed in the code: 1: {LOG} (src/app.py line 10, by comment)." in text


async def test_the_number_of_findings_is_bounded_and_told(client: Client) -> None:
    text, data = await call(client, path="src/app.py", max_findings=1)

    assert [each["severity"] for each in data["findings"]] == ["error"]
    assert data["hidden"] == sum(data["summary"].values()) - 1 > 0
    assert f"{data['hidden']} more not shown, none worse" in text


@pytest.mark.parametrize(("arguments", "most"), [({}, 2_500), ({"max_findings": 500}, 20_000)])
async def test_an_answer_is_short(client: Client, tmp_path: Path, arguments: dict[str, Any], most: int) -> None:
    write(tmp_path, {f"many/app{number}.py": BAD for number in range(60)})
    text, data = await call(client, path=".", **arguments)

    assert len(text) / 4 <= most
    assert len(json.dumps(data, ensure_ascii=False)) / 4 <= most
    assert len(data["findings"]) + data["hidden"] == sum(data["summary"].values())
    assert data["handlers"] == 62


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({}, "Pass either `path`"),
        ({"path": "src/app.py", "source": CLEAN}, "Pass either `path`"),
        ({"path": "src/app.py", "language": "python"}, "`language` goes with `source`"),
        ({"source": CLEAN, "language": "java"}, "language: Input should be 'python', 'typescript' or 'javascript'"),
        ({"path": "../app.py"}, "outside the workspace"),
        ({"path": "/etc/hostname"}, "outside the workspace"),
        ({"path": "out.py"}, "outside the workspace"),
        ({"path": "missing.py"}, "does not exist"),
        ({"path": "empty"}, "is a folder without code."),
        ({"path": "built"}, "is a folder without code; left out: `built/dist`, a folder of packages or build output."),
        ({"path": ""}, "path: is empty"),
        ({"path": "a\0b"}, "path: is empty"),
        ({"path": "x" * 5000}, "path: "),
        ({"path": "data.csv"}, "Files of the kind '.csv' are not read"),
        ({"path": "broken.py"}, "Line 7, column 7: This is not Python"),
        ({"path": "broken.ts"}, "Line "),
        ({"path": "big.py"}, "1,000,0"),
        ({"path": "app.min.js"}, "it is built, not written"),
        ({"path": "long.js"}, "more than 5,000 characters"),
        ({"path": "made.ts"}, "@generated"),
        ({"path": "types.d.ts"}, "only declares types"),
        ({"path": "src/app.py", "rules": ["durable-plain-loging"]}, "did you mean durable-plain-logging"),
        ({"path": "src/app.py", "rules": ["SQS002"]}, "validate_template has it"),
        ({"path": "src/app.py", "max_findings": 0}, "max_findings: Input should be greater than or equal to 1"),
        ({"path": "src/app.py", "rule": ["x"]}, "did you mean 'rules'"),
        ({"source": "x" * 1_000_001}, "1,000,001 bytes"),
    ],
)
async def test_a_wrong_call_is_told_what_to_do(
    client: Client, tmp_path: Path, arguments: dict[str, Any], says: str
) -> None:
    write(
        tmp_path,
        {
            "built/dist/app.js": SCRIPT,
            "data.csv": "a,b\n",
            "broken.py": CLEAN + "def x(:\n",
            "broken.ts": 'import { withDurableExecution } from "@aws/durable-execution-sdk-js";\nexport const h = withDurableExecution((async => {{ (\n',
            "big.py": CLEAN + "#" * 1_000_000,
            "app.min.js": SCRIPT,
            "long.js": SCRIPT + "//" + "x" * 6_000,
            "made.ts": "// @generated\n" + SCRIPT,
            "types.d.ts": SCRIPT,
        },
    )
    (tmp_path / "empty").mkdir()
    (tmp_path / "out.py").symlink_to("/etc/hostname")
    text, data = await call(client, **arguments)

    assert data is None
    assert says in text
    assert len(text) < 900
    assert "Internal error" not in text


async def test_hostile_code_is_answered_in_bounded_time(client: Client) -> None:
    deep = CLEAN + "x = " + "(" * 90 + "1" + ")" * 90 + "\n" + "def f():\n    return f()\n" * 2_000
    started = time.perf_counter()
    await call(client, source=deep, language="python")
    await call(client, source=SCRIPT + "f(" * 50_000, language="typescript")
    await call(client, source=CLEAN + "[" * 100_000, language="python")

    assert time.perf_counter() - started < 30  # what goes wrong takes minutes; the figure is in the benchmarks


async def test_a_template_rule_and_a_code_rule_each_have_their_tool(client: Client) -> None:
    result = await client.call_tool("validate_template", {"template": "Resources: {}\n", "rules": ["DF001"]})

    assert result.is_error
    assert "check_durable_code has it" in getattr(result.content[0], "text", "")
