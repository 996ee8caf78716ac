"""AWS Lambda Power Tuning's results, its JSON or the URL of its chart, as measurements; and its input for one more size.

The URL holds the figures themselves, after its hash: base64 of sizes (16-bit integers), of durations and of costs (32-bit
floats), all little-endian, separated by semicolons. Nothing is fetched. Formats, read 2026-11-20:
https://github.com/alexcasalboni/aws-lambda-power-tuning/blob/master/README-EXECUTE.md
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from guidance.advice.memory.model import Architecture, Measurement, MemoryAdviceError

CHART = "https://lambda-power-tuning.show/#"
LEAST_INVOCATIONS = 5
"""Power Tuning refuses a `num` below."""
_MOST = 200
_SMALLEST_MB, _LARGEST_MB = 128, 10_240
_LONGEST_MS = 900_000
_PRICES = {Architecture.X86_64: 1.66667e-5, Architecture.ARM64: 1.33334e-5}
"""Dollars a GB-second, in us-east-1 and most regions (facts A40, A41): tells what a published result ran on."""


class PowerTuningError(MemoryAdviceError):
    """What was passed is no result of Power Tuning; the message says what is wrong with it."""


@dataclass(frozen=True)
class PowerTuning:
    """One run of Power Tuning."""

    sizes_mb: tuple[int, ...]
    durations_ms: tuple[float, ...]
    costs_usd: tuple[float | None, ...] = ()
    """Of one invocation, without the request; empty or None where it is not told."""
    invocations: int | None = None
    """At each size, where the input is there too."""

    @property
    def architecture(self) -> Architecture | None:
        """What the function ran on, judged by its prices; None when they tell nothing."""
        found = set()
        for size, duration, cost in zip(self.sizes_mb, self.durations_ms, self.costs_usd, strict=False):
            if cost is None:
                return None
            price = cost / (math.ceil(duration) / 1000 * size / 1024)
            found.add(next((each for each, usual in _PRICES.items() if abs(price / usual - 1) < 0.03), None))
        return found.pop() if len(found) == 1 else None

    @property
    def measurements(self) -> tuple[Measurement, ...]:
        """The same as the advice takes it."""
        architecture = self.architecture
        return tuple(
            Measurement(memory_mb=size, duration_ms=duration, n=self.invocations, architecture=architecture)
            for size, duration in zip(self.sizes_mb, self.durations_ms, strict=True)
        )


def read_power_tuning(given: str | Mapping[str, Any] | Sequence[Any]) -> PowerTuning:
    """Read a result of Power Tuning.

    Args:
        given: The URL of its chart, its output as JSON (also as `describe-execution` returns it), or that JSON already parsed.

    Raises:
        PowerTuningError: when it is none.

    """
    if not isinstance(given, str):
        return _of_json(given)
    text = given.strip().strip("\"'<>")
    if text.startswith(("{", "[")):
        try:
            return _of_json(json.loads(given))
        except (ValueError, RecursionError) as error:
            raise PowerTuningError(f"power_tuning: is not JSON that can be read ({str(error)[:80]}).") from None
    return _of_url(text)


def chart_url(sizes_mb: Sequence[int], durations_ms: Sequence[float], costs_usd: Sequence[float]) -> str:
    """The URL under which Power Tuning's page draws these figures, which stay in the URL."""
    parts = (
        struct.pack(f"<{len(sizes_mb)}h", *sizes_mb),
        struct.pack(f"<{len(durations_ms)}f", *durations_ms),
        struct.pack(f"<{len(costs_usd)}f", *costs_usd),
    )
    return CHART + ";".join(base64.b64encode(part).decode() for part in parts)


def tuning_input(
    memory_mb: int, invocations: int, *, function_arn: str | None = None, payload: object = None
) -> dict[str, object]:
    """The input of Power Tuning's state machine for just one size.

    Args:
        memory_mb: The size.
        invocations: How many; Power Tuning wants 5 at least.
        function_arn: Of the function, or of what stands for it.
        payload: What it is invoked with.

    """
    return {
        "lambdaARN": function_arn or "arn:aws:lambda:REGION:ACCOUNT:function:NAME",
        "powerValues": [memory_mb],
        "num": max(LEAST_INVOCATIONS, invocations),
        "payload": {} if payload is None else payload,
        "parallelInvocation": False,
        "includeOutputResults": True,
    }


def _of_url(text: str) -> PowerTuning:
    address, hash_, figures = text.partition("#")
    if not hash_ or not address.startswith(("http://", "https://")) or not figures:
        raise PowerTuningError(
            "power_tuning: is neither Power Tuning's JSON nor the URL of its chart, which looks like "
            f"{CHART}gAAAAQAC;AACAPw==;... Copy it whole, with what follows the #."
        )
    parts = unquote(figures).split(";")
    if len(parts) == 6:
        raise PowerTuningError("power_tuning: the URL compares two runs. Pass the URL of one.")
    if len(parts) != 3:
        raise PowerTuningError(
            f"power_tuning: after the # there are {len(parts)} parts, not sizes;durations;costs. The URL may have been cut."
        )
    sizes = _unpacked(parts[0], "h", "sizes")
    durations, costs = _unpacked(parts[1], "f", "durations"), _unpacked(parts[2], "f", "costs")
    if not len(sizes) == len(durations) == len(costs):
        raise PowerTuningError(
            f"power_tuning: the URL has {len(sizes)} sizes, {len(durations)} durations and {len(costs)} costs. "
            "It may have been cut."
        )
    return _checked(
        [(size, duration, cost) for size, duration, cost in zip(sizes, durations, costs, strict=True)], None
    )


def _unpacked(part: str, kind: str, what: str) -> tuple[float, ...]:
    try:
        data = base64.b64decode(part, validate=True)
        return struct.unpack(f"<{len(data) // struct.calcsize(kind)}{kind}", data)
    except (binascii.Error, ValueError, struct.error):
        raise PowerTuningError(
            f"power_tuning: the {what} in the URL are not base64 of numbers. It may have been cut."
        ) from None


def _of_json(value: Any) -> PowerTuning:  # noqa: ANN401 - any JSON
    invocations = None
    if isinstance(value, Mapping):
        invocations = _invocations(value.get("input"))
        value = _nested(value.get("output"), value)
        value = _nested(value.get("results"), value) if isinstance(value, Mapping) else value
    if isinstance(value, list):
        return _checked(list(_stats(value)), invocations)
    if not isinstance(value, Mapping):
        raise PowerTuningError("power_tuning: is not the JSON that Power Tuning puts out.")
    if isinstance(stats := value.get("stats"), list):
        return _checked(list(_stats(stats)), invocations)
    machine = value.get("stateMachine")
    url = machine.get("visualization") if isinstance(machine, Mapping) else value.get("visualization")
    if isinstance(url, str):
        found = _of_url(url)
        return PowerTuning(found.sizes_mb, found.durations_ms, found.costs_usd, invocations)
    if "power" in value and "duration" in value:
        return _checked([(value["power"], value["duration"], value.get("cost"))], invocations)
    raise PowerTuningError(
        "power_tuning: the JSON has no results: neither `stats` nor `stateMachine.visualization`. Pass the output of the "
        "state machine."
    )


def _nested(inner: Any, outer: Any) -> Any:  # noqa: ANN401 - any JSON
    """A part of a JSON value, which may be JSON in a string; the whole when there is no such part."""
    if isinstance(inner, str):
        try:
            return json.loads(inner)
        except (ValueError, RecursionError):
            raise PowerTuningError("power_tuning: its `output` is not JSON; it may have been cut.") from None
    return outer if inner is None else inner


def _invocations(given: object) -> int | None:
    try:
        value = json.loads(given) if isinstance(given, str) else given
    except (ValueError, RecursionError):
        return None
    number = value.get("num") if isinstance(value, Mapping) else None
    return number if isinstance(number, int) and not isinstance(number, bool) and 0 < number < 1_000_000 else None


def _stats(stats: Sequence[Any]) -> Iterator[tuple[Any, Any, Any]]:
    for each in stats:
        if not isinstance(each, Mapping) or "value" not in each:
            raise PowerTuningError("power_tuning: an entry of `stats` has no `value` (its memory size).")
        if "averageDuration" not in each:
            raise PowerTuningError(
                f"power_tuning: {str(each['value'])[:12]} MB has no averageDuration; that size may have failed."
            )
        yield each["value"], each["averageDuration"], each.get("averagePrice")


def _checked(rows: list[tuple[Any, Any, Any]], invocations: int | None) -> PowerTuning:
    """Figures that can be what they claim to be."""
    if not 1 <= len(rows) <= _MOST:
        raise PowerTuningError(f"power_tuning: has {len(rows)} memory sizes; 1 to {_MOST} are read.")
    checked = {}
    for size, duration, cost in rows:
        mb, ms, usd = _number(size), _number(duration), None if cost is None else _number(cost)
        if mb is None or mb != int(mb) or not _SMALLEST_MB <= mb <= _LARGEST_MB:
            raise PowerTuningError(f"power_tuning: '{str(size)[:20]}' is no memory size; Lambda has 128 to 10,240 MB.")
        if ms is None or not 0 < ms <= _LONGEST_MS:
            raise PowerTuningError(
                f"power_tuning: {mb:.0f} MB has the duration '{str(duration)[:20]}'; 0 to 900,000 ms are possible."
            )
        if cost is not None and (usd is None or not 0 < usd < 1):
            raise PowerTuningError(
                f"power_tuning: {mb:.0f} MB has the cost '{str(cost)[:20]}', which no invocation has."
            )
        if int(mb) in checked:
            raise PowerTuningError(f"power_tuning: {mb:.0f} MB is there twice.")
        checked[int(mb)] = (ms, usd)
    ordered = sorted(checked.items())
    costs = tuple(cost for _, (_, cost) in ordered)
    return PowerTuning(tuple(mb for mb, _ in ordered), tuple(ms for _, (ms, _) in ordered), costs, invocations)


def _number(value: object) -> float | None:
    """A finite number; Power Tuning writes `power` as text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
