"""How quick the memory advice is: one recommendation, the first of a process, and a log of 50 MB."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.guidance.advice.report_exports import export

LOG_MB = 50
RUNS = 5
FIRST = """
import time; t = time.perf_counter()
from guidance.advice.memory import Measurement, Request, recommend
small, large = (Measurement(memory_mb=mb, duration_ms=ms, n=50) for mb, ms in ((512, 90.0), (1024, 50.0)))
recommend(Request(measurements=(small, large)))
print(time.perf_counter() - t)
"""
READ = """
import resource, sys, time
from pathlib import Path
from guidance.advice.memory.reports import read_reports
from tests.guidance.advice.report_exports import blocks
before, t = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
log = read_reports(blocks(Path(sys.argv[1])))
seconds = time.perf_counter() - t
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, log.function().invocations)
"""


def show(seconds: Iterable[tuple[float, float]]) -> None:
    """Print every figure.

    Args:
        seconds: Of recommendations that were made: on the clock, and of the processor.

    """
    times = list(seconds)
    for number, name in enumerate(("on the clock", "of the processor")):
        ordered = sorted(1e3 * each[number] for each in times)
        p50, p95 = ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100]
        print(f"  one recommendation, {name}: p50 {p50:.1f} ms, p95 {p95:.1f} ms (at most 20)")
    first = min(_printed(FIRST)[0] for _ in range(RUNS))
    print(f"  first recommendation of a process, imports and all: {1e3 * first:.0f} ms (at most 300)")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "export.log")
        count = export(path, LOG_MB)
        runs = [_printed(READ, str(path)) for _ in range(3)]
    assert {run[2] for run in runs} == {count}
    taken, memory = min(run[0] for run in runs), max(run[1] for run in runs)
    print(
        f"  a log of {LOG_MB} MB, {count:,} invocations: {taken:.2f} s (at most 3), {memory:.0f} MB of memory (at most 200)"
    )


def _printed(code: str, *arguments: str) -> Sequence[float]:
    """The figures that a new process prints."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return [float(each) for each in done.stdout.split()]
