"""How long a comparison takes, break-even points included, and how much an assistant has to read of it."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial

from guidance.advice.options import Comparison, compare, decisions
from guidance.advice.options.model import OptionsError, Value
from guidance.advice.options.registry import decision
from mcp_server.options import answer

CASES = 40
LIMIT_MS = 5.0


def figures(name: str, dice: random.Random) -> dict[str, Value]:
    """A case: every number within a factor of 30 of its default, the rest as thrown."""
    found: dict[str, Value] = {}
    for figure in decision(name).asked({}).values():
        if figure.kind == "flag":
            found[figure.name] = dice.random() < 0.5
        elif figure.kind == "choice":
            found[figure.name] = dice.choice(figure.choices)
        elif isinstance(figure.default, int | float) and figure.default:
            value = figure.default * 30 ** dice.uniform(-1, 1)
            value = min(max(value, figure.minimum + (1e-6 if figure.above else 0)), figure.maximum)
            found[figure.name] = round(value) if figure.kind == "whole" else value
    return found


def answers(name: str) -> list[Mapping[str, Value]]:
    """Cases that do not contradict themselves, the defaults first."""
    dice, found = random.Random(name), [dict[str, Value]()]
    while len(found) < CASES:
        case = figures(name, dice)
        try:
            compare(name, case)
        except OptionsError:
            continue
        found.append(case)
    return [*found]


def milliseconds(run: Callable[[], Comparison]) -> float:
    """Of the processor, the best of three."""
    best = float("inf")
    for _ in range(3):
        begin = time.process_time()
        run()
        best = min(best, time.process_time() - begin)
    return best * 1000


def main() -> None:
    print(f"Comparisons: {len(decisions())} decisions, {CASES} cases each, ms of the processor (limit {LIMIT_MS:g})")
    slowest, longest = 0.0, 0.0
    for name in decisions():
        cases = answers(name)
        taken = sorted(milliseconds(partial(compare, name, case)) for case in cases)
        tokens = max(len(answer(compare(name, case)).text().encode()) / 4 for case in cases)
        slowest, longest = max(slowest, taken[-1]), max(longest, tokens)
        p95 = taken[int(0.95 * (len(taken) - 1))]
        print(
            f"  {name:18} median {taken[len(taken) // 2]:.2f}, p95 {p95:.2f}, most {taken[-1]:.2f}; {tokens:,.0f} tokens"
        )
    print(
        f"  slowest {slowest:.2f} ms; longest text {longest:,.0f} tokens; first of a new process {_first() * 1000:.0f} ms"
    )


def _first() -> float:
    """Seconds of a new process's first comparison, without the interpreter's own start."""
    code = (
        "import time; t = time.perf_counter(); from guidance.advice.options import compare; compare('compute');"
        "print(time.perf_counter() - t)"
    )
    runs = (subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(5))
    return min(float(each.stdout) for each in runs)


if __name__ == "__main__":
    main()
