"""The picture of a recommendation, in the terminal and as PNG."""

from __future__ import annotations

import struct
import zlib

import pytest

from guidance.advice.memory import Measurement, Objective, Recommendation, Request, recommend
from guidance.advice.memory.chart import GREEN, chart_png, chart_text


def answer(*sizes: int) -> Recommendation:
    rows = tuple(Measurement(memory_mb=size, duration_ms=500_000 / size, n=50) for size in sizes)
    return recommend(Request(measurements=rows, objective=Objective.COST, max_memory_used_mb=120.0))


def pixels(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and rows of an unfiltered RGB image; every chunk's checksum is checked."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, data, header = 8, b"", (0, 0)
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", png, at + 8 + length)[0] == zlib.crc32(kind + body)
        header = struct.unpack_from(">II", body) if kind == b"IHDR" else header
        data += body if kind == b"IDAT" else b""
        at += 12 + length
    return header[0], header[1], zlib.decompress(data)


def test_the_terminal_shows_every_size_the_choice_and_what_was_measured() -> None:
    found = answer(512, 1024)
    lines = chart_text(found).splitlines()
    rows = {int(line[2:9].replace(",", "")): line for line in lines[1:-1]}

    assert list(rows) == [each.memory_mb for each in found.candidates]
    assert {size for size, line in rows.items() if line[1] == ">"} == {found.recommended_mb}
    assert {size for size, line in rows.items() if line[10] == "*"} == {512, 1024}
    assert rows[128][1] == "x"
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize("sizes", [(512,), (512, 1024), (128, 3008, 10_240)], ids=str)
def test_the_png_is_one(sizes: tuple[int, ...]) -> None:
    png = chart_png(answer(*sizes))
    width, height, rows = pixels(png)

    assert len(rows) == height * (1 + 3 * width)
    assert len(png) < 40_000
    assert (bytes(GREEN) in rows) is True


def test_the_same_recommendation_is_the_same_picture() -> None:
    assert chart_png(answer(512, 1024)) == chart_png(answer(1024, 512))
