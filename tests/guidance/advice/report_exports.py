"""Large logs to read: what CloudWatch exports of a function that ran often."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

ID = "6d68ca91-49c9-448d-89b8-7ca3e6dc66aa"
WARM = f"REPORT RequestId: {ID}\tDuration: 128.83 ms\tBilled Duration: 129 ms\tMemory Size: 512 MB\tMax Memory Used: 74 MB\t"


def export(path: Path, megabytes: int) -> int:
    """Write a log of warm invocations; how many there are."""
    generator = random.Random(1)
    count = size = 0
    with path.open("w", encoding="utf-8") as file:
        while size < megabytes << 20:
            count += 1
            line = WARM.replace(ID, f"{generator.getrandbits(64):016x}-{count}").replace(
                "128.83", f"{generator.lognormvariate(4, 0.2):.2f}"
            )
            size += file.write(f"2026-10-08T07:30:29.470Z {line}\n")
    return count


def blocks(path: Path) -> Iterator[bytes]:
    """A file as it is streamed."""
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            yield block
