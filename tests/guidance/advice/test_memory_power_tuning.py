"""Power Tuning's results: its JSON and the URL of its chart, decoded here, strictly."""

from __future__ import annotations

import base64
import json
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.advice.memory import Architecture
from guidance.advice.memory.power_tuning import PowerTuningError, chart_url, read_power_tuning, tuning_input

SIZES, TIMES = [128, 512, 1024], [2050.5, 500.25, 251.0]
X86 = [128 / 1024 * 2.051 * 1.66667e-5, 512 / 1024 * 0.501 * 1.66667e-5, 0.251 * 1.66667e-5]
URL = chart_url(SIZES, TIMES, X86)


def parts(sizes: bytes, times: bytes, costs: bytes) -> str:
    return "https://lambda-power-tuning.show/#" + ";".join(
        base64.b64encode(each).decode() for each in (sizes, times, costs)
    )


def stats() -> list[dict[str, Any]]:
    return [
        {"value": mb, "averageDuration": ms, "averagePrice": usd} for mb, ms, usd in zip(SIZES, TIMES, X86, strict=True)
    ]


@pytest.mark.parametrize(
    ("source", "invocations"),
    [
        pytest.param(URL, None, id="URL"),
        pytest.param(f"  <{URL}>\n", None, id="URL pasted with brackets"),
        pytest.param(URL.replace("=", "%3D").replace("+", "%2B").replace(";", "%3B"), None, id="URL encoded"),
        pytest.param({"power": 512, "cost": 1e-6, "duration": 500, "stateMachine": {"visualization": URL}}, None, id="output"),
        pytest.param({"results": {"power": "512", "stateMachine": {"visualization": URL}}}, None, id="wrapped"),
        pytest.param({"power": 512, "stats": stats()}, None, id="with stats"),
        pytest.param(stats(), None, id="stats alone"),
        pytest.param({"output": json.dumps({"stats": stats()}), "input": json.dumps({"num": 50})}, 50, id="describe-execution"),
    ],
)  # fmt: skip
def test_every_form_gives_the_same_measurements(source: Any, invocations: int | None) -> None:
    for given_ in (source, source if isinstance(source, str) else json.dumps(source)):
        found = read_power_tuning(given_)

        assert [(each.memory_mb, each.duration_ms, each.n) for each in found.measurements] == [
            (mb, ms, invocations) for mb, ms in zip(SIZES, TIMES, strict=True)
        ]
        assert found.architecture is Architecture.X86_64
        assert {each.statistic for each in found.measurements} == {"trimmed_mean"}


@pytest.mark.parametrize(
    ("factor", "architecture"), [(0.8, Architecture.ARM64), (1.0, Architecture.X86_64), (1.5, None)]
)
def test_prices_tell_the_architecture_or_nothing(factor: float, architecture: Architecture | None) -> None:
    assert read_power_tuning(chart_url(SIZES, TIMES, [factor * usd for usd in X86])).architecture is architecture


def test_the_winner_alone_is_one_measurement() -> None:
    (only,) = read_power_tuning({"power": "512", "duration": 500.25, "cost": X86[1]}).measurements

    assert (only.memory_mb, only.duration_ms) == (512, 500.25)


SIZE, TIME, COST = struct.pack("<h", 512), struct.pack("<f", 500.0), struct.pack("<f", 1e-6)


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ("", "neither Power Tuning's JSON nor the URL"),
        ("https://example.com/", "neither Power Tuning's JSON nor the URL"),
        ("https://lambda-power-tuning.show/#", "neither Power Tuning's JSON nor the URL"),
        ("javascript:alert(1)#gAA=;AAAA;AAAA", "neither Power Tuning's JSON nor the URL"),
        ("https://lambda-power-tuning.show/#gAAAAQ==", "there are 1 parts"),
        (f"{URL};{URL.split('#')[1]}", "compares two runs"),
        (URL[:-3], "costs in the URL are not base64"),
        ("https://lambda-power-tuning.show/#<encoded_data>;x;y", "sizes in the URL are not base64"),
        (parts(SIZE, TIME + TIME, COST), "1 sizes, 2 durations and 1 costs"),
        (parts(b"abc", TIME, COST), "sizes in the URL are not base64 of numbers"),
        (parts(b"", b"", b""), "has 0 memory sizes"),
        (parts(struct.pack("<h", -5), TIME, COST), "'-5' is no memory size"),
        (parts(SIZE + SIZE, TIME + TIME, COST + COST), "512 MB is there twice"),
        (parts(SIZE, struct.pack("<f", float("nan")), COST), "has the duration 'nan'"),
        (parts(SIZE, struct.pack("<f", float("inf")), COST), "has the duration 'inf'"),
        (parts(SIZE, struct.pack("<f", -1.0), COST), "has the duration '-1.0'"),
        (parts(SIZE, struct.pack("<f", 1e9), COST), "has the duration '1000000000.0'"),
        (parts(SIZE, TIME, struct.pack("<f", 0.0)), "has the cost '0.0'"),
        ("{", "is not JSON that can be read"),
        ("[" * 100_000, "is not JSON that can be read"),
        ("[]", "has 0 memory sizes"),
        ("[1]", "has no `value`"),
        ('[{"value": 512}]', "512 MB has no averageDuration"),
        ('[{"value": 512.5, "averageDuration": 1}]', "'512.5' is no memory size"),
        ('[{"value": true, "averageDuration": 1}]', "'True' is no memory size"),
        ('{"stats": [{"value": 512, "averageDuration": NaN}]}', "has the duration 'nan'"),
        ('{"status": "FAILED"}', "the JSON has no results"),
        ('{"output": "cut', "is not JSON that can be read"),
        ('{"output": "{cut"}', "its `output` is not JSON"),
        ('{"output": 5}', "is not the JSON that Power Tuning puts out"),
        ({"stateMachine": {"visualization": "https://example.com/#x"}}, "there are 1 parts"),
    ],
)  # fmt: skip
def test_what_is_no_result_says_why(given_: Any, says: str) -> None:
    with pytest.raises(PowerTuningError) as error:
        read_power_tuning(given_)

    assert says in str(error.value)
    assert len(str(error.value)) < 400


rows = st.lists(
    st.tuples(st.integers(128, 10_240), st.floats(0.0078125, 900_000, width=32), st.floats(2**-30, 0.5, width=32)),
    min_size=1, max_size=60, unique_by=lambda each: each[0],
)  # fmt: skip


@given(rows)
def test_a_chart_and_its_url_say_the_same(written: list[tuple[int, float, float]]) -> None:
    found = read_power_tuning(chart_url(*zip(*written, strict=True)))

    assert list(zip(found.sizes_mb, found.durations_ms, found.costs_usd, strict=True)) == sorted(written)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["stats", "value", "averageDuration", "averagePrice", "output", "results", "power",
                                       "duration", "stateMachine", "visualization", "input", "num"]), inner, max_size=5),
    max_leaves=12,
)  # fmt: skip


@given(
    st.one_of(
        json_values.map(json.dumps), st.text(max_size=80), st.text(max_size=60).map(lambda text: f"https://x/#{text}")
    )
)
def test_nothing_but_a_result_or_a_sentence_comes_of_anything(text: str) -> None:
    try:
        found = read_power_tuning(text)
    except PowerTuningError:
        return
    assert all(
        128 <= each.memory_mb <= 10_240 and 0 < (each.duration_ms or 0) <= 900_000 for each in found.measurements
    )


def test_the_input_for_one_size_can_be_run_as_it_is() -> None:
    assert tuning_input(1024, 3, function_arn="arn:x", payload={"id": 1}) == {
        "lambdaARN": "arn:x",
        "powerValues": [1024],
        "num": 5,
        "payload": {"id": 1},
        "parallelInvocation": False,
        "includeOutputResults": True,
    }
