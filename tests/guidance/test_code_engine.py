"""The machinery around the code rules: languages, files, suppressions, bounds, and that nothing crashes it."""

from __future__ import annotations

import contextlib
import datetime as dt
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import guidance
from guidance import CodeError, Profile, UnknownRuleError, registry
from guidance.code import decode, engine, language_of, skipped, tables
from guidance.code.checking import program_of
from guidance.code.model import Call, Op, Place
from guidance.file_finding import FileFinding
from guidance.model import Severity

HEAD = "from aws_durable_execution_sdk_python import durable_execution\nimport time\n\n\n@durable_execution\ndef handler(event, context):\n"
CASES = Path(__file__).parent / "code_cases"
SAMPLES = [path.read_text("utf-8") for path in sorted(CASES.glob("*/*.py"))]


def lines(code: str, **options: object) -> list[tuple[str, int]]:
    """Ids and lines of what is found in Python code."""
    return [(each.rule_id, each.line) for each in guidance.check_code(code, language="python", **options).findings]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "comment", ["ignore DF009 -- short", "ignore durable-sleep", "ignore df011, DF009", "ignore *"]
)
def test_a_comment_silences_its_own_line(comment: str) -> None:
    report = guidance.check_code(f"{HEAD}    time.sleep(1)  # serverless-practices: {comment}\n", language="python")

    assert report.findings == ()
    assert [(each.finding.rule_id, each.by) for each in report.suppressed] == [("durable-sleep", "comment")]


def test_a_comment_alone_on_a_line_silences_the_next_with_its_reason() -> None:
    code = f"{HEAD}    # serverless-practices: ignore DF009 -- a test waits\n    # and more\n    time.sleep(1)\n    time.sleep(2)\n"
    report = guidance.check_code(code, language="python")

    assert [each.line for each in report.findings] == [10]
    assert [each.reason for each in report.suppressed] == ["a test waits"]


def test_a_comment_about_another_rule_silences_nothing() -> None:
    assert lines(f"{HEAD}    time.sleep(1)  # serverless-practices: ignore DF001\n") == [("durable-sleep", 7)]


def test_rules_are_chosen_by_alias_and_left_out_by_id() -> None:
    code = f"{HEAD}    time.sleep(1)\n    print(time.time())\n"

    assert lines(code, rules=["DF009"]) == [("durable-sleep", 7)]
    assert lines(code, exclude=["durable-sleep", "DF011"]) == [("durable-nondeterminism-outside-step", 8)]
    with pytest.raises(UnknownRuleError):
        lines(code, rules=["DF999"])


def test_rules_over_templates_do_not_run_on_code_nor_the_other_way_round() -> None:
    chosen = registry.select(Profile.STRICT, (), (), registry.code_rules())

    assert {rule.service for rule in chosen} == {"durable"}
    assert not {rule.id for rule in registry.select(Profile.STRICT)} & set(registry.code_rules())
    assert registry.select(Profile.STRICT, ("DF001",)) == []
    assert set(registry.code_rules()) <= set(guidance.rules())


def test_the_worst_are_shown_when_there_are_too_many() -> None:
    report = guidance.check_code(f"{HEAD}    print(1)\n    time.sleep(1)\n", language="python", max_findings=1)

    assert [each.severity for each in report.findings] == [Severity.ERROR]
    assert report.hidden == 1
    assert report.counts == {Severity.ERROR: 1, Severity.WARNING: 1}


def test_one_rule_does_not_fill_the_report() -> None:
    report = guidance.check_code(HEAD + "    time.sleep(1)\n" * 60, language="python")

    assert len(report.findings) == engine.PER_RULE
    assert report.findings[-1].message.endswith("(35 more of this rule are not shown.)")


def test_a_rule_that_crashes_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_: object) -> list[object]:
        raise ValueError

    known = registry.code_check_of
    monkeypatch.setattr(registry, "code_check_of", lambda name: crash if name == "durable-sleep" else known(name))
    report = guidance.check_code(f"{HEAD}    time.sleep(1)\n    print(1)\n", language="python")

    assert [each.rule_id for each in report.findings] == [engine.INTERNAL, "durable-plain-logging"]


def test_a_helper_in_another_file_is_followed_and_named(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    main = tmp_path / "src" / "app.py"
    (tmp_path / "src" / "ids.py").write_text("import uuid\n\n\ndef new():\n    return uuid.uuid4().hex\n")
    main.write_text(f"{HEAD}    import ids\n    return ids.new()\n")
    (found,) = guidance.check_code(main.read_bytes(), main, root=tmp_path).findings

    assert isinstance(found, FileFinding)
    assert (found.file, found.line, found.column) == ("src/ids.py", 5, 12)


def test_files_outside_of_the_root_are_not_read(tmp_path: Path) -> None:
    inside = tmp_path / "project"
    inside.mkdir()
    (tmp_path / "secret.py").write_text("import uuid\n\ndef new():\n    return uuid.uuid4().hex\n")
    (inside / "linked.py").symlink_to(tmp_path / "secret.py")
    main = inside / "app.py"
    code = f"{HEAD}    from .. import secret\n    import linked\n    return [secret.new(), linked.new()]\n"

    assert guidance.check_code(code, main, root=inside).findings == ()


def test_columns_count_characters() -> None:
    code = f'{HEAD}    grüße = "äöü"; time.sleep(1)\n'
    (found,) = guidance.check_code(code, language="python").findings

    assert code.split("\n")[found.line - 1][found.column - 1 :].startswith("time.sleep")


@pytest.mark.parametrize(
    ("path", "text", "named", "language"),
    [
        ("a.py", "", None, "python"),
        ("a.tsx", "", None, "typescript"),
        ("a.cjs", "", None, "typescript"),
        (None, "import os\n\ndef f(x):\n    return os.getcwd()\n", None, "python"),
        (None, "const x = require('y');\nexports.handler = async () => 1;\n", None, "typescript"),
        (None, "import { a } from 'b';\nexport const h = a(1);\n", None, "typescript"),
        ("a.txt", "", "JavaScript", "typescript"),
    ],
)
def test_the_language_is_named_or_told_by_path_or_text(
    path: str | None, text: str, named: str | None, language: str
) -> None:
    assert language_of(Path(path) if path else None, text, named) == language


@pytest.mark.parametrize(("path", "named"), [("a.rb", None), (None, "cobol")])
def test_other_languages_are_refused(path: str | None, named: str | None) -> None:
    with pytest.raises(CodeError):
        language_of(Path(path) if path else None, "", named)


@pytest.mark.parametrize(
    ("path", "text"),
    [("a.min.js", ""), ("dist/a.js", ""), ("a.d.ts", ""), ("a.py", "# @generated\n"), ("a.js", "x" * 6_000)],
)
def test_what_a_tool_made_is_refused(path: str, text: str) -> None:
    assert skipped(path, text)
    with pytest.raises(CodeError, match="not checked"):
        guidance.check_code(text, Path(path))


def test_what_is_too_big_or_no_text_is_refused() -> None:
    with pytest.raises(CodeError, match="bytes"):
        decode("x\n" * 500_001)
    with pytest.raises(CodeError, match="UTF-8"):
        decode(b"\xff\xfe")


def test_a_syntax_error_says_where() -> None:
    with pytest.raises(CodeError) as caught:
        lines("import durable\ndef f(:\n")

    assert (caught.value.line, caught.value.column) == (2, 7)


def test_python_is_checked_without_tree_sitter() -> None:
    code = "import sys, guidance; guidance.check_code('import durable\\n', language='python'); sys.exit('tree_sitter' in sys.modules)"

    assert (
        subprocess.run([sys.executable, "-c", code], cwd=Path(guidance.__file__).parent.parent, check=False).returncode
        == 0
    )


@pytest.mark.parametrize(
    "body",
    [
        "    x = " + "(" * 80 + "1" + ")" * 80 + "\n",
        "    x = " + " + ".join(["event"] * 1_500) + "\n",
        "    x = event" + ".a" * 1_500 + "\n",
        "    x = event" + "[0]" * 900 + "\n",
        "".join("    " + " " * depth + "if event:\n" for depth in range(90)) + " " * 100 + "pass\n",
        "    return f0(event, context)\n" + "".join(f"def f{n}(a, c):\n    return f{n + 1}(a, c) or f{n + 2}(c, a)\n" for n in range(2_000)),
        "    return f(event, context)\ndef f(a, c):\n    return [f(x, c) for x in g(a, f)]\ndef g(a, h):\n    return h(g(a, h), f)\n",
        "    f = lambda ctx: f(ctx)\n    context.step(f)\n    context.parallel([f] * 10**9)\n" + "    f = lambda c, f=f: f(c)\n" * 500,
        "    x = []\n" + "    x = [x, x, x]\n" * 400 + "    x = {**x}\n    return x\n",
        "".join(f"    for x{n} in range(10**9):\n" if n == 0 else f"{'    ' * (n + 1)}for x{n} in range(10**9):\n" for n in range(15)) + "    " * 17 + "context.step(f)\n",
        "    x = 2\n" + "    x = x * x\n" * 200 + "    context.wait(x)\n",
        "    x = 'a'\n" + "    x = x + x\n" * 200 + "    context.step(f, name=x)\n",
        "    x = [1]\n" + "    x += x\n    y = [*x, *x]\n    x.extend(y)\n" * 60 + "    for a in x:\n        context.step(a)\n",
        "    x = []\n" + "    x.append(event)\n" * 10_000,
        "".join(f"    for a{n} in event:\n        b{n} = a{n}\n" for n in range(4_000)),
        "    from x import *\n" * 2_000 + "".join(f"    x{n}()\n" for n in range(3_000)),
        "    context.step(f)\n" * 20_000,
    ],
)  # fmt: skip
def test_hostile_code_is_read_in_bounded_time(body: str) -> None:
    start = time.process_time()
    with contextlib.suppress(CodeError):
        lines(HEAD + body)

    assert time.process_time() - start < 8  # one second on a machine that does nothing else


def test_code_that_is_too_long_is_checked_in_part_and_says_so() -> None:
    report = guidance.check_code(
        f"{HEAD}    time.sleep(1)\n" + "    context.step(f, name=event['a'])\n" * 20_000, language="python"
    )

    assert [each.line for each in report.findings] == [7]
    assert "not everything was checked" in report.notes[0]
    assert guidance.check_code(f"{HEAD}    context.step(f)\n" * 500, language="python").notes == ()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    for code in (text, f"{HEAD}    x = {text}\n"):
        with contextlib.suppress(CodeError):
            lines(code)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(SAMPLES), st.data())
def test_mutilated_samples_never_crash(text: str, data: st.DataObject) -> None:
    rows = text.split("\n")
    start = data.draw(st.integers(0, len(rows)))
    end = data.draw(st.integers(start, min(len(rows), start + 4)))
    moved = data.draw(st.integers(0, len(rows)))
    cut = rows[:start] + rows[end:]
    mixed = "\n".join([*cut[:moved], *rows[start:end], *cut[moved:]])
    words = data.draw(st.permutations(["event", "context", "step", "ctx", "None", "1"]))
    for code in (mixed, mixed.replace(words[0], words[1])):
        try:
            report = guidance.check_code(code, language="python")
        except CodeError:
            continue
        assert engine.INTERNAL not in {each.rule_id for each in report.findings}
        assert all(1 <= each.line <= each.end_line <= len(code.split("\n")) for each in report.findings)


def test_the_view_says_what_an_operation_is_given() -> None:
    code = f"{HEAD}    context.invoke('f:1', dict(event), name='call')\n    context.map(event['x'], name='m', func=lambda c, x, i, xs: x)\n"
    program = program_of(code, language="python")
    first, second = sorted(program.operations, key=lambda each: each.place)

    assert (first.kind, first.name and first.name.constant, first.target and first.target.constant) == (
        Op.INVOKE,
        "call",
        "f:1",
    )
    assert (second.kind, second.uses.discarded, second.receiver) == (Op.MAP, True, "context")
    assert program.handlers == 1


def test_a_log_line_is_moved_to_the_context_s_logger() -> None:
    (found,) = guidance.check_code(f"{HEAD}    print(f'{{event}}')\n", language="python").findings

    assert found.fix is not None
    assert [(each.column, each.end_column, each.text) for each in found.fix.edits] == [(5, 10, "context.logger.info")]


@pytest.mark.parametrize("table", ["durable_code_python", "durable_code_typescript", "durable_code_words"])
def test_every_table_has_a_source_and_a_date(table: str) -> None:
    known = tomllib.loads((tables.DATA / f"{table}.toml").read_text("utf-8"))

    assert known["source"].startswith("https://")
    assert isinstance(known["read"], dt.date)


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("boto3.client().put_item", "aws"),
        ("boto3.client().get_paginator().paginate", "aws"),
        ("boto3.resource().Table().get_item", "aws"),
        ("boto3.Session().client().invoke", "invoke"),
        ("pathlib.Path().read_text", "file"),
        ("sqlite3.connect().cursor().execute", "database"),
        ("boto3.client().close", None),
        ("boto3.resource().Table", None),
        ("boto3.client", None),
        ("os.environ.get", None),
    ],
)
def test_a_table_tells_calls_with_a_side_effect_from_others(name: str, group: str | None) -> None:
    place = Place("a.py", 1, 1, 1, 2)
    found = tables.side_effect(Call(place=place, callee=place, name=name), "python")

    assert (found.name if found else None) == group
