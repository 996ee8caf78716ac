"""Report lines in every form that AWS documents, in whatever they are wrapped, as a stream."""

from __future__ import annotations

import csv
import io
import json
import random
import resource
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.advice.memory.report_lines import Kind
from guidance.advice.memory.reports import MOST_SAMPLES, LogError, LogReport, read_reports
from tests.guidance.advice.report_exports import ID, WARM, blocks, export

COLD = f"{WARM}Init Duration: 166.62 ms\t"
TRACED = f"{WARM}\nXRAY TraceId: 1-5e34a614-10bdxmplf1fb44f07bc535a1\tSegmentId: 07f5xmpl2d1f6f85\tSampled: true"
FAILED = f"{COLD}Status: error\tError Type: Runtime.ExitError"
TIMED_OUT = f"{WARM}Status: timeout"
RESTORED = f"{WARM}Restore Duration: 511.25 ms\tBilled Restore Duration: 303 ms\t"
LOCAL = (
    f"REPORT RequestId: {ID}\tInit Duration: 0.10 ms\tDuration: 95.35 ms\tBilled Duration: 96 ms\t"
    "Memory Size: 512 MB\tMax Memory Used: 512 MB\t"
)


def platform(**change: object) -> str:
    metrics: dict[str, object] = {
        "durationMs": 128.83,
        "billedDurationMs": 129,
        "memorySizeMB": 512,
        "maxMemoryUsedMB": 74,
    }
    metrics |= {key: value for key, value in change.items() if key.endswith(("Ms", "MB"))}
    record: dict[str, object] = {
        "requestId": ID, "metrics": {key: value for key, value in metrics.items() if value is not None}
    }  # fmt: skip
    record |= {"status": "success"} | {key: value for key, value in change.items() if not key.endswith(("Ms", "MB"))}
    return json.dumps(
        {"time": "2026-10-08T07:30:29.470Z", "type": "platform.report", "record": record}, separators=(",", ":")
    )


PLATFORM = platform()
MANAGED = platform(
    billedDurationMs=None, memorySizeMB=None, maxMemoryUsedMB=None,
    spans=[{"name": "responseLatency", "start": "2026-10-08T07:30:29.470Z", "durationMs": 23.02}],
)  # fmt: skip


def read(text: str, size: int = 1 << 20) -> LogReport:
    data = text.encode()
    return read_reports(data[at : at + size] for at in range(0, len(data), size))


def told(log: LogReport) -> tuple[dict[int, list[float]], int, int]:
    """Warm durations by size, cold, failed."""
    sizes = [size for function in log.functions.values() for size in function.sizes.values()]
    return (
        {size.memory_mb: sorted(size.warm_ms) for size in sizes if size.warm_ms},
        sum(size.cold for size in sizes),
        sum(size.failed for size in sizes),
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(WARM, ({512: [128.83]}, 0, 0), id="warm"),
        pytest.param(WARM.replace("\t", " "), ({512: [128.83]}, 0, 0), id="copied with spaces"),
        pytest.param(f"2026-10-08T07:30:29.470Z 2026/10/08/[$LATEST]ab {WARM}", ({512: [128.83]}, 0, 0), id="aws logs tail"),
        pytest.param(COLD, ({}, 1, 0), id="cold"),
        pytest.param(TRACED, ({512: [128.83]}, 0, 0), id="X-Ray"),
        pytest.param(FAILED, ({}, 0, 1), id="error"),
        pytest.param(TIMED_OUT, ({}, 0, 1), id="timeout"),
        pytest.param(RESTORED, ({}, 1, 0), id="SnapStart"),
        pytest.param(PLATFORM, ({512: [128.83]}, 0, 0), id="JSON"),
        pytest.param(platform(initDurationMs=463.5), ({}, 1, 0), id="JSON cold"),
        pytest.param(platform(restoreDurationMs=463.5), ({}, 1, 0), id="JSON SnapStart"),
        pytest.param(platform(status="timeout"), ({}, 0, 1), id="JSON timeout"),
        pytest.param(platform(status="error", errorType="Runtime.ExitError"), ({}, 0, 1), id="JSON error"),
        pytest.param(platform(tenantId="blue"), ({512: [128.83]}, 0, 0), id="JSON tenant"),
        pytest.param(platform(spans=[{"name": "responseLatency", "durationMs": 9.5}]), ({512: [128.83]}, 0, 0), id="JSON spans"),
        pytest.param(json.dumps(json.loads(PLATFORM), indent=2), ({512: [128.83]}, 0, 0), id="JSON indented"),
        pytest.param(json.dumps(json.loads(PLATFORM), sort_keys=True), ({512: [128.83]}, 0, 0), id="JSON sorted"),
    ],
)  # fmt: skip
def test_every_documented_form_is_read(line: str, expected: object) -> None:
    assert told(read(line)) == expected


def filtered(lines: list[str]) -> str:
    events = [
        {"logStreamName": "2026/10/08/[$LATEST]ab", "timestamp": 1, "message": f"{line}\n", "eventId": "1"}
        for line in lines
    ]
    return json.dumps({"events": events, "searchedLogStreams": []})


def insights(lines: list[str]) -> str:
    return json.dumps(
        {"results": [[{"field": "@message", "value": line}, {"field": "@ptr", "value": "x"}] for line in lines]},
        indent=4,
    )


def table(lines: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([["timestamp", "message"], *([1, f"{line}\n"] for line in lines)])
    return text.getvalue()


def subscription(lines: list[str]) -> str:
    inner = json.dumps(
        {"logGroup": "/aws/lambda/orders", "logEvents": [{"id": "1", "message": line} for line in lines]}
    )
    return json.dumps({"data": inner})


@pytest.mark.parametrize(
    "wrap", ["\n".join, " ".join, filtered, insights, table, subscription], ids=lambda wrap: wrap.__name__
)
@pytest.mark.parametrize("size", [1 << 20, 7])
def test_it_does_not_matter_what_lines_are_wrapped_in(wrap: Callable[[list[str]], str], size: int) -> None:
    lines = [
        WARM,
        COLD.replace(ID, "cold-1"),
        PLATFORM.replace(ID, "json-1"),
        platform(status="timeout").replace(ID, "late-1"),
    ]

    log = read(wrap(lines), size)

    assert told(log) == ({512: [128.83, 128.83]}, 1, 1)
    assert log.duplicates == 0


def test_figures_that_logs_insights_discovered_are_read_from_json_and_csv() -> None:
    row = {
        "@requestId": "a",
        "@duration": "128.83",
        "@memorySize": "512000000",
        "@maxMemoryUsed": "7.4E7",
        "@initDuration": "",
    }
    cold = {**row, "@requestId": "b", "@initDuration": "166.62"}
    text = io.StringIO()
    writer = csv.DictWriter(text, row)
    writer.writeheader()
    writer.writerows([row, cold])
    fields = json.dumps({"results": [[{"field": k, "value": v} for k, v in each.items() if v] for each in (row, cold)]})

    for given_ in (text.getvalue(), json.dumps([row, cold]), fields):
        assert told(read(given_)) == ({512: [128.83]}, 1, 0)
        assert read(given_).measurements()[0].max_memory_used_mb == 74


def test_what_powershell_writes_is_read() -> None:
    assert told(read_reports([f"{WARM}\r\n".encode("utf-16")])) == ({512: [128.83]}, 0, 0)


def test_cold_failed_repeated_and_cut_lines_are_counted_and_not_averaged_in() -> None:
    log = read(
        "\n".join(
            [WARM, WARM, COLD.replace(ID, "c"), TIMED_OUT.replace(ID, "t"), WARM[:60], WARM.replace("128.83", "0.00")]
        )
    )

    assert [each.durations_ms for each in log.measurements()] == [(128.83,)]
    assert log.notes() == [
        "1 cold start was left out: initialisation is another question than memory.",
        "1 failed or timed out invocation was left out.",
        "1 lines were there twice; each counts once.",
        "1 cut report lines were left out.",
        "1 lines with impossible figures were left out.",
    ]


def test_a_retry_has_the_same_request_and_counts_again() -> None:
    assert told(read(f"{WARM}\n{WARM.replace('128.83', '99.01')}")) == ({512: [99.01, 128.83]}, 0, 0)


def test_old_timeouts_have_no_status_and_are_known_by_their_length() -> None:
    late = WARM.replace("128.83", "3000.00").replace(ID, "late")
    log = read(f"{late}\n2026-10-08T07:30:29.470Z late Task timed out after 3.00 seconds\n{WARM}")

    assert told(log) == ({512: [128.83]}, 0, 1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "The log has no report line"),
        ("START RequestId: a Version: $LATEST\nhello\nEND RequestId: a\n", "system log level INFO"),
        (WARM[:70], "cut (1)"),
        (PLATFORM[:120], "cut (1)"),
        (WARM.replace("512 MB", "64 MB"), "impossible (1)"),
        (WARM.replace("512 MB", "40000 MB"), "impossible (1)"),
        (WARM.replace("128.83", "99999999"), "impossible (1)"),
        (WARM.replace("128.83", "NaN"), "cut (1)"),
        (WARM.replace("128.83", "-1"), "cut (1)"),
        (COLD, "No invocation can be used: 1 were cold starts and 0 failed"),
        (LOCAL, "come from `sam local`"),
        (MANAGED, "Lambda Managed Instances, which do not say the memory size"),
        ("D 0.000 f 123 Function execution took 12 ms, finished with status: 'ok'", "This is a log of Google Cloud Functions"),
        ("[Information] Executed 'Functions.Hello' (Succeeded, Id=1, Duration=12ms)", "This is a log of Azure Functions"),
    ],
)  # fmt: skip
def test_a_log_that_cannot_be_used_says_why(text: str, says: str) -> None:
    with pytest.raises(LogError) as error:
        read(text).measurements()

    assert says in str(error.value)


def test_managed_instances_count_where_their_size_is_known() -> None:
    assert [each.durations_ms for each in read(MANAGED).measurements(unsized_mb=2048)] == [(128.83,)]


def named(name: str, number: int, how: str) -> str:
    line = WARM.replace(ID, f"{name}-{number}").replace("128.83", f"{number + 1}.50")
    if how == "log after":
        return json.dumps({"@timestamp": "x", "@message": line, "@log": f"123456789012:/aws/lambda/{name}"})
    if how == "log before":
        return json.dumps(
            [{"field": "@log", "value": f"123456789012:/aws/lambda/{name}"}, {"field": "@message", "value": line}]
        )
    if how == "stream":
        return f"2026/10/08/{name}[$LATEST]ab12 {line}"
    start = {
        "type": "platform.start",
        "record": {
            "requestId": f"{name}-{number}",
            "functionArn": f"arn:aws:lambda:eu-west-1:123456789012:function:{name}",
        },
    }
    return f"{json.dumps(start)}\n{PLATFORM.replace(ID, f'{name}-{number}').replace('128.83', f'{number + 1}.50')}"


@pytest.mark.parametrize("how", ["log after", "log before", "stream", "start"])
def test_functions_mixed_in_one_log_are_told_apart(how: str) -> None:
    rows = [named(name, number, how) for number in range(3) for name in ("orders", "mail")]
    for size in (1 << 20, 100):
        log = read("\n".join(rows), size)

        with pytest.raises(LogError, match=r"holds 2 functions: orders \(3 invocations\), mail \(3 invocations\)"):
            log.measurements()
        assert [each.durations_ms for each in log.measurements("mail")] == [(1.5, 2.5, 3.5)]
        with pytest.raises(LogError, match=r"no report of a function 'ghost'\. It has: orders"):
            log.measurements("ghost")


def test_one_function_of_a_log_is_named_and_lines_without_a_name_are_its_own() -> None:
    log = read(f"{WARM}\n{named('orders', 1, 'stream')}")

    assert list(log.functions) == ["orders"]
    assert log.function().invocations == 2


def test_runtimes_that_do_not_go_together_are_a_warning() -> None:
    inits = "INIT_START Runtime Version: python:3.13.v50\tRuntime Version ARN: x\nINIT_START Runtime Version: nodejs:22.v9\n"

    assert any("several runtimes (nodejs, python)" in note for note in read(inits + WARM).notes())


def test_a_durable_function_is_known_by_its_logger() -> None:
    assert any("durable" in note for note in read(f'{{"durableExecutionArn":"x","message":"m"}}\n{WARM}').notes())


def test_many_durations_are_handed_on_as_quantiles_with_the_same_mean_and_tail() -> None:
    values = [random.Random(4).lognormvariate(3, 0.5) for _ in range(7_000)]
    lines = (WARM.replace("128.83", f"{value:.2f}").replace(ID, str(number)) for number, value in enumerate(values))
    (size,) = read("\n".join(lines)).measurements()

    assert len(size.durations_ms) == MOST_SAMPLES
    assert sum(size.durations_ms) / MOST_SAMPLES == pytest.approx(sum(values) / len(values), rel=0.01)
    assert size.durations_ms[949] == pytest.approx(sorted(values)[6650], rel=0.01)


@pytest.mark.parametrize("padding", range(0, 180, 13))
def test_no_line_is_lost_where_a_stretch_of_the_log_ends(padding: int) -> None:
    forms = [WARM, WARM.replace("Max Memory Used", "Max  Memory Used"), PLATFORM, platform(errorType="x"), WARM[:70]]
    lines = [forms[number % 5].replace(ID, f"{number:08d}-{ID}") for number in range(3_000)]

    log = read("x" * padding + "\n".join(lines), 10_000)

    assert log.function().invocations == 1_800
    assert log.counts[Kind.TRUNCATED] == 1_200


invocations = st.lists(
    st.tuples(
        st.uuids().map(str), st.floats(0.01, 900_000).map(lambda ms: round(ms, 2)), st.sampled_from([128, 512, 1769, 10240]),
        st.sampled_from(["", "\tInit Duration: 1.00 ms", "\tStatus: error", "\tRestore Duration: 2.00 ms"]),
    ),
    max_size=20, unique_by=lambda each: each[0],
)  # fmt: skip
noise = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="RPQ"), max_size=60)


@given(
    invocations,
    st.lists(noise, max_size=5),
    st.sampled_from(["\n".join, filtered, table, insights]),
    st.integers(50, 5_000),
)
def test_what_was_written_is_what_is_read(
    written: list[tuple[str, float, int, str]], between: list[str], wrap: Callable[[list[str]], str], size: int
) -> None:
    lines = [
        f"REPORT RequestId: {request}\tDuration: {ms} ms\tBilled Duration: {ms:.0f} ms\tMemory Size: {mb} MB\tMax Memory Used: 70 MB{tail}"
        for request, ms, mb, tail in written
    ]
    log = read(wrap([*lines, *between]), size)

    warm: dict[int, list[float]] = {}
    for _, ms, mb, tail in written:
        if not tail:
            warm.setdefault(mb, []).append(ms)
    assert told(log) == (
        {mb: sorted(values) for mb, values in warm.items()},
        sum("Init" in tail or "Restore" in tail for *_, tail in written),
        sum("error" in tail for *_, tail in written),
    )


@given(
    st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode)),
    st.sampled_from([WARM, PLATFORM, COLD, MANAGED]),
    st.integers(0, 300),
)
def test_nothing_makes_the_reader_fail(rubbish: bytes, line: str, cut: int) -> None:
    log = read_reports([rubbish, line.encode()[:cut], rubbish, b"\n", line.encode()])

    assert all(
        value > 0 for function in log.functions.values() for size in function.sizes.values() for value in size.warm_ms
    )


def test_a_whole_export_streams_through(tmp_path: Path) -> None:
    count = export(tmp_path / "export.log", 12)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    log = read_reports(blocks(tmp_path / "export.log"))

    assert log.function().invocations == count
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 << 10
