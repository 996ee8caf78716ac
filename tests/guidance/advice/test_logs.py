"""The advice on logs: secrets are masked and nothing else is, lines are what they are, and what says the same is one group."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.advice.logs import Row, mask, presets, query_of, read, secrets
from guidance.advice.logs.events import event_of, report_of

NOW = dt.datetime(2026, 11, 27, 9, tzinfo=dt.UTC)
REQUEST = "5b866fb1-0000-4000-8000-000000000001"
_SECRET = re.compile(r"\{\{(.+?)\}\}")
HIDES = [(each.kind, line) for each in secrets() for line in each.hides]
KEEPS = [line for each in secrets() for line in each.keeps]
PROSE = [
    "Payment of 12.50 EUR for order 4711 was refused by the provider after 3 attempts",
    "password must be at least 8 characters and have a digit",
    "the secret: how we scaled to 10,000 requests per second",
    "Invalid API key format; expected 40 characters",
    "GET https://api.example.com/v1/orders?page=2&limit=50 200 in 31 ms",
    "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf is cached for 300 s",
    (
        "2026-11-27T09:00:00.123Z 5b866fb1-0000-4000-8000-000000000001 INFO started, sha256 "
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    ),
    '{"level":"INFO","tokens":512,"next_token":null,"keys":["a","b"],"author":"ada","authority":"eu"}',
    "basic authentication is on, bearer is off; token count 4096, cookie jar empty",
    "REPORT RequestId: 5b866fb1-0000-4000-8000-000000000001\tDuration: 81.20 ms\tBilled Duration: 82 ms\tMemory Size: 512 MB",
    'File "/var/task/app.py", line 12, in handler',
]


def row(text: str, minute: int = 0, stream: str = "s") -> Row:
    return Row(NOW + dt.timedelta(minutes=minute), text, stream)


@pytest.mark.parametrize(("kind", "line"), HIDES)
def test_a_secret_is_masked_and_nothing_besides(kind: str, line: str) -> None:
    counts = Counter[str]()
    masked = mask(_SECRET.sub(r"\1", line), counts)

    assert masked == _SECRET.sub(f"[masked {kind}]", line)
    assert sum(counts.values()) == line.count("{{")


@pytest.mark.parametrize("line", [*KEEPS, *PROSE])
def test_ordinary_text_stays_as_it_is(line: str) -> None:
    assert mask(line) == line


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_masking_twice_changes_nothing_and_text_only_shrinks_to_marks(text: str) -> None:
    once = mask(text)

    assert mask(once) == once


@given(st.sampled_from(HIDES), st.text(alphabet="abc .,:\n", max_size=30), st.text(alphabet="abc .,\n", max_size=30))
def test_a_secret_is_masked_wherever_it_stands(hides: tuple[str, str], before: str, after: str) -> None:
    _, line = hides
    masked = mask(before + " " + _SECRET.sub(r"\1", line) + " " + after)

    assert all(secret not in masked for secret in _SECRET.findall(line))


@pytest.mark.parametrize(
    "unit", ["a", '"password', "eyJ", "-----BEGIN PRIVATE KEY-----", "http://a:", '"', "password=", "a@a.", "{"]
)
def test_a_hostile_line_is_cut_and_read(unit: str) -> None:
    text = unit * (60_000 // len(unit))  # a pattern that backtracks would not end

    assert len(mask(text)) <= 60_000
    event_of(row(text))


LINES = {
    "[ERROR] KeyError: 'id'\nTraceback (most recent call last):\n  File \"/var/task/app.py\", line 12, in handler\n  File \"/var/task/vendor/site-packages/x.py\", line 3, in y": ("error", "KeyError", "app.py:12 in handler"),
    f'2026-11-27T09:00:00.123Z\t{REQUEST}\tERROR\tInvoke Error \t{{"errorType":"TypeError","errorMessage":"x is undefined","stack":["TypeError: x","    at lookup (/var/task/index.js:3:4)","    at run (/var/task/node_modules/z/i.js:1:1)"]}}': ("error", "TypeError", "index.js:3 in lookup"),
    '{"level":"ERROR","message":"refused","exception_name":"ValueError","function_request_id":"a"}': ("error", "ValueError", ""),
    '{"level":50,"msg":"ConnectTimeout: no answer"}': ("error", "ConnectTimeout", ""),
    '{"timestamp":"x","level":"ERROR","message":{"errorType":"Boom","errorMessage":"b"}}': ("error", "Boom", ""),
    f"2026-11-27T09:00:00.123Z {REQUEST} Task timed out after 3.00 seconds": ("timeout", "Sandbox.Timedout", ""),
    f"RequestId: {REQUEST} Error: Runtime exited with error: signal: killed\nRuntime.ExitError": ("out_of_memory", "Runtime.ExitError", ""),
    "[ERROR] MemoryError": ("out_of_memory", "", ""),
    "[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named 'x'": ("init", "Runtime.ImportModuleError", ""),
    '{"type":"platform.report","record":{"requestId":"r","metrics":{"durationMs":3000},"status":"timeout"}}': ("timeout", "Sandbox.Timedout", ""),
    "[WARNING] 2026-11-27T09:00:00Z careful": ("warning", "", ""),
}  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_what_lambda_makes_of_it(line: str) -> None:
    event = event_of(row(line))

    assert event is not None
    assert (event.kind, event.type, event.frame) == LINES[line]


@pytest.mark.parametrize(
    "line",
    [
        "INFO no error at all", '{"level":"INFO","message":"error budget is fine"}', "START RequestId: x Version: 1", "END RequestId: x",
        '{"type":"platform.report","record":{"requestId":"r","metrics":{"durationMs":3},"status":"success"}}', "", "{", "{}", "[]",
        '{"record": 3, "level": {"a": 1}}', "Errors: 0", "REPORT RequestId: x Duration: 1 ms", '{"errors": [], "error": null}',
    ],
)  # fmt: skip
def test_what_is_no_error_is_none(line: str) -> None:
    assert event_of(row(line)) is None


@given(st.text(max_size=300) | st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=20), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["level", "message", "record", "type", "metrics", "errorType", "status", "durationMs"]), inner, max_size=4), max_leaves=8).map(json.dumps))  # fmt: skip
def test_any_line_is_read_without_a_fault(text: str) -> None:
    read([row(text)], ("error", "timeout", "out_of_memory", "init", "warning"))


@given(st.integers(1, 40), st.integers(0, 40), st.randoms(use_true_random=False))
def test_groups_count_what_is_there(failures: int, timeouts: int, dice: object) -> None:
    lines = [row(f"[ERROR] Refused: order {number} at 10.0.0.{number % 250}", number) for number in range(failures)]
    lines += [
        row(f"2026 5b866fb1-0000-4000-8000-{number:012d} Task timed out after {number}.00 seconds", number)
        for number in range(timeouts)
    ]
    dice.shuffle(lines)  # type: ignore[attr-defined]
    found = {each.kind: each for each in read(lines).groups}

    assert found["error"].count == failures
    assert found["error"].first == NOW
    assert found["error"].last == NOW + dt.timedelta(minutes=failures - 1)
    assert (found["timeout"].count if timeouts else 0) == timeouts


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("order abc1234 of 5 items", "order abc98 of 12.5 items", True),
        ("no answer from https://a.example.com/x/1", "no answer from https://b.example.com/y", True),
        (
            "user 5b866fb1-0000-4000-8000-000000000001 is gone",
            "user 6c866fb1-0000-4000-8000-000000000002 is gone",
            True,
        ),
        ("key 01HZX3K5J7Q2 is unknown", "key 01HZX3K5J7Q9M is unknown", True),
        ("S3 said no", "EC2 said no", False),
        ("utf8 is wrong", "utf7 is wrong", False),
    ],
)
def test_ids_and_numbers_do_not_tell_errors_apart_but_words_do(one: str, other: str, same: bool) -> None:
    assert (len(read([row(f"[ERROR] Refused: {one}"), row(f"[ERROR] Refused: {other}")]).groups) == 1) == same


def test_one_failure_told_in_several_lines_is_one() -> None:
    lines = [
        row(f"RequestId: {REQUEST} Error: Runtime exited with error: signal: killed\nRuntime.ExitError"),
        row(f"REPORT RequestId: {REQUEST}\tDuration: 9.00 ms\tBilled Duration: 9 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB\tStatus: error\tError Type: Runtime.ExitError"),
    ]  # fmt: skip
    found = read(lines)

    assert [(each.kind, each.count) for each in found.groups] == [("out_of_memory", 1)]
    assert [(each.used_mb, each.status) for each in found.reports] == [(128, "error")]


def test_a_report_line_that_only_says_that_it_failed_is_no_second_error() -> None:
    failed = "REPORT RequestId: {}\tDuration: 9.00 ms\tBilled Duration: 9 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB\tStatus: error\tError Type: Runtime.Unknown"  # fmt: skip
    lines = [
        row("[ERROR] KeyError: 'id'"),
        row(failed.format("a")),
        row(failed.format("b"), 5),
        row(failed.format("c"), 0, "other"),
    ]

    assert {each.signature: each.count for each in read(lines).groups} == {
        "KeyError: 'id'": 1, "Runtime.Unknown: the invocation ended in an error": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "init", "status"),
    [
        ("REPORT RequestId: a\tDuration: 9.00 ms\tBilled Duration: 9 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB\tInit Duration: 80.00 ms\t", 80.0, "success"),
        ("REPORT RequestId: a\tDuration: 306.34 ms\tBilled Duration: 610 ms\tMemory Size: 3009 MB\tMax Memory Used: 155 MB\tRestore Duration: 511.25 ms\tBilled Restore Duration: 303 ms\t", 511.25, "success"),
        ('{"type":"platform.report","record":{"requestId":"a","metrics":{"durationMs":3,"memorySizeMB":128,"initDurationMs":7},"status":"error"}}', 7.0, "error"),
        ('{"type":"platform.report","record":{"requestId":"a","metrics":{"durationMs":3},"status":"success"}}', None, "success"),
    ],
)  # fmt: skip
def test_a_report_line_has_its_cold_start(line: str, init: float | None, status: str) -> None:
    found = report_of(row(line))

    assert found is not None
    assert (found.init_ms, found.status) == (init, status)


def test_every_preset_makes_one_query() -> None:
    for preset in presets().values():
        query = query_of(preset)

        assert query.startswith("fields @timestamp, @logStream, @message")
        assert query.count(" | limit ") == 1
        assert "\n" not in query
